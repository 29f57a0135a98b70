namespace Praxis.Numerics.Backends;

/// <summary>
/// A system op(T) X = B with a triangular n × n matrix T and n × columns right-hand sides, or X op(T) = B with rows × n ones; all
/// row-major.
/// </summary>
/// <param name="N">The order of T.</param>
/// <param name="Sides">How many right-hand sides: the columns of B, or its rows when T stands on the right.</param>
internal readonly record struct TriangularSystem(int N, int Sides)
{
    public required bool Lower { get; init; }

    public bool Right { get; init; }

    public bool Transpose { get; init; }

    public bool UnitDiagonal { get; init; }

    public required int LeadingT { get; init; }

    public required int LeadingB { get; init; }
}
