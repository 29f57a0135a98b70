namespace Praxis.Numerics;

/// <summary>How large a formula may be, so that no text can exhaust memory or stack.</summary>
internal static class ExpressionLimits
{
    /// <summary>The most characters of a text.</summary>
    public const int Length = 20_000;

    /// <summary>The most levels of a formula, written or derived.</summary>
    public const int Depth = 500;

    /// <summary>The most parts of a derived formula.</summary>
    public const int Size = 50_000;

    // A level is printed with at most one pair of parentheses, so that what was printed can be read again.
    public const int Nesting = (2 * Depth) + 2;

    public static ExpressionNode Ensure(ExpressionNode node) =>
        node.Depth > Depth ? throw new ExpressionException($"The formula has {node.Depth} levels of operations; at most {Depth} are taken. Split long sums into groups with parentheses.")
        : node.Size > Size ? throw new ExpressionException($"The formula has {node.Size} parts; at most {Size} are taken.")
        : node;
}
