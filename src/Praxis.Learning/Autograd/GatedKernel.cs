using System.Numerics;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>x σ(x) y, the gate of SwiGLU, and its gradients, each in one pass.</summary>
internal static unsafe class GatedKernel
{
    private const int BlockLength = 1 << 14;

    /// <summary>x σ(x) y, for two tensors of one shape.</summary>
    public static Tensor Forward(Tensor x, Tensor y)
    {
        var result = Tensor.Allocate(x.DType, x.Shape);
        if (x.DType == DType.F32)
            Run<float>(x, y, null, result, null);
        else
            Run<double>(x, y, null, result, null);
        return result;
    }

    /// <summary>The gradients of x and y.</summary>
    public static (Tensor X, Tensor Y) Backward(Tensor gradient, Tensor x, Tensor y)
    {
        (var ofX, var ofY) = (Tensor.Allocate(x.DType, x.Shape), Tensor.Allocate(x.DType, x.Shape));
        gradient = gradient.Contiguous();
        if (x.DType == DType.F32)
            Run<float>(x, y, gradient, ofX, ofY);
        else
            Run<double>(x, y, gradient, ofX, ofY);
        return (ofX, ofY);
    }

    private static void Run<T>(Tensor x, Tensor y, Tensor? gradient, Tensor first, Tensor? second)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Blocks.ForEach(x.Length, BlockLength, (start, count) =>
        {
            int lanes = Vector512<T>.Count;
            T* rest = stackalloc T[5 * lanes];
            fixed (T* px = x.AsSpan<T>(), py = y.AsSpan<T>(), pg = Span<T>(gradient), p1 = first.AsSpan<T>(), p2 = Span<T>(second))
            {
                int i = start;
                for (; i <= start + count - lanes; i += lanes)
                    One(px + i, py + i, pg == null ? null : pg + i, p1 + i, p2 + i);
                int left = start + count - i;
                if (left == 0)
                    return;

                // The rest through the same code, so that a value does not depend on its place.
                new Span<T>(px + i, left).CopyTo(new Span<T>(rest, lanes));
                new Span<T>(py + i, left).CopyTo(new Span<T>(rest + lanes, lanes));
                if (pg != null)
                    new Span<T>(pg + i, left).CopyTo(new Span<T>(rest + (2 * lanes), lanes));
                One(rest, rest + lanes, pg == null ? null : rest + (2 * lanes), rest + (3 * lanes), rest + (4 * lanes));
                new Span<T>(rest + (3 * lanes), left).CopyTo(new Span<T>(p1 + i, left));
                if (p2 != null)
                    new Span<T>(rest + (4 * lanes), left).CopyTo(new Span<T>(p2 + i, left));
            }
        });

    private static void One<T>(T* px, T* py, T* pg, T* first, T* second)
        where T : unmanaged
    {
        (var x, var y) = (Vector512.Load(px), Vector512.Load(py));
        var s = WideLanes.Sigmoid(x);
        if (pg == null)
        {
            (x * s * y).Store(first);
            return;
        }

        var g = Vector512.Load(pg);
        (g * y * WideLanes.MultiplyAdd(x * s, Vector512<T>.One - s, s)).Store(first);
        (g * x * s).Store(second);
    }

    private static Span<T> Span<T>(Tensor? tensor) => tensor is null ? default : tensor.AsSpan<T>();
}
