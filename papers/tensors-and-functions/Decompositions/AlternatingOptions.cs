namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>When an alternating decomposition stops.</summary>
public sealed record AlternatingOptions
{
    /// <summary>The most sweeps over all modes, at least 1.</summary>
    public int Sweeps { get; init; } = 50;

    /// <summary>Stops when a sweep lowers the relative error by less than this; 0 does all sweeps.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Sweeps, 1, nameof(Sweeps));
        if (!(Tolerance >= 0)) throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be at least 0.");
    }

    internal bool Finished(List<double> errors) => errors.Count >= Sweeps || (Tolerance > 0 && errors.Count > 1 && errors[^2] - errors[^1] < Tolerance);
}

/// <summary>What an alternating decomposition found.</summary>
/// <typeparam name="TFormat">The format.</typeparam>
/// <param name="Tensor">The decomposition.</param>
/// <param name="Errors">
/// The relative Frobenius error after each sweep, from norms and inner products: it never grows by more than rounding, and below 1e-7 it is mostly rounding.
/// </param>
public sealed record AlternatingResult<TFormat>(TFormat Tensor, IReadOnlyList<double> Errors)
    where TFormat : ITensorFormat;
