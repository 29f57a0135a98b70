namespace Praxis.Numerics;

/// <summary>
/// The Golub–Kahan process for A N, N the preconditioner: after k steps A N V = U B with orthonormal columns and a lower
/// bidiagonal B, whose diagonal is α and whose subdiagonal is β.
/// </summary>
internal sealed class Bidiagonalization
{
    private readonly SolverRun _run;
    private Tensor _u;

    public Bidiagonalization(SolverRun run)
    {
        _run = run;
        Beta = run.RightNorm;
        _u = run.RightSide / Beta;
        V = run.PreconditionTransposed(run.ApplyTransposed(_u));
        Alpha = V.FrobeniusNorm();
        if (Alpha > 0)
            V /= Alpha;
        NormSquared = Alpha * Alpha;
    }

    public double Alpha { get; private set; }

    public double Beta { get; private set; }

    public Tensor V { get; private set; }

    /// <summary>The square of the Frobenius norm of B, which grows towards that of A N.</summary>
    public double NormSquared { get; private set; }

    public void Step()
    {
        _u = _run.Apply(_run.Precondition(V)) - (_u * Alpha);
        Beta = _u.FrobeniusNorm();
        Alpha = 0;
        NormSquared += Beta * Beta;
        if (Beta == 0)
            return;
        _u /= Beta;
        V = _run.PreconditionTransposed(_run.ApplyTransposed(_u)) - (V * Beta);
        Alpha = V.FrobeniusNorm();
        NormSquared += Alpha * Alpha;
        if (Alpha > 0)
            V /= Alpha;
    }
}
