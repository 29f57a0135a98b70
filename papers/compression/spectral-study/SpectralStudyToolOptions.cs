using Praxis.Lab;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>What <c>praxis use spectral-study</c> takes.</summary>
public sealed record SpectralStudyToolOptions
{
    /// <summary>The samples.</summary>
    [Input("MATRIX", "Activations or other data, one sample a row: .npy, .npz, .csv, .tsv or .mtx")]
    public required InputFile Matrix { get; init; }

    /// <summary>How the noise is measured.</summary>
    [Option("How the variance of the noise is read off the eigenvalues")]
    public NoiseEstimate Noise { get; init; } = NoiseEstimate.LawMedian;

    /// <summary>Whether columns are brought to one size.</summary>
    [Option("Divide every column by its standard deviation first, for columns of different units; a signal that lies in one column alone is lost by it")]
    public bool Standardise { get; init; }
}
