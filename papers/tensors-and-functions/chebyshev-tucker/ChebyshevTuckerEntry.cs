using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>
/// The Chebyshev–Tucker format in the family's bench: the array is taken as values on equally spaced points, and the columns of its Tucker factors become polynomials of
/// the lowest degree that keeps the tolerance, fitted by least squares. A mode that is no smooth coordinate, such as the number of a picture, keeps its columns as they are.
/// </summary>
[Paper("chebyshev-tucker")]
public sealed class ChebyshevTuckerEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "Chebyshev–Tucker";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel)
    {
        // Half of the squared error for the ranks, half for the degrees.
        var share = tolerance / Math.Sqrt(2);
        var tucker = SequentialSvd.Compute(tensor, share).Tensor;
        var allowed = share * tucker.Norm() / Math.Sqrt(tensor.Rank);
        var core = tucker.Core;
        var functions = new Tensor[tensor.Rank];
        var parameters = (long)core.Length;
        for (var mode = 0; mode < tensor.Rank; mode++)
        {
            cancel.ThrowIfCancellationRequested();
            var n = tensor.Shape[mode];
            var factor = tucker.Factors[mode];
            // The columns weighted by the core: what a polynomial misses of them is what the tensor loses.
            var weights = LinearAlgebra.Cholesky(Weights(core, mode));                                                          // (r, r)
            var polynomials = ChebyshevBasis.Evaluate(Tensor.Identity(n), Tensor.Linspace(-1, 1, n));                          // (n, n), by degree
            var basis = LinearAlgebra.Qr(polynomials);
            var parts = LinearAlgebra.MatMul(basis.Q, LinearAlgebra.MatMul(factor, weights), transposeA: true, transposeB: false);
            var degrees = HigherOrderSvd.RankFor(parts.Square().Sum(1).Sqrt(), allowed);
            var best = LinearAlgebra.MatMul(basis.Q.Slice(1, 0, degrees), factor, transposeA: true, transposeB: false);        // (m, r)
            var coefficients = LinearAlgebra.SolveTriangular(basis.R.Slice(0, 0, degrees).Slice(1, 0, degrees).Contiguous(), best, lower: false);
            functions[mode] = LinearAlgebra.MatMul(polynomials.Slice(1, 0, degrees), coefficients);                            // (n, r)
            // Polynomials on equally spaced points become nearly dependent as their degree grows, until no coefficients give the fit.
            if (LinearAlgebra.MatMul(functions[mode] - factor, weights).FrobeniusNorm() <= allowed * (1 + 1e-6)) factor = coefficients;
            else functions[mode] = factor;
            parameters += factor.Length;
        }
        return new TensorFit(new OnGrid(new TuckerTensor(core, functions), parameters));
    }

    // β₍ₗ₎·β₍ₗ₎ᵀ, lifted so little that no error could show it.
    private static Tensor Weights(Tensor core, int mode)
    {
        var unfolded = ModeProduct.Unfold(core, mode);
        var gram = LinearAlgebra.MatMul(unfolded, unfolded, transposeA: false, transposeB: true);
        return gram + (Tensor.Identity(gram.Rows) * (1e-14 * LinearAlgebra.Trace(gram)));
    }

    // Coefficients of polynomials, looked at on the points of the array.
    private sealed class OnGrid(TuckerTensor values, long parameters) : ITensorFormat
    {
        public IReadOnlyList<int> Shape => values.Shape;

        public long ParameterCount => parameters;

        public Tensor Rebuild() => values.Rebuild();

        public double Norm() => values.Norm();

        public Tensor Entries(IReadOnlyList<int[]> indices) => values.Entries(indices);
    }
}
