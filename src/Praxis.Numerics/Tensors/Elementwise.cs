using System.Numerics;
using System.Numerics.Tensors;

namespace Praxis.Numerics;

/// <summary>Element-wise work: brings operands to one type and layout, broadcasts, and hands contiguous runs to SIMD code.</summary>
internal static class Elementwise
{
    // Runs shorter than this are not worth a second thread. Blocks are of fixed size, so results do not depend on the threads.
    private const int BlockLength = 1 << 15;

    public static Tensor Binary<TOperation>(string name, Tensor left, Tensor right)
        where TOperation : struct, IBinaryOperation
    {
        DType dtype = Promote(left.DType, right.DType);
        int[] shape = ShapeRules.Broadcast(name, left.Shape, right.Shape);
        var result = Tensor.Allocate(dtype, shape);
        left = left.To(dtype).Contiguous();
        right = right.To(dtype).Contiguous();
        switch (dtype)
        {
            case DType.F32:
                BinaryCore<float, TOperation>(left, right, result);
                break;
            case DType.F64:
                BinaryCore<double, TOperation>(left, right, result);
                break;
            default:
                BinaryCore<long, TOperation>(left, right, result);
                break;
        }

        return result;
    }

    public static Tensor Binary<TOperation>(string name, Tensor left, double right)
        where TOperation : struct, IBinaryOperation =>
        Binary<TOperation>(name, left, Tensor.Scalar(right).To(left.DType));

    public static Tensor Binary<TOperation>(string name, double left, Tensor right)
        where TOperation : struct, IBinaryOperation =>
        Binary<TOperation>(name, Tensor.Scalar(left).To(right.DType), right);

    public static Tensor Unary<TOperation>(Tensor operand)
        where TOperation : struct, IUnaryOperation
    {
        if (operand.DType == DType.Bool)
            operand = operand.To(DType.I64);
        operand = operand.Contiguous();
        var result = Tensor.Allocate(operand.DType, operand.Shape);
        switch (operand.DType)
        {
            case DType.F32:
                Run<float>(operand, result, TOperation.Apply);
                break;
            case DType.F64:
                Run<double>(operand, result, TOperation.Apply);
                break;
            default:
                Run<long>(operand, result, TOperation.Apply);
                break;
        }

        return result;
    }

    public static Tensor Floating<TOperation>(Tensor operand)
        where TOperation : struct, IFloatingOperation
    {
        if (operand.DType is DType.I64 or DType.Bool)
            operand = operand.To(DType.F64);
        operand = operand.Contiguous();
        var result = Tensor.Allocate(operand.DType, operand.Shape);
        if (operand.DType == DType.F32)
            Run<float>(operand, result, TOperation.Apply);
        else
            Run<double>(operand, result, TOperation.Apply);
        return result;
    }

    public static void AddScaled(Tensor target, Tensor other, double scale)
    {
        if (!target.IsContiguous)
        {
            target.CopyFrom(target + (other * scale));
            return;
        }

        switch (target.DType)
        {
            case DType.F32:
                TensorPrimitives.MultiplyAdd<float>(other.AsSpan<float>(), (float)scale, target.AsSpan<float>(), target.AsSpan<float>());
                break;
            case DType.F64:
                TensorPrimitives.MultiplyAdd<double>(other.AsSpan(), scale, target.AsSpan(), target.AsSpan());
                break;
            default:
                target.CopyFrom(target + (other * scale));
                break;
        }
    }

    // Truth values take part in arithmetic as whole numbers; F32 meets wider numbers as F64, so that nothing is lost.
    private static DType Promote(DType left, DType right) => (left, right) switch
    {
        (DType.F64, _) or (_, DType.F64) => DType.F64,
        (DType.F32, DType.F32) => DType.F32,
        (DType.F32, DType.Bool) or (DType.Bool, DType.F32) => DType.F32,
        (DType.F32, _) or (_, DType.F32) => DType.F64,
        _ => DType.I64,
    };

    private static void Run<T>(Tensor source, Tensor result, Kernel<T> kernel)
    {
        T[] from = source.Buffer<T>();
        T[] to = result.Buffer<T>();
        Blocks.ForEach(result.Length, BlockLength, (start, count) =>
            kernel(from.AsSpan(source.Offset + start, count), to.AsSpan(result.Offset + start, count)));
    }

    private static void BinaryCore<T, TOperation>(Tensor left, Tensor right, Tensor result)
        where T : INumber<T>
        where TOperation : struct, IBinaryOperation
    {
        if (result.Length == 0)
            return;
        T[] a = left.Buffer<T>();
        T[] b = right.Buffer<T>();
        T[] c = result.Buffer<T>();
        if (left.Length == result.Length && right.Length == result.Length)
        {
            Blocks.ForEach(result.Length, BlockLength, (start, count) => TOperation.Apply<T>(
                a.AsSpan(left.Offset + start, count), b.AsSpan(right.Offset + start, count), c.AsSpan(start, count)));
        }
        else if (right.Length == 1)
        {
            T scalar = b[right.Offset];
            Blocks.ForEach(result.Length, BlockLength, (start, count) =>
                TOperation.Apply(a.AsSpan(left.Offset + start, count), scalar, c.AsSpan(start, count)));
        }
        else if (left.Length == 1)
        {
            T scalar = a[left.Offset];
            Blocks.ForEach(result.Length, BlockLength, (start, count) =>
                TOperation.Apply(scalar, b.AsSpan(right.Offset + start, count), c.AsSpan(start, count)));
        }
        else
        {
            Rows<T, TOperation>(left.BroadcastTo(result.Shape), right.BroadcastTo(result.Shape), result);
        }
    }

    // Along the last axis each operand either advances or repeats one element.
    private static void Rows<T, TOperation>(Tensor left, Tensor right, Tensor result)
        where T : INumber<T>
        where TOperation : struct, IBinaryOperation
    {
        T[] a = left.Buffer<T>();
        T[] b = right.Buffer<T>();
        int width = result.Shape[^1];
        bool leftRepeats = left.Strides[^1] == 0;
        bool rightRepeats = right.Strides[^1] == 0;
        var rows = new IndexWalk(result.Shape[..^1]);
        Span<T> destination = result.AsSpan<T>();
        do
        {
            int x = left.Offset + rows.Place(left.Strides);
            int y = right.Offset + rows.Place(right.Strides);
            Span<T> row = destination[..width];
            destination = destination[width..];
            if (leftRepeats)
                TOperation.Apply(a[x], Run(b, y, width, rightRepeats), row);
            else if (rightRepeats)
                TOperation.Apply(a.AsSpan(x, width), b[y], row);
            else
                TOperation.Apply<T>(a.AsSpan(x, width), b.AsSpan(y, width), row);
        }
        while (rows.MoveNext());
    }

    // Both repeat only when the last axis has length one (stride 0 on both sides), where a run of one element is right.
    private static ReadOnlySpan<T> Run<T>(T[] buffer, int place, int width, bool repeats) =>
        buffer.AsSpan(place, repeats ? 1 : width);

    private delegate void Kernel<T>(ReadOnlySpan<T> source, Span<T> destination);
}
