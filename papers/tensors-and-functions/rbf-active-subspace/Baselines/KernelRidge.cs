using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>Kernel ridge regression with a Gaussian kernel of one width for all inputs; width and ridge are chosen on a held-out quarter.</summary>
internal static class KernelRidge
{
    private static readonly double[] Widths = [0.25, 0.5, 1, 2], Ridges = [1e-6, 1e-4, 1e-2, 1e-1];

    /// <summary>Trains.</summary>
    /// <returns>Predictions (rows, outputs) for rows (rows, d).</returns>
    public static Func<Tensor, Tensor> Fit(Tensor x, Tensor y, RandomStream random)
    {
        List<Func<Tensor, Tensor, Func<Tensor, Tensor>>> candidates =
            [.. from width in Widths from ridge in Ridges select (Func<Tensor, Tensor, Func<Tensor, Tensor>>)((xs, ys) => Solve(xs, ys, width, ridge))];
        return HeldOutQuarter.Choose(candidates, (predict, rows) => predict(rows), x, y, random).Model;
    }

    // The width is in units of √(2d), the typical distance of two standardised rows.
    private static Func<Tensor, Tensor> Solve(Tensor x, Tensor y, double width, double ridge)
    {
        var inputs = Standardization.Of(x);
        var outputs = Standardization.Of(y, together: true);
        var scale = 1 / (width * Math.Sqrt(2 * x.Columns));
        var z = inputs.Apply(x) * scale;                     // (n, d)
        var kernel = NetworkObjective.Features(z, z);        // (n, n)
        for (var i = 0; i < kernel.Rows; i++) kernel[i, i] += ridge * kernel.Rows;
        var factor = LinearAlgebra.CholeskyWithJitter((kernel + kernel.Transpose()) / 2).L;
        var weights = LinearAlgebra.SolveTriangular(factor, LinearAlgebra.SolveTriangular(factor, outputs.Apply(y), lower: true), lower: true, transpose: true); // (n, outputs)
        return rows => outputs.Undo(LinearAlgebra.MatMul(NetworkObjective.Features(inputs.Apply(rows) * scale, z), weights));
    }
}
