namespace Praxis.Numerics;

/// <summary>The recurrence of LSMR, in the notation of Fong and Saunders (2011), sections 2 and 5.</summary>
internal sealed class LsmrRecurrence(Bidiagonalization process) : ILeastSquaresMethod
{
    private Tensor _h = process.V.Clone();
    private Tensor _hBar = Tensor.Zeros(process.V.Length);
    private double _alphaBar = process.Alpha;
    private double _zetaBar = process.Alpha * process.Beta;
    private double _zeta;
    private double _rho = 1;
    private double _rhoBar = 1;
    private double _cBar = 1;
    private double _sBar;

    // For the estimate of ‖r‖ (section 5.2).
    private double _betaDoubleDot = process.Beta;
    private double _betaDot;
    private double _rhoDot = 1;
    private double _tauTilde;
    private double _thetaTilde;

    public Tensor Solution { get; } = Tensor.Zeros(process.V.Length);

    public double Residual { get; private set; } = process.Beta;

    public double NormalResidual => Math.Abs(_zetaBar);

    public void Advance()
    {
        (double oldRho, double oldRhoBar, double oldZeta) = (_rho, _rhoBar, _zeta);
        _rho = double.Hypot(_alphaBar, process.Beta);
        (double c, double s) = (_alphaBar / _rho, process.Beta / _rho);
        double theta = s * process.Alpha;
        _alphaBar = c * process.Alpha;

        double thetaBar = _sBar * _rho;
        double diagonal = _cBar * _rho;
        _rhoBar = double.Hypot(diagonal, theta);
        (_cBar, _sBar) = (diagonal / _rhoBar, theta / _rhoBar);
        _zeta = _cBar * _zetaBar;
        _zetaBar *= -_sBar;

        _hBar *= -thetaBar * _rho / (oldRho * oldRhoBar);
        _hBar.AddScaled(_h);
        Solution.AddScaled(_hBar, _zeta / (_rho * _rhoBar));
        _h *= -theta / _rho;
        _h.AddScaled(process.V);

        double betaHat = c * _betaDoubleDot;
        _betaDoubleDot *= -s;
        double oldThetaTilde = _thetaTilde;
        double rhoTilde = double.Hypot(_rhoDot, thetaBar);
        (double cTilde, double sTilde) = (_rhoDot / rhoTilde, thetaBar / rhoTilde);
        _thetaTilde = sTilde * _rhoBar;
        _rhoDot = cTilde * _rhoBar;
        _betaDot = (cTilde * betaHat) - (sTilde * _betaDot);
        _tauTilde = (oldZeta - (oldThetaTilde * _tauTilde)) / rhoTilde;
        double tauDot = (_zeta - (_thetaTilde * _tauTilde)) / _rhoDot;
        Residual = double.Hypot(_betaDot - tauDot, _betaDoubleDot);
    }
}
