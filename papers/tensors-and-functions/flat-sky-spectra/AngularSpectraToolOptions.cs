using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>What <c>praxis use flat-sky-spectra</c> takes.</summary>
public sealed record AngularSpectraToolOptions
{
    /// <summary>The power spectrum.</summary>
    [Input("SPECTRUM", "Two columns, k in h/Mpc and P(k) today, at least 8 rows: .csv, .tsv, .npy, .npz or .mtx; without it the shape of Bardeen et al. (1986), not normalised")]
    public InputFile? Spectrum { get; init; }

    /// <summary>The redshift of the first window.</summary>
    [Option("Redshift of the first window", Above = 0, Maximum = 1000)]
    public double Z { get; init; } = 1;

    /// <summary>The width of the first window.</summary>
    [Option("Width σ_z of the first window, a Gaussian", Above = 0, Maximum = 100)]
    public double Sigma { get; init; } = 0.05;

    /// <summary>The redshift of the second window.</summary>
    [Option("Redshift of the second window; without it as the first", Above = 0, Maximum = 1000)]
    public double? Z2 { get; init; }

    /// <summary>The width of the second window.</summary>
    [Option("Width σ_z of the second window; without it as the first", Above = 0, Maximum = 100)]
    public double? Sigma2 { get; init; }

    /// <summary>The multipoles.</summary>
    [Option("Multipoles ℓ, whole numbers", Minimum = 2, Maximum = 20_000, ValueName = "L,L,…")]
    public double[] Multipoles { get; init; } = [2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500];

    /// <summary>The share of matter.</summary>
    [Option("Ω_m of a flat universe with Λ", Above = 0, Below = 1)]
    public double Matter { get; init; } = 0.3096;

    /// <summary>Whether the exact spectrum is computed, too.</summary>
    [Option("Compute the full sky, too, with spherical Bessel functions, and measure the error; takes seconds for wide windows and ℓ above 200")]
    public bool Full { get; init; }
}
