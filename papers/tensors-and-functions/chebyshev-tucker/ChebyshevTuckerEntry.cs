using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>
/// The Chebyshev–Tucker format in the family's bench: the array is taken as values on equally spaced points, and the columns of its Tucker factors become polynomials of
/// the lowest degree that keeps the tolerance, fitted by least squares.
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
        var coefficients = new Tensor[tensor.Rank];
        for (var mode = 0; mode < tensor.Rank; mode++)
        {
            cancel.ThrowIfCancellationRequested();
            var n = tensor.Shape[mode];
            // The columns weighted by the core: what a polynomial misses of them is what the tensor loses.
            var weighted = LinearAlgebra.MatMul(tucker.Factors[mode], LinearAlgebra.Cholesky(Weights(core, mode)));                 // (n, r)
            var basis = LinearAlgebra.Qr(ChebyshevBasis.Evaluate(Tensor.Identity(n), Points(n)));                                    // orthonormal polynomials, by degree
            var energies = LinearAlgebra.MatMul(basis.Q, weighted, transposeA: true, transposeB: false).Square().Sum(1).Sqrt();      // (n): what each degree holds
            var degrees = HigherOrderSvd.RankFor(energies, allowed);
            var kept = LinearAlgebra.MatMul(basis.Q.Slice(1, 0, degrees), tucker.Factors[mode], transposeA: true, transposeB: false); // (m, r)
            coefficients[mode] = LinearAlgebra.SolveTriangular(basis.R.Slice(0, 0, degrees).Slice(1, 0, degrees).Contiguous(), kept, lower: false);
        }
        return new TensorFit(new OnGrid(new TuckerTensor(core, coefficients), tensor.Shape.ToArray()));
    }

    // β₍ₗ₎·β₍ₗ₎ᵀ, lifted so little that no error could show it.
    private static Tensor Weights(Tensor core, int mode)
    {
        var unfolded = ModeProduct.Unfold(core, mode);
        var gram = LinearAlgebra.MatMul(unfolded, unfolded, transposeA: false, transposeB: true);
        return gram + (Tensor.Identity(gram.Rows) * (1e-14 * LinearAlgebra.Trace(gram)));
    }

    private static Tensor Points(int n) => Tensor.Linspace(-1, 1, n);

    // Coefficients of polynomials, looked at on the points of the array.
    private sealed class OnGrid(TuckerTensor coefficients, int[] shape) : ITensorFormat
    {
        private readonly TuckerTensor _values = new(coefficients.Core, [.. coefficients.Factors.Select((factor, mode) => ChebyshevBasis.Evaluate(factor, Points(shape[mode])))]);

        public IReadOnlyList<int> Shape => shape;

        public long ParameterCount => coefficients.ParameterCount;

        public Tensor Rebuild() => _values.Rebuild();

        public double Norm() => _values.Norm();

        public Tensor Entries(IReadOnlyList<int[]> indices) => _values.Entries(indices);
    }
}
