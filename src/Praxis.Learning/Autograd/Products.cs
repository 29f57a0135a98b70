using Praxis.Numerics;
using Praxis.Numerics.Backends;

namespace Praxis.Learning;

/// <summary>Matrix products as layers need them.</summary>
internal static class Products
{
    /// <summary>A B, with a row added to every row where one is given.</summary>
    /// <param name="a">(m, k), contiguous, not empty.</param>
    /// <param name="b">(k, n), lying by rows or by columns.</param>
    /// <param name="row">(n), or null.</param>
    public static Tensor PlusRow(Tensor a, Tensor b, Tensor? row)
    {
        if (row is null)
            return LinearAlgebra.MatMul(a, b);
        bool turned = b.Strides[0] == 1 && b.Strides[1] >= b.Rows;
        if (!turned && !(b.Strides[1] == 1 && b.Strides[0] >= b.Columns))
            b = b.Contiguous();
        row = row.Contiguous();
        var product = new MatrixProduct(a.Rows, b.Columns, a.Columns)
        {
            TransposeB = turned,
            LeadingA = a.Columns,
            LeadingB = turned ? b.Strides[1] : b.Strides[0],
            LeadingC = b.Columns,
        };
        var result = Tensor.Allocate(a.DType, a.Rows, b.Columns);
        if (a.DType == DType.F32)
            Backend.Current.MultiplyPlusRow(product, a.AsSpan<float>(), b.Buffer<float>().AsSpan(b.Offset), row.AsSpan<float>(), result.AsSpan<float>());
        else
            Backend.Current.MultiplyPlusRow(product, a.AsSpan(), b.Buffer<double>().AsSpan(b.Offset), row.AsSpan(), result.AsSpan());
        return result;
    }

    /// <summary>C = factor · op(A) op(B), or added to C, on the calling thread: for kernels that share their work among threads themselves.</summary>
    public static void Alone<T>(in MatrixProduct product, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c, bool add = false, double factor = 1)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Backend.Current.MultiplyAlone(product, (float)factor, WideLanes.Cast<T, float>(a), WideLanes.Cast<T, float>(b), add ? 1 : 0, WideLanes.Cast<T, float>(c));
        else
            Backend.Current.MultiplyAlone(product, factor, WideLanes.Cast<T, double>(a), WideLanes.Cast<T, double>(b), add ? 1 : 0, WideLanes.Cast<T, double>(c));
    }

    /// <summary>C = op(A) op(B), shared among threads.</summary>
    public static void Shared<T>(in MatrixProduct product, ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Backend.Current.Multiply(product, 1, WideLanes.Cast<T, float>(a), WideLanes.Cast<T, float>(b), 0, WideLanes.Cast<T, float>(c));
        else
            Backend.Current.Multiply(product, 1, WideLanes.Cast<T, double>(a), WideLanes.Cast<T, double>(b), 0, WideLanes.Cast<T, double>(c));
    }
}
