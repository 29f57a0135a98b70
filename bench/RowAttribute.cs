namespace Praxis.Bench;

/// <summary>
/// Marks a static method without parameters that prepares the input of one row of the comparison and returns its
/// <see cref="Work"/>. A function in peers/ carries the same id.
/// </summary>
/// <param name="id">The row's name on both sides.</param>
/// <param name="wanted">The ratio theirs/ours that the row should at least reach; for memory, ours/theirs that it should not exceed.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RowAttribute(string id, double wanted) : Attribute
{
    public string Id { get; } = id;

    public double Wanted { get; } = wanted;

    /// <summary>Which dense backend our side must use (openblas or managed); without it, whichever is chosen at start.</summary>
    public string? Backend { get; init; }

    /// <summary>Who is on the other side.</summary>
    public Peer Peer { get; init; } = Peer.Scipy;

    /// <summary>What is compared.</summary>
    public Quantity Quantity { get; init; } = Quantity.Time;

    /// <summary>What a row of PyTorch's does, in words, for the table.</summary>
    public string Does { get; init; } = "";
}

/// <summary>The other side of a row.</summary>
internal enum Peer
{
    /// <summary>numpy, scipy or scikit-learn.</summary>
    Scipy,

    /// <summary>PyTorch.</summary>
    Torch,
}

/// <summary>What a row compares.</summary>
internal enum Quantity
{
    /// <summary>The median time of a part: the smaller the better.</summary>
    Time,

    /// <summary>The highest resident set of a process that does nothing else.</summary>
    PeakMemory,
}
