namespace Praxis.Numerics.Tests.Sampling;

public class SamplingTests
{
    [Theory]
    [InlineData(new[] { 1.0 })]
    [InlineData(new[] { 0.0, 3, 0, 1 })]
    [InlineData(new[] { 1e-300, 1e-300 })]
    [InlineData(new[] { 1e308, 1e308, 5e307 })]
    [InlineData(new[] { 0.1, 0.2, 0.3, 0.15, 0.25, 0.05, 2, 7 })]
    public void An_alias_table_draws_with_the_given_probabilities(double[] weights)
    {
        var table = new AliasTable(weights);
        var counts = new long[weights.Length];
        foreach (int drawn in table.Draw(new RandomStream(1), 20_000))
            counts[drawn]++;
        double largest = weights.Max();
        double sum = weights.Sum(weight => weight / largest);
        for (int i = 0; i < weights.Length; i++)
        {
            Close.Numbers(weights[i] / largest / sum, table.Probabilities[i], 1e-15);
            if (weights[i] == 0)
                Assert.Equal(0, counts[i]);
        }

        Fit.Counts(counts, i => weights[i] / largest / sum);
    }

    [Fact]
    public void Weights_that_are_none_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new AliasTable());
        Assert.Throws<ArgumentException>(() => new AliasTable(0, 0));
        Assert.Contains("Weight 1", Assert.Throws<ArgumentOutOfRangeException>(() => new AliasTable(1, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("Weight 0", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).ChooseWeighted(1, [double.NaN])).Message, StringComparison.Ordinal);
        Assert.Contains("Only 1", Assert.Throws<ArgumentOutOfRangeException>(() => new RandomStream(1).ChooseWeighted(2, [0, 4])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weighted_choice_without_replacement_has_the_probabilities_of_drawing_one_by_one()
    {
        double[] weights = [1, 0, 2, 4, 1e-9];
        var stream = new RandomStream(2);
        var pairs = new long[25];
        for (int i = 0; i < 20_000; i++)
        {
            int[] chosen = stream.ChooseWeighted(2, weights);
            pairs[(chosen[0] * 5) + chosen[1]]++;
        }

        double total = weights.Sum();
        Fit.Counts(pairs, pair =>
        {
            (int first, int second) = Math.DivRem(pair, 5);
            return first == second ? 0 : weights[first] / total * weights[second] / (total - weights[first]);
        });
        Assert.Equal([0, 2, 3, 4], stream.ChooseWeighted(4, weights).Order());
        Assert.Empty(stream.ChooseWeighted(0, weights));
    }

    [Fact]
    public void Haar_matrices_are_orthogonal_and_no_direction_is_preferred()
    {
        var stream = new RandomStream(3);
        Close.Orthonormal(stream.HaarOrthogonal(40, 7), 1e-13);
        Assert.Equal([0, 0], stream.HaarOrthogonal(0).Shape.ToArray());
        const int Count = 4000;
        double[] corners = new double[Count];
        double traces = 0;
        for (int i = 0; i < Count; i++)
        {
            var q = stream.HaarOrthogonal(3);
            corners[i] = q[0, 0];

            // E tr(Q)² = 1 for Haar measure; without the sign fix of QR it is not.
            traces += Math.Pow(LinearAlgebra.Trace(q), 2);
        }

        // A coordinate of a uniform point on the sphere in three dimensions is uniform (Archimedes).
        Fit.Continuous(corners, x => (x + 1) / 2);
        Close.Numbers(1, traces / Count, 4 * Math.Sqrt(2.0 / Count));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.HaarOrthogonal(3, 4));
    }

    [Fact]
    public void Points_on_the_sphere_have_length_one_and_uniform_heights()
    {
        var points = new RandomStream(4).OnSphere(10_000, 3);
        for (int i = 0; i < 100; i++)
            Close.Numbers(1, points.Row(i).FrobeniusNorm(), 1e-15);
        Fit.Continuous(points.Column(2).ToArray(), x => (x + 1) / 2);
        Assert.All(new RandomStream(4).OnSphere(50, 1).ToArray(), x => Assert.Equal(1, Math.Abs(x)));
    }

    [Fact]
    public void Sparse_signs_have_columns_of_length_one_and_keep_lengths_on_average()
    {
        var stream = new RandomStream(5);
        var signs = stream.SparseSigns(64, 500, 4);
        Assert.Equal(2000, signs.StoredCount);
        Close.Tensors(Tensor.Ones(500), signs.ColumnNorms(), 1e-15);
        Assert.All(signs.Values.ToArray(), value => Assert.Equal(0.5, Math.Abs(value)));
        Assert.All(Enumerable.Range(0, 500), j => Assert.Equal(4, signs.ToColumns().ColumnRows(j).Length));
        var x = stream.OnSphere(1, 500).Row(0);
        double mean = Enumerable.Range(0, 400).Average(_ => Math.Pow(stream.SparseSigns(64, 500, 4).Multiply(x).FrobeniusNorm(), 2));

        // The variance of the squared length is below 2 / rows.
        Close.Numbers(1, mean, 4 * Math.Sqrt(2.0 / 64 / 400));
    }
}
