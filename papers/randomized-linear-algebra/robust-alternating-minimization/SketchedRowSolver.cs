using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>
/// The paper's fast regression: a sketch S A of few rows gives a preconditioner R (its QR factor) with κ(A R⁻¹) = O(1), and
/// O(log 1/η) steps of conjugate gradients on the preconditioned problem do the rest, each in O(N k).
/// </summary>
/// <param name="tolerance">η: stop when ‖R⁻ᵀAᵀ(b − A x)‖ ≤ η·‖R⁻ᵀAᵀb‖.</param>
/// <param name="sketchFactor">The sketch has this many times k rows; blocks of no more rows are solved without a sketch.</param>
/// <param name="nonZeros">Entries of a column of the sketch (OSNAP).</param>
/// <param name="mostSteps">Never more steps than this.</param>
public sealed class SketchedRowSolver(double tolerance, int sketchFactor = 4, int nonZeros = 2, int mostSteps = 100) : IRowSolver
{
    private readonly double _tolerance = tolerance is > 0 and < 1 ? tolerance : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "The tolerance must lie between 0 and 1.");
    private readonly int _factor = sketchFactor >= 2 ? sketchFactor : throw new ArgumentOutOfRangeException(nameof(sketchFactor), sketchFactor, "The sketch needs at least twice as many rows as there are columns.");

    /// <inheritdoc/>
    public RowSolution Solve(Tensor a, Tensor b, ReadOnlySpan<double> warm, RandomStream random)
    {
        var (n, k) = (a.Rows, a.Columns);
        var sketchRows = _factor * k;
        if (n <= sketchRows)
        {
            // Sketching so short a block costs more than it saves.
            return new RowSolution(LinearAlgebra.LeastSquares(a, b).Solution.ToArray(), 0, 2L * n * k * k, k * k);
        }
        var sketch = SparseSketch.Draw(sketchRows, n, nonZeros, random);
        var (q, r) = LinearAlgebra.Qr(sketch.Apply(a));                   // S A = Q R: (s, k), (k, k)
        long entryOperations = (long)nonZeros * n * (k + 1), basisOperations = 2L * sketchRows * k * k;
        var upper = r.ToArray();
        for (var i = 0; i < k; i++)
            if (!(Math.Abs(upper[i * k + i]) > 1e-12 * Math.Abs(upper[0])))
                return new RowSolution(LinearAlgebra.LeastSquares(a, b).Solution.ToArray(), 0, entryOperations + 2L * n * k * k, basisOperations);

        var x = new double[k];
        if (warm.Length == k) warm.CopyTo(x);
        else
        {
            LinearAlgebra.MatVec(q.Transpose(), sketch.Apply(b)).AsSpan().CopyTo(x); // x₀ = R⁻¹ Qᵀ S b
            SolveUpper(upper, x, k);
            basisOperations += (long)sketchRows * k + k * k / 2;
        }
        var steps = Iterate(a.AsSpan(), b.AsSpan(), upper, x, n, k);
        return new RowSolution(x, steps, entryOperations + (2L * steps + 3) * n * k, basisOperations + (steps + 2L) * k * k);
    }

    /// <summary>Conjugate gradients on the normal equations of min ‖A R⁻¹ y − b‖, in terms of x = R⁻¹ y.</summary>
    private int Iterate(ReadOnlySpan<double> a, ReadOnlySpan<double> b, double[] upper, double[] x, int n, int k)
    {
        double[] residual = new double[n], image = new double[n], gradient = new double[k], direction = new double[k], step = new double[k];
        MultiplyTransposed(a, b, gradient, k);
        SolveUpperTransposed(upper, gradient, k);
        var goal = _tolerance * TensorPrimitives.Norm<double>(gradient);  // η·‖R⁻ᵀAᵀb‖
        Multiply(a, x, image, k);
        TensorPrimitives.Subtract(b, image, residual);                    // r = b − A x
        MultiplyTransposed(a, residual, gradient, k);
        SolveUpperTransposed(upper, gradient, k);                         // g = R⁻ᵀAᵀr
        gradient.CopyTo(direction, 0);
        var square = TensorPrimitives.SumOfSquares<double>(gradient);
        var steps = 0;
        while (steps < mostSteps && Math.Sqrt(square) > goal)
        {
            direction.CopyTo(step, 0);
            SolveUpper(upper, step, k);                                   // R⁻¹ p
            Multiply(a, step, image, k);                                  // q = A R⁻¹ p
            var alpha = square / TensorPrimitives.SumOfSquares<double>(image);
            if (!double.IsFinite(alpha)) break;
            TensorPrimitives.MultiplyAdd(step, alpha, x, x);
            TensorPrimitives.MultiplyAdd(image, -alpha, residual, residual);
            MultiplyTransposed(a, residual, gradient, k);
            SolveUpperTransposed(upper, gradient, k);
            var next = TensorPrimitives.SumOfSquares<double>(gradient);
            TensorPrimitives.MultiplyAdd(direction, next / square, gradient, direction); // p = g + β p
            square = next;
            steps++;
        }
        return steps;
    }

    private static void Multiply(ReadOnlySpan<double> a, ReadOnlySpan<double> x, Span<double> image, int k)
    {
        for (var i = 0; i < image.Length; i++) image[i] = TensorPrimitives.Dot(a.Slice(i * k, k), x);
    }

    private static void MultiplyTransposed(ReadOnlySpan<double> a, ReadOnlySpan<double> y, Span<double> image, int k)
    {
        image.Clear();
        for (var i = 0; i < y.Length; i++) TensorPrimitives.MultiplyAdd(a.Slice(i * k, k), y[i], image, image);
    }

    private static void SolveUpper(double[] upper, Span<double> x, int k)
    {
        for (var i = k - 1; i >= 0; i--)
        {
            for (var j = i + 1; j < k; j++) x[i] -= upper[i * k + j] * x[j];
            x[i] /= upper[i * k + i];
        }
    }

    private static void SolveUpperTransposed(double[] upper, Span<double> x, int k)
    {
        for (var i = 0; i < k; i++)
        {
            x[i] /= upper[i * k + i];
            for (var j = i + 1; j < k; j++) x[j] -= upper[i * k + j] * x[i];
        }
    }
}
