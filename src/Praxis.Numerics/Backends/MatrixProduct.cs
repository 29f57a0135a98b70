namespace Praxis.Numerics.Backends;

/// <summary>
/// The shape of a product C (m × n) = op(A) (m × k) · op(B) (k × n), all row-major. A leading dimension is the distance
/// in memory between the rows as they are stored, before op transposes them.
/// </summary>
internal readonly record struct MatrixProduct(int M, int N, int K)
{
    public bool TransposeA { get; init; }

    public bool TransposeB { get; init; }

    /// <summary>Whether only the lower triangle of C is wanted; what is above it may then hold anything afterwards.</summary>
    public bool LowerOnly { get; init; }

    public required int LeadingA { get; init; }

    public required int LeadingB { get; init; }

    public required int LeadingC { get; init; }
}
