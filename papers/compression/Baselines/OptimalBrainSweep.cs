using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// The sweep over columns that GPTQ (Frantar et al., 2022) and SparseGPT (Frantar and Alistarh, 2023) share: one column after the other is set to
/// what a rule says, and after each the columns still to come are moved to where the squared error of the outputs is least (the Optimal Brain
/// Surgeon's update, Hassibi and Stork, 1993). With H⁻¹ = Uᵀ U, U upper triangular, the update of column k after column j is − (w_j − q_j)/U_jj · U_jk; within a
/// block it is made at once, to the columns after the block as one matrix product.
/// </summary>
public static class OptimalBrainSweep
{
    /// <summary>The upper triangular U with H⁻¹ = Uᵀ U.</summary>
    /// <param name="hessian">H, symmetric and positive definite, (inputs, inputs).</param>
    /// <exception cref="ArithmeticException">H is not positive definite.</exception>
    public static Tensor InverseFactor(Tensor hessian)
    {
        // H = R Rᵀ with R upper triangular is the Cholesky factor of the reversed matrix, reversed; then U = R⁻¹.
        int[] reversed = [.. Enumerable.Range(1, hessian.Rows).Select(k => hessian.Rows - k)];
        var upper = LinearAlgebra.Cholesky(hessian.TakeRows(reversed).TakeColumns(reversed)).TakeRows(reversed).TakeColumns(reversed);
        return LinearAlgebra.SolveTriangular(upper, Tensor.Identity(hessian.Rows), lower: false);
    }

    /// <summary>Sweeps.</summary>
    /// <param name="weight">W, (outputs, inputs); it is not changed.</param>
    /// <param name="inverseFactor">U, (inputs, inputs).</param>
    /// <param name="blockSize">The columns of a block; it changes the time, and the result only where the rule looks at blocks.</param>
    /// <param name="rule">What entries are set to.</param>
    /// <returns>What the entries were set to: (outputs, inputs), F64.</returns>
    public static Tensor Run(Tensor weight, Tensor inverseFactor, int blockSize, IColumnRule rule)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        var swept = weight.To(DType.F64).Clone();
        var factor = inverseFactor.Contiguous();
        (int outputs, int inputs) = (swept.Rows, swept.Columns);
        for (int start = 0; start < inputs; start += blockSize)
        {
            int width = Math.Min(blockSize, inputs - start), end = start + width, first = start;
            rule.BeginBlock(start, swept, width);
            var errors = Tensor.Zeros(outputs, width); // (w − q)/U_jj
            Parallel.For(0, outputs, row => SweepRow(swept.RowSpan(row)[first..end], errors.RowSpan(row), factor, row, first, rule));
            if (end == inputs)
                break;
            var rest = factor.Slice(0, start, width).Slice(1, end, inputs - end).Contiguous(); // (width, inputs − end)
            var update = LinearAlgebra.MatMul(errors, rest);                                                // (outputs, inputs − end)
            for (int row = 0; row < outputs; row++)
            {
                var remaining = swept.RowSpan(row)[end..];
                TensorPrimitives.Subtract(remaining, update.RowSpan(row), remaining);
            }
        }

        return swept;
    }

    private static void SweepRow(Span<double> entries, Span<double> errors, Tensor factor, int row, int start, IColumnRule rule)
    {
        for (int j = 0; j < entries.Length; j++)
        {
            double set = rule.Set(row, start + j, entries[j..]);
            var factorRow = factor.RowSpan(start + j).Slice(start + j, entries.Length - j); // U_jj, U_jk, …
            double error = (entries[j] - set) / factorRow[0];
            errors[j] = error;
            TensorPrimitives.MultiplyAdd(factorRow[1..], -error, entries[(j + 1)..], entries[(j + 1)..]);
            entries[j] = set;
        }
    }
}
