using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Higher-order orthogonal iteration (alternating least squares for Tucker): mode by mode, the tensor is projected on the other factors and the
/// factor replaced by the leading left singular vectors. The error never grows.
/// </summary>
public static class OrthogonalIteration
{
    /// <summary>Improves a Tucker approximation at its own ranks.</summary>
    /// <param name="tensor">A: (n₁, …, n_d).</param>
    /// <param name="start">An approximation with orthonormal factors, such as a truncated higher-order SVD.</param>
    /// <param name="sweeps">The most sweeps over all modes.</param>
    /// <param name="tolerance">Stops when a sweep changes the relative fit ‖β‖/‖A‖ by less than this.</param>
    /// <returns>The approximation and the sweeps done. A rank above the product of the others is lowered to it, which changes nothing.</returns>
    /// <exception cref="ShapeException">The approximation is of another shape.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of sweeps is negative.</exception>
    public static (TuckerTensor Tensor, int Sweeps) Refine(Tensor tensor, TuckerTensor start, int sweeps = 10, double tolerance = 1e-12)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sweeps);
        if (!tensor.Shape.SequenceEqual(start.Shape.ToArray()))
            throw new ShapeException($"The approximation has the shape ({string.Join(", ", start.Shape)}), the tensor ({string.Join(", ", tensor.Shape.ToArray())}).");

        Tensor[] factors = [.. start.Factors];
        var core = start.Core;
        var norm = tensor.FrobeniusNorm();
        var fit = core.FrobeniusNorm() / norm;
        var done = 0;
        while (done < sweeps && norm > 0)
        {
            done++;
            for (var mode = 0; mode < factors.Length; mode++)
            {
                var projected = ModeProduct.MultiplyAll(tensor, factors, transposed: true, except: mode); // (r₁, …, n_l, …, r_d)
                var unfolded = ModeProduct.Unfold(projected, mode);                                       // (n_l, product of the other r)
                var (u, _) = LeftSingularVectors.OfTransposed(unfolded.Transpose());
                factors[mode] = u.Slice(1, 0, Math.Min(factors[mode].Columns, u.Columns)).Contiguous();
                if (mode == factors.Length - 1) core = ModeProduct.Multiply(projected, factors[mode].Transpose(), mode);
            }
            var previous = fit;
            fit = core.FrobeniusNorm() / norm;
            if (Math.Abs(fit - previous) < tolerance) break;
        }
        return (new TuckerTensor(core, factors), done);
    }
}
