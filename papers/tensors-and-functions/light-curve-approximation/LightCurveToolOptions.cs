using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>What <c>praxis use light-curve-approximation</c> takes.</summary>
public sealed record LightCurveToolOptions
{
    /// <summary>The observations.</summary>
    [Input("OBSERVATIONS", "Table (.csv, .tsv) of one object with the columns time, flux, band and, if known, flux_err; a band is a name or a wavelength in Å")]
    public required InputFile Observations { get; init; }

    /// <summary>The wavelengths of the bands.</summary>
    [Option("Wavelengths of the bands in Å, such as g=4741.64,r=6173.23; u, g, r, i, z and y are known", ValueName = "BAND=Å,…")]
    public string[] Wavelengths { get; init; } = [];

    /// <summary>The model.</summary>
    [Option("Which model makes the curves: a perceptron, a Bayesian network, or a Gaussian process")]
    public LightCurveChoice Model { get; init; } = LightCurveChoice.Perceptron;

    /// <summary>The size of the grid.</summary>
    [Option("Times of the regular grid, for each band", Minimum = 2, Maximum = 100_000, ValueName = "N")]
    public int Points { get; init; } = 100;

    /// <summary>Whether negative predictions stay.</summary>
    [Option("Keep negative fluxes of the curves instead of setting them to 0 (for signals that have a sign)")]
    public bool KeepNegative { get; init; }
}

/// <summary>The models on offer.</summary>
public enum LightCurveChoice
{
    /// <summary>Two hidden layers, L-BFGS.</summary>
    Perceptron,
    /// <summary>Weights with uncertainty.</summary>
    Bayesian,
    /// <summary>The standard, with the stated errors.</summary>
    Gaussian,
}
