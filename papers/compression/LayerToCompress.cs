namespace Praxis.Papers.Compression;

/// <summary>A linear map as an allocation sees it. The weight is read when it is asked for, so that not all of a model's need be in memory.</summary>
public sealed record LayerToCompress
{
    private readonly Func<Tensor> _read;

    /// <summary>A map whose weight is read when it is asked for.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="outputs">Rows of the weight.</param>
    /// <param name="inputs">Columns of the weight.</param>
    /// <param name="read">Gives the weight, (outputs, inputs).</param>
    /// <param name="statistics">What is known of its inputs and gradients.</param>
    /// <exception cref="ArgumentException">The statistics are of another number of inputs.</exception>
    public LayerToCompress(string name, int outputs, int inputs, Func<Tensor> read, LayerStatistics statistics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        if (statistics.Inputs != inputs)
            throw new ArgumentException($"{name} has {inputs} inputs and its statistics are of {statistics.Inputs}.", nameof(statistics));
        (Name, Outputs, Inputs, Statistics, _read) = (name, outputs, inputs, statistics, read);
    }

    /// <summary>A map whose weight is in memory.</summary>
    /// <param name="name">Its name in the model.</param>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="statistics">What is known of its inputs and gradients.</param>
    public LayerToCompress(string name, Tensor weight, LayerStatistics statistics)
        : this(name, weight.Rows, weight.Columns, () => weight, statistics)
    {
    }

    /// <summary>The name in the model.</summary>
    public string Name { get; }

    /// <summary>Rows of the weight.</summary>
    public int Outputs { get; }

    /// <summary>Columns of the weight.</summary>
    public int Inputs { get; }

    /// <summary>What is known of its inputs and gradients.</summary>
    public LayerStatistics Statistics { get; }

    /// <summary>The numbers of the dense weight.</summary>
    public long Parameters => (long)Outputs * Inputs;

    /// <summary>The weight, (outputs, inputs), F32 or F64; not to be changed.</summary>
    public Tensor ReadWeight() => _read();
}
