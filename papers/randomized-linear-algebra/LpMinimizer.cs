using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>
/// Minimises ‖A x‖ₚᵖ subject to cᵀx = 1 for many c at once, by iteratively reweighted least squares: with w = |A x|^(p−2) and
/// M = Aᵀ diag(w) A the next x is M⁻¹c/(cᵀM⁻¹c). For p > 2 the step is divided by p − 1, which makes it Newton's, and halved where
/// the norm does not fall. Both ℓₚ sensitivities (c a row of A) and ℓₚ regression (c the last unit vector) are of this form.
/// </summary>
internal static class LpMinimizer
{
    private const int AtOnce = 128;
    private const int BlockRows = 512;

    /// <summary>Minimises for each constraint.</summary>
    /// <param name="a">(n, d), best with orthonormal columns; of full column rank.</param>
    /// <param name="constraints">One c in each row, not zero: (k, d).</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="steps">The most passes over A.</param>
    /// <param name="tolerance">A constraint is done when a full step lowers ‖A x‖ₚᵖ by less than this share.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>x of each constraint (k, d), and ‖A x‖ₚᵖ (k).</returns>
    public static (Tensor X, double[] Values) Minimize(
        Tensor a, Tensor constraints, double p, int steps, double tolerance, CancellationToken cancel = default)
    {
        LpPower.Require(p);
        var x = Tensor.Zeros(constraints.Rows, a.Columns); // (k, d)
        var values = new double[constraints.Rows];
        for (var first = 0; first < constraints.Rows; first += AtOnce)
        {
            var count = Math.Min(AtOnce, constraints.Rows - first);
            var found = MinimizeBatch(a, constraints.Slice(0, first, count).Contiguous(), p, steps, tolerance, cancel);
            x.Slice(0, first, count).CopyFrom(found);
            LpPower.Norms(a, found, p).CopyTo(values, first);
        }
        return (x, values);
    }

    private static Tensor MinimizeBatch(Tensor a, Tensor c, double p, int steps, double tolerance, CancellationToken cancel)
    {
        var (count, d) = (c.Rows, c.Columns);
        var fullStep = p > 2 ? 1 / (p - 1) : 1;
        var best = Tensor.Zeros(count, d);      // x with the smallest norm so far
        var direction = Tensor.Zeros(count, d); // towards the reweighted solution
        var trial = Start(a, c);                // (count, d)
        var step = new double[count];
        var done = new bool[count];
        double[] value = [.. Enumerable.Repeat(double.PositiveInfinity, count)];
        double[] floor = [.. LpPower.Norms(a, trial, p).Select(norm => 1e-7 * Math.Pow(norm / a.Rows, 1 / p))]; // η
        var matrix = new double[d * d];
        for (var pass = 0; pass < steps && !done.All(finished => finished); pass++)
        {
            cancel.ThrowIfCancellationRequested();
            var (norms, grams) = Reweigh(a, trial, p, floor);
            for (var k = 0; k < count; k++)
            {
                if (done[k]) continue;
                if (norms[k] <= value[k])
                {
                    done[k] = step[k] >= fullStep && value[k] - norms[k] <= tolerance * norms[k];
                    value[k] = norms[k];
                    trial.RowSpan(k).CopyTo(best.RowSpan(k));
                    // x_IRLS − x
                    var toward = direction.RowSpan(k);
                    Unpack(grams, k, count, d, matrix);
                    c.RowSpan(k).CopyTo(toward);
                    SmallCholesky.Solve(matrix, toward); // M⁻¹c
                    TensorPrimitives.Divide(toward, TensorPrimitives.Dot<double>(c.RowSpan(k), toward), toward);
                    TensorPrimitives.Subtract(toward, best.RowSpan(k), toward);
                    step[k] = fullStep;
                }
                else
                {
                    step[k] /= 2;
                    done[k] = step[k] < 1e-6;
                }
                TensorPrimitives.MultiplyAdd(direction.RowSpan(k), step[k], best.RowSpan(k), trial.RowSpan(k));
            }
        }
        return best;
    }

    /// <summary>The solution for p = 2.</summary>
    private static Tensor Start(Tensor a, Tensor c)
    {
        var d = c.Columns;
        var gram = LinearAlgebra.MatMul(a, a, true, false).ToArray(); // (d, d)
        var x = c.Clone();
        for (var k = 0; k < c.Rows; k++)
        {
            SmallCholesky.Solve([.. gram], x.RowSpan(k));
            TensorPrimitives.Divide(x.RowSpan(k), TensorPrimitives.Dot<double>(c.RowSpan(k), x.RowSpan(k)), x.RowSpan(k));
        }
        return x;
    }

    /// <summary>‖A x‖ₚᵖ and the lower triangle of M = Aᵀ diag(w) A for every x, with one product for all: row products of A times all weights.</summary>
    private static (double[] Norms, Tensor Grams) Reweigh(Tensor a, Tensor x, double p, double[] floor)
    {
        var (count, d) = (x.Rows, x.Columns);
        var norms = new double[count];
        var grams = Tensor.Zeros(d * (d + 1) / 2, count); // (pairs, k)
        for (var start = 0; start < a.Rows; start += BlockRows)
        {
            var length = Math.Min(BlockRows, a.Rows - start);
            var block = a.Slice(0, start, length);                      // (block, d)
            var y = LinearAlgebra.MatMul(block, x, false, true);        // (block, k)
            var weights = Tensor.Zeros(length, count);                  // (block, k)
            var ys = y.AsSpan();
            var ws = weights.AsSpan();
            TensorPrimitives.Abs(ys, ys);
            for (var row = 0; row < length; row++)
                TensorPrimitives.Max(ys.Slice(row * count, count), floor, ws.Slice(row * count, count)); // max(|aᵀx|, η)
            LpPower.Raise(ws, p - 2, ws);
            TensorPrimitives.Multiply(ys, ys, ys);
            TensorPrimitives.Multiply(ys, ws, ys);                      // |aᵀx|^p
            for (var row = 0; row < length; row++) TensorPrimitives.Add(norms, ys.Slice(row * count, count), norms);
            grams.AddScaled(LinearAlgebra.MatMul(RowProducts(block), weights, true, false));
        }
        return (norms, grams);
    }

    /// <summary>The products a_r·a_s, r ≥ s, of each row: (block, pairs).</summary>
    private static Tensor RowProducts(Tensor block)
    {
        var d = block.Columns;
        var products = Tensor.Zeros(block.Rows, d * (d + 1) / 2);
        for (var i = 0; i < block.Rows; i++)
        {
            var row = block.RowSpan(i);
            for (var r = 0; r < d; r++) TensorPrimitives.Multiply(row[..(r + 1)], row[r], products.RowSpan(i).Slice(r * (r + 1) / 2, r + 1));
        }
        return products;
    }

    private static void Unpack(Tensor grams, int k, int count, int d, double[] matrix)
    {
        var packed = grams.AsSpan();
        for (int r = 0, pair = 0; r < d; r++)
            for (var s = 0; s <= r; s++, pair++)
                matrix[r * d + s] = packed[pair * count + k];
    }
}
