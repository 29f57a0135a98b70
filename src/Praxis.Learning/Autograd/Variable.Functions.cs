using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>eˣ of every element.</summary>
    public Variable Exp() => Graph.RecordWithResult(Data.Exp(), this, (g, y) => g * y);

    /// <summary>The natural logarithm of every element.</summary>
    public Variable Log() => Graph.Record(Data.Log(), (this, g => g / this));

    /// <summary>The square root of every element.</summary>
    public Variable Sqrt() => Graph.RecordWithResult(Data.Sqrt(), this, (g, y) => g / (y * 2));

    /// <summary>The square of every element.</summary>
    public Variable Square() => Graph.Record(Data.Square(), (this, g => g * this * 2));

    /// <summary>The sine of every element.</summary>
    public Variable Sin() => Graph.Record(Data.Sin(), (this, g => g * Cos()));

    /// <summary>The cosine of every element.</summary>
    public Variable Cos() => Graph.Record(Data.Cos(), (this, g => -g * Sin()));

    /// <summary>The absolute value of every element; at zero the gradient is zero.</summary>
    public Variable Abs() => Graph.Record(Data.Abs(), (this, g => g * Data.Sign()));

    /// <summary>Every element to a fixed power.</summary>
    public Variable Pow(double exponent) => exponent == 0
        ? Graph.Record(Data.Pow(0), (this, g => g * 0))
        : Graph.Record(Data.Pow(exponent), (this, g => g * Pow(exponent - 1) * exponent));

    /// <summary>
    /// Every element to the power of another; shapes are broadcast. The gradient of the exponent needs positive bases; at base 0 it is 0.
    /// </summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Variable Pow(Variable exponent)
    {
        RequireSameType("Pow", this, exponent);
        int[] shape = ShapeRules.Broadcast("Pow", Shape, exponent.Shape);
        var power = PowerOf(Data.BroadcastTo(shape).Contiguous(), exponent.Data.BroadcastTo(shape).Contiguous());
        Variable? result = null;
        result = Graph.Record(
            power,
            (this, g => (g * exponent * Pow(exponent - 1)).SumTo(Shape)),
            (exponent, g => (g * result! * SafeLog()).SumTo(exponent.Shape)));
        return result;

        Variable SafeLog()
        {
            var zero = Masks.Equal(Data, Tensor.Zeros(DType, Shape));
            return (this + zero).Log();
        }
    }

    /// <summary>Every element moved into [low, high]; outside, the gradient is zero.</summary>
    /// <exception cref="ArgumentException">low is above high.</exception>
    public Variable Clamp(double low, double high) =>
        Graph.Record(Data.Clamp(low, high), (this, g => g * Masks.Inside(Data, low, high)));

    /// <summary>The elements of one operand where the condition holds, of the other elsewhere; shapes are broadcast.</summary>
    /// <param name="condition">Truth values (Bool).</param>
    /// <param name="yes">Taken where the condition holds.</param>
    /// <param name="no">Taken elsewhere; neither values nor gradients of the side not taken matter.</param>
    /// <exception cref="ArgumentException">The condition is not Bool, or the shapes do not broadcast.</exception>
    public static Variable Where(Tensor condition, Variable yes, Variable no)
    {
        RequireSameType("Where", yes, no);
        if (condition.DType != DType.Bool)
            throw new ArgumentException($"Where: the condition is {condition.DType}, not Bool.", nameof(condition));
        int[] shape = ShapeRules.Broadcast("Where", ShapeRules.Broadcast("Where", yes.Shape, no.Shape), condition.Shape);
        condition = condition.BroadcastTo(shape);
        (int[] a, int[] b) = (yes.Shape.ToArray(), no.Shape.ToArray());
        Variable zeros = Tensor.Zeros(yes.DType).BroadcastTo(shape);
        return Graph.Record(
            Masks.Choose(condition, yes.Data.BroadcastTo(shape), no.Data.BroadcastTo(shape)),
            (yes, g => Where(condition, g, zeros).SumTo(a)),
            (no, g => Where(condition, zeros, g).SumTo(b)));
    }

    /// <summary>The same values in another floating-point type.</summary>
    /// <exception cref="ArgumentException">The type is not F32 or F64.</exception>
    public Variable To(DType dtype)
    {
        if (dtype is not (DType.F32 or DType.F64))
            throw new ArgumentException($"A variable is F32 or F64, not {dtype}.", nameof(dtype));
        var before = DType;
        return dtype == before ? this : Graph.Record(Data.To(dtype), (this, g => g.To(before)));
    }

    private static Tensor PowerOf(Tensor x, Tensor y)
    {
        var result = Tensor.Allocate(x.DType, x.Shape);
        if (x.DType == DType.F32)
            TensorPrimitives.Pow(x.AsSpan<float>(), y.AsSpan<float>(), result.AsSpan<float>());
        else
            TensorPrimitives.Pow(x.AsSpan(), y.AsSpan(), result.AsSpan());
        return result;
    }
}
