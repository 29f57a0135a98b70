namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>What the arms of one seed gave. Losses are nats a token on test books.</summary>
internal sealed record FactorRun
{
    /// <summary>Loss after training, by arm.</summary>
    public required Dictionary<string, double> Trained { get; init; }

    /// <summary>Loss before any training, by arm.</summary>
    public required Dictionary<string, double> Untrained { get; init; }

    /// <summary>Loss of the taught student if the closest slices are picked.</summary>
    public required double Closest { get; init; }

    /// <summary>The share of closest slices that the taught routers pick, mean over layers.</summary>
    public required double Agreement { get; init; }

    /// <summary>The same if always the slices are picked that were most often the closest on training text.</summary>
    public required double AgreementOfMostFrequent { get; init; }

    /// <summary>How often experts are picked for texts of both kinds, by kind, layer and expert: shares.</summary>
    public required double[][][] Usage { get; init; }

    /// <summary>Bits that a token's expert tells of its text's kind, by layer.</summary>
    public required double[] Bits { get; init; }

    /// <summary>The same by chance.</summary>
    public required double[] BitsByChance { get; init; }
}
