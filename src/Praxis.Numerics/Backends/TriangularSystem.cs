namespace Praxis.Numerics.Backends;

/// <summary>A system op(T) X = B with a triangular n × n matrix T and n × columns right-hand sides, all row-major.</summary>
internal readonly record struct TriangularSystem(int N, int Columns)
{
    public required bool Lower { get; init; }

    public bool Transpose { get; init; }

    public bool UnitDiagonal { get; init; }

    public required int LeadingT { get; init; }

    public required int LeadingB { get; init; }
}
