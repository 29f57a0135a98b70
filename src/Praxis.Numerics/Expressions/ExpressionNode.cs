namespace Praxis.Numerics;

/// <summary>A part of a formula. Parts may be shared; size and depth count as if they were not.</summary>
internal abstract class ExpressionNode(int depth, long size, bool varies)
{
    /// <summary>Levels below and with this one.</summary>
    public int Depth { get; } = depth;

    /// <summary>Parts below and with this one.</summary>
    public long Size { get; } = size;

    /// <summary>Whether a variable occurs in it.</summary>
    public bool Varies { get; } = varies;
}

/// <summary>A number as written: finite, not negative.</summary>
internal sealed class NumberNode(double value) : ExpressionNode(1, 1, false)
{
    public double Value { get; } = value;
}

/// <summary>A number with a name.</summary>
internal sealed class ConstantNode(string name, double value) : ExpressionNode(1, 1, false)
{
    public string Name { get; } = name;

    public double Value { get; } = value;
}

/// <summary>A variable, by its place among the variables.</summary>
internal sealed class VariableNode(int index) : ExpressionNode(1, 1, true)
{
    public int Index { get; } = index;
}

/// <summary>An operation on one part.</summary>
internal sealed class UnaryNode(Operation operation, ExpressionNode operand) : ExpressionNode(operand.Depth + 1, operand.Size + 1, operand.Varies)
{
    public Operation Operation { get; } = operation;

    public ExpressionNode Operand { get; } = operand;
}

/// <summary>An operation on two parts.</summary>
internal sealed class BinaryNode(Operation operation, ExpressionNode left, ExpressionNode right)
    : ExpressionNode(Math.Max(left.Depth, right.Depth) + 1, left.Size + right.Size + 1, left.Varies || right.Varies)
{
    public Operation Operation { get; } = operation;

    public ExpressionNode Left { get; } = left;

    public ExpressionNode Right { get; } = right;
}
