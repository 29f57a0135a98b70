namespace Praxis.Bench;

/// <summary>
/// Marks a static method without parameters that prepares the input of one row of the comparison and returns its
/// <see cref="Work"/>. A function in peers/ carries the same id.
/// </summary>
/// <param name="id">The row's name on both sides.</param>
/// <param name="wanted">The ratio theirs/ours that the row should at least reach.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RowAttribute(string id, double wanted) : Attribute
{
    public string Id { get; } = id;

    public double Wanted { get; } = wanted;

    /// <summary>Which dense backend our side must use (openblas or managed); without it, whichever is chosen at start.</summary>
    public string? Backend { get; init; }
}
