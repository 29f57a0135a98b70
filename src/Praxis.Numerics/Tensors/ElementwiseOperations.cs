using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Praxis.Numerics;

/// <summary>An element-wise operation of two operands, on contiguous runs.</summary>
internal interface IBinaryOperation
{
    static abstract void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T>;

    static abstract void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T>;

    static abstract void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T>;
}

/// <summary>An element-wise operation of one operand, on contiguous runs.</summary>
internal interface IUnaryOperation
{
    static abstract void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : INumber<T>;
}

/// <summary>An element-wise function that exists for floating-point numbers only.</summary>
internal interface IFloatingOperation
{
    static abstract void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T>;
}

internal readonly struct AddOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Add(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Add(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Add(right, left, destination);
}

internal readonly struct SubtractOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Subtract(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Subtract(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Subtract(left, right, destination);
}

internal readonly struct MultiplyOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Multiply(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Multiply(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Multiply(right, left, destination);
}

internal readonly struct DivideOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Divide(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Divide(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Divide(left, right, destination);
}

internal readonly struct MaximumOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Max(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Max(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Max(right, left, destination);
}

internal readonly struct MinimumOperation : IBinaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Min(left, right, destination);

    public static void Apply<T>(ReadOnlySpan<T> left, T right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Min(left, right, destination);

    public static void Apply<T>(T left, ReadOnlySpan<T> right, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Min(right, left, destination);
}

internal readonly struct NegateOperation : IUnaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Negate(source, destination);
}

internal readonly struct AbsOperation : IUnaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Abs(source, destination);
}

internal readonly struct SquareOperation : IUnaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : INumber<T> => TensorPrimitives.Multiply(source, source, destination);
}

internal readonly struct SignOperation : IUnaryOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : INumber<T>
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = T.IsNaN(source[i]) ? source[i] : T.CreateTruncating(T.Sign(source[i]));
    }
}

internal readonly struct ExpOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Exp(source, destination);
}

internal readonly struct LogOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Log(source, destination);
}

internal readonly struct SqrtOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Sqrt(source, destination);
}

internal readonly struct TanhOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
            HyperbolicTangent.Apply(MemoryMarshal.Cast<T, float>(source), MemoryMarshal.Cast<T, float>(destination));
        else
            HyperbolicTangent.Apply(MemoryMarshal.Cast<T, double>(source), MemoryMarshal.Cast<T, double>(destination));
    }
}

internal readonly struct SinOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Sin(source, destination);
}

internal readonly struct CosOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Cos(source, destination);
}

internal readonly struct SigmoidOperation : IFloatingOperation
{
    public static void Apply<T>(ReadOnlySpan<T> source, Span<T> destination)
        where T : struct, IFloatingPointIeee754<T> => TensorPrimitives.Sigmoid(source, destination);
}
