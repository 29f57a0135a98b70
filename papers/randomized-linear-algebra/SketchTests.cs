using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class SketchTests
{
    public static TheoryData<int> Families => [0, 1, 2, 3];

    private static SketchFamily Family(int index) =>
        new[] { SketchFamily.SubsampledHadamard, SketchFamily.Gaussian, SketchFamily.CountSketch, SketchFamily.Osnap(3) }[index];

    [Theory]
    [MemberData(nameof(Families))]
    public void Applying_is_multiplying_by_one_matrix(int index)
    {
        var random = new RandomStream(5);
        var sketch = Family(index).Draw(7, 13, random);
        var dense = sketch.Apply(Tensor.Identity(13)); // (m, n)
        var a = random.Normal(13, 4);
        Assert.Equal(7, dense.Rows);
        Assert.True((sketch.Apply(a) - LinearAlgebra.MatMul(dense, a)).MaxAbs() < 1e-13);
        var vector = a.Column(2).Contiguous();
        Assert.Equal(1, sketch.Apply(vector).Rank);
        Assert.True((sketch.Apply(vector) - sketch.Apply(a).Column(2)).MaxAbs() < 1e-13);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Squared_length_is_kept_on_average(int index)
    {
        var random = new RandomStream(6);
        var x = random.Normal(24);
        var mean = Enumerable.Range(0, 4000).Average(i => Math.Pow(Family(index).Draw(12, 24, random.Fork(i)).Apply(x).FrobeniusNorm(), 2));
        // The variance of ‖Sx‖² is at most about 2‖x‖⁴/m: the mean of 4,000 lies within 4 standard errors.
        Assert.InRange(mean / Math.Pow(x.FrobeniusNorm(), 2), 1 - 4 * Math.Sqrt(2.0 / 12 / 4000), 1 + 4 * Math.Sqrt(2.0 / 12 / 4000));
    }

    [Fact]
    public void All_rows_of_the_Hadamard_sketch_without_replacement_are_an_isometry()
    {
        var random = new RandomStream(7);
        var a = random.Normal(16, 3);
        var sketched = SubsampledHadamardSketch.Draw(16, 16, random).Apply(a);
        Assert.True((LinearAlgebra.MatMul(sketched, sketched, true, false) - LinearAlgebra.MatMul(a, a, true, false)).MaxAbs() < 1e-12);
    }

    [Fact]
    public void Hadamard_entries_are_plus_or_minus_1_over_root_m_also_when_padded()
    {
        var dense = SubsampledHadamardSketch.Draw(6, 11, new RandomStream(8)).Apply(Tensor.Identity(11));
        Assert.All(dense.ToArray(), entry => Assert.Equal(1 / Math.Sqrt(6), Math.Abs(entry), 14));
    }

    [Fact]
    public void Sparse_columns_have_s_entries_of_1_over_root_s_in_different_rows()
    {
        var dense = SparseSketch.Draw(5, 40, 3, new RandomStream(9)).Apply(Tensor.Identity(40));
        for (var j = 0; j < 40; j++)
        {
            double[] filled = [.. dense.Column(j).ToArray().Where(entry => entry != 0)];
            Assert.Equal(3, filled.Length);
            Assert.All(filled, entry => Assert.Equal(1 / Math.Sqrt(3), Math.Abs(entry), 14));
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_same_random_numbers_give_the_same_sketch(int index)
    {
        var eye = Tensor.Identity(9);
        Assert.Equal(
            Family(index).Draw(4, 9, new RandomStream(10)).Apply(eye).ToArray(),
            Family(index).Draw(4, 9, new RandomStream(10)).Apply(eye).ToArray());
    }

    [Fact]
    public void Impossible_shapes_are_refused_with_their_reason()
    {
        var random = new RandomStream(11);
        Assert.Throws<ArgumentOutOfRangeException>(() => GaussianSketch.Draw(0, 4, random));
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseSketch.Draw(4, 4, 5, random));
        Assert.Contains("Only 8 different rows", Assert.Throws<ArgumentOutOfRangeException>(() => SubsampledHadamardSketch.Draw(9, 5, random)).Message);
        Assert.Contains("needs a matrix or vector of 5 rows", Assert.Throws<ShapeException>(() => GaussianSketch.Draw(3, 5, random).Apply(random.Normal(6, 2))).Message);
    }
}
