namespace Praxis.Papers.Compression.Pipeline;

/// <summary>What became of one linear map.</summary>
public sealed record LayerReport
{
    /// <summary>The map's name in the model.</summary>
    public required string Name { get; init; }

    /// <summary>Rows of the weight.</summary>
    public required int Outputs { get; init; }

    /// <summary>Columns of the weight.</summary>
    public required int Inputs { get; init; }

    /// <summary>The share that the allocation gave it.</summary>
    public required double Keep { get; init; }

    /// <summary>The form in words: <c>dense</c>, <c>rank 12</c>, <c>4 bits</c>.</summary>
    public required string Form { get; init; }

    /// <summary>The rank, if the form has one.</summary>
    public required int? Rank { get; init; }

    /// <summary>The dense weight's numbers.</summary>
    public required long ParametersBefore { get; init; }

    /// <summary>The form's numbers.</summary>
    public required long ParametersAfter { get; init; }

    /// <summary>The dense weight's bits on disk.</summary>
    public required long BitsBefore { get; init; }

    /// <summary>The form's bits on disk.</summary>
    public required long BitsAfter { get; init; }

    /// <summary>The dense weight's operations for an input row.</summary>
    public required long FlopsBefore { get; init; }

    /// <summary>The form's operations for an input row.</summary>
    public required long FlopsAfter { get; init; }

    /// <summary>‖W − Ŵ‖_F/‖W‖_F.</summary>
    public required double WeightError { get; init; }

    /// <summary>√(mean ‖(W − Ŵ) x‖²/mean ‖W x‖²) over the inputs by which it was compressed.</summary>
    public required double OutputError { get; init; }

    /// <summary>The seconds that compressing it took, without the measuring.</summary>
    public required double Seconds { get; init; }

    /// <summary>The bits for each number of the dense weight.</summary>
    public double BitsPerWeight => (double)BitsAfter / ParametersBefore;
}
