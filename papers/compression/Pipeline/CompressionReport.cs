namespace Praxis.Papers.Compression.Pipeline;

/// <summary>What became of a model's linear maps.</summary>
/// <param name="Compressor">The compressor's name.</param>
/// <param name="Allocation">The allocation's name.</param>
/// <param name="Keep">The share that was to be kept.</param>
/// <param name="Unit">What the share counts.</param>
/// <param name="Layers">The maps in their order.</param>
/// <param name="AllocationSeconds">The seconds that the allocation took.</param>
public sealed record CompressionReport(
    string Compressor,
    string Allocation,
    double Keep,
    BudgetUnit Unit,
    IReadOnlyList<LayerReport> Layers,
    double AllocationSeconds)
{
    /// <summary>The dense weights' numbers.</summary>
    public long ParametersBefore => Layers.Sum(layer => layer.ParametersBefore);

    /// <summary>The forms' numbers.</summary>
    public long ParametersAfter => Layers.Sum(layer => layer.ParametersAfter);

    /// <summary>The dense weights' bits on disk.</summary>
    public long BitsBefore => Layers.Sum(layer => layer.BitsBefore);

    /// <summary>The forms' bits on disk.</summary>
    public long BitsAfter => Layers.Sum(layer => layer.BitsAfter);

    /// <summary>The dense weights' operations for an input row.</summary>
    public long FlopsBefore => Layers.Sum(layer => layer.FlopsBefore);

    /// <summary>The forms' operations for an input row.</summary>
    public long FlopsAfter => Layers.Sum(layer => layer.FlopsAfter);

    /// <summary>The seconds of allocation and compression, without the measuring of errors.</summary>
    public double Seconds => AllocationSeconds + Layers.Sum(layer => layer.Seconds);

    /// <summary>The share that is kept in fact, in what the budget counts.</summary>
    public double Kept => Unit switch
    {
        BudgetUnit.Parameters => (double)ParametersAfter / ParametersBefore,
        BudgetUnit.Bits => (double)BitsAfter / BitsBefore,
        _ => (double)FlopsAfter / FlopsBefore,
    };
}
