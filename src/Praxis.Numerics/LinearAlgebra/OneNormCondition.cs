namespace Praxis.Numerics;

/// <summary>
/// The condition number ‖A‖₁ ‖A⁻¹‖₁ estimated from a few solves: N. J. Higham, "FORTRAN codes for estimating the one-norm of
/// a real or complex matrix", ACM TOMS 14 (1988). The estimate is a lower bound and rarely off by more than 3.
/// </summary>
internal static class OneNormCondition
{
    private const int MaximumSteps = 5;

    public static double Estimate(Tensor a, LuDecomposition lu) => a.Rows == 0 ? 0 : a.Abs().Sum(0).Max() * InverseNorm(lu, a.Rows);

    private static double InverseNorm(LuDecomposition lu, int n)
    {
        var x = Tensor.Full(1.0 / n, n);
        double estimate = 0;
        int last = -1;
        for (int step = 0; step < MaximumSteps; step++)
        {
            var y = lu.Solve(x);
            double norm = y.Abs().Sum();
            if (step > 0 && norm <= estimate)
                break;
            estimate = norm;
            var gradient = lu.SolveTransposed(y.Map(value => value >= 0 ? 1 : -1));
            int steepest = gradient.Abs().ArgMax();
            if (steepest == last || gradient.MaxAbs() <= LinearAlgebra.Dot(gradient, x))
                break;
            last = steepest;
            x = Tensor.Zeros(n);
            x[steepest] = 1;
        }

        // A probe with alternating signs catches the rare matrices that deceive the ascent.
        var probe = Tensor.Zeros(n);
        for (int i = 0; i < n; i++)
            probe[i] = (i % 2 == 0 ? 1 : -1) * (1 + (n > 1 ? (double)i / (n - 1) : 0));
        double probed = 2 * lu.Solve(probe).Abs().Sum() / (3 * n);
        return Math.Max(estimate, probed);
    }
}
