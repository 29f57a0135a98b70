namespace Praxis.Numerics.Tests.Truncated;

public class TruncatedSymmetricEigenTests
{
    [Theory]
    [InlineData(SpectrumEnd.Largest)]
    [InlineData(SpectrumEnd.Smallest)]
    [InlineData(SpectrumEnd.Both)]
    [InlineData(SpectrumEnd.LargestMagnitude)]
    public void The_pairs_at_every_end_are_those_of_the_full_decomposition(SpectrumEnd end)
    {
        var basis = new RandomStream(2).HaarOrthogonal(150);
        var values = Tensor.Arange(150).Map(i => i < 75 ? -1.7 * Math.Pow(0.9, i) : Math.Pow(0.92, i - 75));
        var a = LinearAlgebra.MatMul(basis * values, basis, false, true);
        a = (a + a.Transpose()) * 0.5;
        double[] all = LinearAlgebra.SymmetricEigenvalues(a).ToArray();
        foreach (int k in new[] { 1, 5 })
        {
            double[] expected = end switch
            {
                SpectrumEnd.Largest => all[^k..],
                SpectrumEnd.Smallest => all[..k],
                SpectrumEnd.Both => [.. all[..(k / 2)], .. all[^((k + 1) / 2)..]],
                _ => [.. all.OrderByDescending(Math.Abs).Take(k).Order()],
            };
            foreach (int subspace in new[] { 20, 150 })
            {
                var options = new TruncatedOptions { SubspaceSize = subspace };
                foreach (var result in new[]
                    { TruncatedSymmetricEigen.Compute(a, k, end, options), TruncatedSymmetricEigen.Compute(SparseMatrix.FromDense(a), k, end, options) })
                {
                    Assert.True(result.Converged);
                    Close.Tensors(Tensor.FromArray(expected), result.Values, 1e-11);
                    Close.Orthonormal(result.Vectors, 1e-12);
                    Close.Tensors(result.Vectors * result.Values, LinearAlgebra.MatMul(a, result.Vectors), 1e-9);
                }
            }
        }
    }

    [Fact]
    public void The_path_graph_has_the_eigenvalues_of_the_book()
    {
        // The second difference on n points: 2 − 2 cos(π j / (n + 1)).
        const int N = 400;
        var entries = Enumerable.Range(0, N).SelectMany(i => new[] { (i, i, 2.0), (i, Math.Max(i - 1, 0), i > 0 ? -1.0 : 0), (i, Math.Min(i + 1, N - 1), i < N - 1 ? -1.0 : 0) });
        var result = TruncatedSymmetricEigen.Compute(SparseMatrix.FromTriplets(N, N, entries), 3);
        for (int j = 0; j < 3; j++)
            Close.Numbers(2 - (2 * Math.Cos(Math.PI * (N - 2 + j) / (N + 1))), result.Values[j], 1e-9);
    }

    [Fact]
    public void Matrices_that_are_not_symmetric_or_square_are_refused()
    {
        Assert.Contains("not symmetric", Assert.Throws<ArgumentException>(() => TruncatedSymmetricEigen.Compute(new RandomStream(1).Normal(60, 60), 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => TruncatedSymmetricEigen.Compute(Tensor.Zeros(3, 4), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => TruncatedSymmetricEigen.Compute(Tensor.Identity(3), 4));
    }
}
