namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>How a tensor with missing entries is fitted.</summary>
public sealed record CompletionOptions
{
    /// <summary>λ: the squares of all parameters, times this, are added to the squared residuals. Above 0, so that rows without observations have a solution.</summary>
    public double Ridge { get; init; } = 1e-2;

    /// <summary>The most sweeps over all modes, at least 1.</summary>
    public int Sweeps { get; init; } = 100;

    /// <summary>Stops when a sweep lowers the objective by less than this share.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Check()
    {
        if (Ridge is not (> 0 and < double.PositiveInfinity)) throw new ArgumentOutOfRangeException(nameof(Ridge), Ridge, "The ridge must be above 0 and finite.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Sweeps, 1, nameof(Sweeps));
        if (!(Tolerance >= 0)) throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be at least 0.");
    }
}

/// <summary>A tensor fitted to some of its entries.</summary>
/// <typeparam name="TFormat">The tensor's format.</typeparam>
/// <param name="Tensor">The fit; <see cref="ITensorFormat.Entries"/> predicts missing entries.</param>
/// <param name="Objectives">‖residuals‖² + λ‖parameters‖² after each sweep; it never grows.</param>
/// <param name="RootMeanSquare">The root mean square of the residuals on the observed entries.</param>
public sealed record Completion<TFormat>(TFormat Tensor, IReadOnlyList<double> Objectives, double RootMeanSquare)
    where TFormat : ITensorFormat;
