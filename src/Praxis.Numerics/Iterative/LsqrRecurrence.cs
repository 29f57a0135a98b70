namespace Praxis.Numerics;

/// <summary>The recurrence of LSQR, in the notation of Paige and Saunders (1982), section 4.</summary>
internal sealed class LsqrRecurrence(Bidiagonalization process) : ILeastSquaresMethod
{
    private Tensor _w = process.V.Clone();
    private double _phiBar = process.Beta;
    private double _rhoBar = process.Alpha;

    public Tensor Solution { get; } = Tensor.Zeros(process.V.Length);

    public double Residual => _phiBar;

    public double NormalResidual { get; private set; }

    public void Advance()
    {
        double rho = double.Hypot(_rhoBar, process.Beta);
        (double c, double s) = (_rhoBar / rho, process.Beta / rho);
        double theta = s * process.Alpha;
        Solution.AddScaled(_w, c * _phiBar / rho);
        _rhoBar = -c * process.Alpha;
        _phiBar *= s;
        _w *= -theta / rho;
        _w.AddScaled(process.V);
        NormalResidual = _phiBar * process.Alpha * Math.Abs(c);
    }
}
