using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The sum, element by element; shapes are broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable operator +(Variable left, Variable right)
    {
        RequireSameType("+", left, right);
        (int[] a, int[] b) = (left.Shape.ToArray(), right.Shape.ToArray());
        return Graph.Record(left.Data + right.Data, (left, g => g.SumTo(a)), (right, g => g.SumTo(b)));
    }

    /// <summary>The difference, element by element; shapes are broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable operator -(Variable left, Variable right)
    {
        RequireSameType("-", left, right);
        (int[] a, int[] b) = (left.Shape.ToArray(), right.Shape.ToArray());
        return Graph.Record(left.Data - right.Data, (left, g => g.SumTo(a)), (right, g => (-g).SumTo(b)));
    }

    /// <summary>The product, element by element; shapes are broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable operator *(Variable left, Variable right)
    {
        RequireSameType("*", left, right);
        return Graph.Record(
            left.Data * right.Data,
            (left, g => (g * right).SumTo(left.Shape)),
            (right, g => (g * left).SumTo(right.Shape)));
    }

    /// <summary>The quotient, element by element; shapes are broadcast.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable operator /(Variable left, Variable right)
    {
        RequireSameType("/", left, right);
        int[] a = left.Shape.ToArray();
        return Graph.Record(
            left.Data / right.Data,
            (left, g => (g / right).SumTo(a)),
            (right, g => (-g * left / right.Square()).SumTo(right.Shape)));
    }

    /// <summary>A number added to every element.</summary>
    public static Variable operator +(Variable left, double right) => Graph.Record(left.Data + right, (left, g => g));

    /// <inheritdoc cref="op_Addition(Variable, double)"/>
    public static Variable operator +(double left, Variable right) => right + left;

    /// <summary>A number taken from every element.</summary>
    public static Variable operator -(Variable left, double right) => Graph.Record(left.Data - right, (left, g => g));

    /// <summary>Every element taken from a number.</summary>
    public static Variable operator -(double left, Variable right) => Graph.Record(left - right.Data, (right, g => -g));

    /// <summary>Every element times a number.</summary>
    public static Variable operator *(Variable left, double right) => Graph.Record(left.Data * right, (left, g => g * right));

    /// <inheritdoc cref="op_Multiply(Variable, double)"/>
    public static Variable operator *(double left, Variable right) => right * left;

    /// <summary>Every element divided by a number.</summary>
    public static Variable operator /(Variable left, double right) => Graph.Record(left.Data / right, (left, g => g / right));

    /// <summary>A number divided by every element.</summary>
    public static Variable operator /(double left, Variable right) =>
        Graph.RecordWithResult(left / right.Data, right, (g, y) => -g * y / right);

    /// <summary>The negative of every element.</summary>
    public static Variable operator -(Variable operand) => Graph.Record(-operand.Data, (operand, g => -g));

    /// <summary>The larger of two elements each; where they are equal, each operand gets half of the gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable Maximum(Variable left, Variable right) =>
        Extreme("Maximum", left, right, Tensor.Maximum(left.Data, right.Data));

    /// <summary>The smaller of two elements each; where they are equal, each operand gets half of the gradient.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public static Variable Minimum(Variable left, Variable right) =>
        Extreme("Minimum", left, right, Tensor.Minimum(left.Data, right.Data));

    private static Variable Extreme(string operation, Variable left, Variable right, Tensor result)
    {
        RequireSameType(operation, left, right);
        return Graph.Record(result, (left, g => Share(g, left, right)), (right, g => Share(g, right, left)));

        Variable Share(Variable g, Variable one, Variable other)
        {
            var mine = Masks.Equal(one.Data.BroadcastTo(result.Shape), result);
            var both = mine * Masks.Equal(other.Data.BroadcastTo(result.Shape), result);
            return (g * (mine - (both * 0.5))).SumTo(one.Shape);
        }
    }

    private static void RequireSameType(string operation, Variable left, Variable right)
    {
        if (left.DType != right.DType)
            throw new ArgumentException($"{operation}: operands of {left.DType} and {right.DType} do not mix; convert one with To(…).");
    }
}
