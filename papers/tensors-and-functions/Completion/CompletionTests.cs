using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class CompletionTests
{
    [Fact]
    public void A_CP_tensor_of_rank_two_comes_back_from_a_third_of_its_entries()
    {
        var random = new RandomStream(1);
        var full = new CpTensor([random.Normal(12, 2), random.Normal(11, 2), random.Normal(10, 2)]).Rebuild();
        var observed = Hide(full, 0.67, random);
        var fit = CpCompletion.Fit(observed, 2, new RandomStream(3), new CompletionOptions { Ridge = 1e-3, Sweeps = 500, Tolerance = 1e-9 });
        Assert.InRange((fit.Tensor.Rebuild() - full).FrobeniusNorm() / full.FrobeniusNorm(), 0, 1e-4);
        Assert.Equal(fit.RootMeanSquare, (fit.Tensor.Entries(observed.Indices) - Tensor.FromArray(observed.Values)).FrobeniusNorm() / Math.Sqrt(observed.Count), 12);
    }

    [Fact]
    public void A_Tucker_tensor_comes_back_from_half_of_its_entries()
    {
        var random = new RandomStream(2);
        var full = new TuckerTensor(random.Normal(2, 3, 2), [random.Normal(12, 2), random.Normal(11, 3), random.Normal(10, 2)]).Rebuild();
        var fit = TuckerCompletion.Fit(Hide(full, 0.5, random), [2, 3, 2], new RandomStream(4), new CompletionOptions { Ridge = 1e-8, Sweeps = 500, Tolerance = 1e-10 });
        Assert.InRange((fit.Tensor.Rebuild() - full).FrobeniusNorm() / full.FrobeniusNorm(), 0, 1e-4);
    }

    [Fact]
    public void The_objective_never_grows()
    {
        var random = new RandomStream(5);
        var observed = Hide(random.Normal(8, 7, 6), 0.4, random);
        foreach (var objectives in (IReadOnlyList<double>[])[
            CpCompletion.Fit(observed, 3, new RandomStream(1), new CompletionOptions { Ridge = 0.3, Tolerance = 0, Sweeps = 30 }).Objectives,
            TuckerCompletion.Fit(observed, [2, 3, 2], new RandomStream(1), new CompletionOptions { Ridge = 0.3, Tolerance = 0, Sweeps = 30 }).Objectives])
        {
            Assert.True(objectives[^1] < objectives[0]);
            for (var sweep = 1; sweep < objectives.Count; sweep++) Assert.InRange(objectives[sweep], 0, objectives[sweep - 1] * (1 + 1e-12));
        }
    }

    [Fact]
    public void A_matrix_of_one_term_with_all_entries_is_ridge_regression_in_closed_form()
    {
        // min ‖A − uvᵀ‖² + λ(‖u‖² + ‖v‖²) is solved by the first singular pair with σ₁ − λ.
        var a = new RandomStream(6).Normal(6, 5);
        var fit = CpCompletion.Fit(TensorEntries.Observed(a), 1, new RandomStream(2), new CompletionOptions { Ridge = 0.5, Tolerance = 0, Sweeps = 400 });
        var svd = LinearAlgebra.Svd(a);
        Assert.Equal(svd.S[0] - 0.5, fit.Tensor.Norm(), 6);
        Assert.InRange((fit.Tensor.Rebuild() - (svd.Rebuild(1) * ((svd.S[0] - 0.5) / svd.S[0]))).MaxAbs(), 0, 1e-6);
    }

    [Fact]
    public void A_row_without_observations_is_zero_and_the_order_of_the_list_hardly_matters()
    {
        var random = new RandomStream(7);
        var full = random.Normal(5, 4, 3);
        full.Slice(0, 2, 1).Fill(double.NaN);
        var observed = TensorEntries.Observed(full);
        var fit = CpCompletion.Fit(observed, 2, new RandomStream(1));
        Assert.All(Enumerable.Range(0, 2), s => Assert.Equal(0, fit.Tensor.Factors[0][2, s]));

        var order = random.Permutation(observed.Count);
        var shuffled = new TensorEntries(observed.Shape, [.. observed.Indices.Select(list => order.Select(p => list[p]).ToArray())], [.. order.Select(p => observed.Values[p])]);
        Assert.InRange((CpCompletion.Fit(shuffled, 2, new RandomStream(1)).Tensor.Rebuild() - fit.Tensor.Rebuild()).MaxAbs(), 0, 1e-6);
    }

    [Fact]
    public void Nonsense_is_refused_and_named()
    {
        Assert.Contains("Entry 1 has the index 5 in mode 1", Assert.Throws<ArgumentOutOfRangeException>(() => new TensorEntries([4, 5], [[0, 1], [0, 5]], [1, 2])).Message);
        Assert.Contains("at (1, 4)", Assert.Throws<NonFiniteException>(() => new TensorEntries([4, 5], [[0, 1], [0, 4]], [1, double.NaN])).Message);
        Assert.Throws<ShapeException>(() => new TensorEntries([4, 5], [[0, 1], [0]], [1, 2]));
        var none = new TensorEntries([4, 5], [[], []], []);
        Assert.Throws<ArgumentException>(() => CpCompletion.Fit(none, 1, new RandomStream(1)));
        var some = TensorEntries.Observed(Tensor.Ones(3, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => CpCompletion.Fit(some, 1, new RandomStream(1), new CompletionOptions { Ridge = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => CpCompletion.Fit(some, 0, new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TuckerCompletion.Fit(some, [2], new RandomStream(1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => TuckerCompletion.Fit(some, [64, 64], new RandomStream(1)));
    }

    private static TensorEntries Hide(Tensor full, double share, RandomStream random)
    {
        var tensor = full.Clone();
        var values = tensor.AsSpan();
        foreach (var p in random.Choose((int)(share * values.Length), values.Length)) values[p] = double.NaN;
        return TensorEntries.Observed(tensor);
    }
}
