using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <summary>
/// Products of very few rows with a matrix, as a network that reads one token at a time makes them. The matrix is read once, where it
/// lies: packing it would cost more than the product. Each element is summed in one order, whoever sums it.
/// </summary>
internal static unsafe class ThinProduct
{
    /// <summary>From this many multiplications on a second thread is worth waking.</summary>
    public const long ParallelWork = 1 << 16;

    private const int MostRows = 3;

    // Rows of a transposed B, or columns of a plain one, that a task takes at a time.
    private const int Piece = 64;

    public static bool Fits(in MatrixProduct product) => IsRow(product) || IsColumn(product);

    private static bool IsRow(in MatrixProduct product) => product.M <= MostRows && (product.M == 1 || !product.TransposeA);

    // A product with a single column is the transposed product with a single row.
    private static bool IsColumn(in MatrixProduct product) =>
        product.N == 1 && product.LeadingC == 1 && (product.TransposeB || product.LeadingB == 1);

    /// <summary>C = A · op(B), with a row added where one is given.</summary>
    public static void Multiply<T>(in MatrixProduct product, T* a, T* b, T* c, T* added, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var shape = product;
        if (!IsRow(product))
        {
            var turned = new MatrixProduct(1, product.M, product.K)
            {
                TransposeB = !product.TransposeA,
                LeadingA = product.K,
                LeadingB = product.LeadingA,
                LeadingC = product.M,
            };
            Share(turned, b, a, c, null, threads);
            if (added != null)
                for (int i = 0; i < product.M; i++)
                    c[i] += *added;
            return;
        }

        // One row that lies as a column of the stored A is gathered first.
        if (product.M == 1 && product.TransposeA && product.LeadingA != 1)
        {
            T* row = stackalloc T[product.K];
            for (int p = 0; p < product.K; p++)
                row[p] = a[(long)p * product.LeadingA];
            Share(shape, row, b, c, added, threads);
        }
        else
        {
            Share(shape, a, b, c, added, threads);
        }
    }

    /// <summary>y = A x for the rows of A one after the other, on the calling thread.</summary>
    public static void Rows<T>(ReadOnlySpan<T> rows, ReadOnlySpan<T> x, Span<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* a = rows, v = x, to = y)
            Dots(v, a, x.Length, x.Length, to, y.Length);
    }

    private static void Share<T>(MatrixProduct product, T* a, T* b, T* c, T* added, int threads)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int pieces = (product.N + Piece - 1) / Piece;
        if (threads == 1 || pieces == 1)
        {
            for (int piece = 0; piece < pieces; piece++)
                OnePiece(product, a, b, c, added, piece);
            return;
        }

        using var team = WorkTeam.Gather(threads);
        WorkTeam.ForEach(threads, pieces, piece => OnePiece(product, a, b, c, added, piece));
    }

    private static void OnePiece<T>(in MatrixProduct product, T* a, T* b, T* c, T* added, int piece)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int start = piece * Piece;
        int count = Math.Min(Piece, product.N - start);
        for (int i = 0; i < product.M; i++)
        {
            T* x = a + ((long)i * product.LeadingA);
            T* y = c + ((long)i * product.LeadingC) + start;
            if (product.TransposeB)
                Dots(x, b + ((long)start * product.LeadingB), product.LeadingB, product.K, y, count);
            else
                Combine(x, b + start, product.LeadingB, product.K, y, count);
            if (added != null)
                for (int j = 0; j < count; j++)
                    y[j] += added[start + j];
        }
    }

    // y[j] = x · row j of b, four rows at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dots<T>(T* x, T* b, int leading, int depth, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        int j = 0;
        for (; j <= count - 4; j += 4)
        {
            T* b0 = b + ((long)j * leading);
            T* b1 = b0 + leading;
            T* b2 = b1 + leading;
            T* b3 = b2 + leading;
            Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
            int p = 0;
            for (; p <= depth - lanes; p += lanes)
            {
                var v = Vector512.Load(x + p);
                s0 = WideLanes.MultiplyAdd(v, Vector512.Load(b0 + p), s0);
                s1 = WideLanes.MultiplyAdd(v, Vector512.Load(b1 + p), s1);
                s2 = WideLanes.MultiplyAdd(v, Vector512.Load(b2 + p), s2);
                s3 = WideLanes.MultiplyAdd(v, Vector512.Load(b3 + p), s3);
            }

            (T t0, T t1, T t2, T t3) = (Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
            for (; p < depth; p++)
            {
                t0 += x[p] * b0[p];
                t1 += x[p] * b1[p];
                t2 += x[p] * b2[p];
                t3 += x[p] * b3[p];
            }

            (y[j], y[j + 1], y[j + 2], y[j + 3]) = (t0, t1, t2, t3);
        }

        for (; j < count; j++)
        {
            T* row = b + ((long)j * leading);
            Vector512<T> sum = default;
            int p = 0;
            for (; p <= depth - lanes; p += lanes)
                sum = WideLanes.MultiplyAdd(Vector512.Load(x + p), Vector512.Load(row + p), sum);
            T total = Vector512.Sum(sum);
            for (; p < depth; p++)
                total += x[p] * row[p];
            y[j] = total;
        }
    }

    // y = Σ x[p] · (row p of b), a few vectors of y in registers.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Combine<T>(T* x, T* b, int leading, int depth, T* y, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        int j = 0;
        for (; j <= count - (4 * lanes); j += 4 * lanes)
        {
            Vector512<T> s0 = default, s1 = default, s2 = default, s3 = default;
            T* row = b + j;
            for (int p = 0; p < depth; p++, row += leading)
            {
                var v = Vector512.Create(x[p]);
                s0 = WideLanes.MultiplyAdd(v, Vector512.Load(row), s0);
                s1 = WideLanes.MultiplyAdd(v, Vector512.Load(row + lanes), s1);
                s2 = WideLanes.MultiplyAdd(v, Vector512.Load(row + (2 * lanes)), s2);
                s3 = WideLanes.MultiplyAdd(v, Vector512.Load(row + (3 * lanes)), s3);
            }

            s0.Store(y + j);
            s1.Store(y + j + lanes);
            s2.Store(y + j + (2 * lanes));
            s3.Store(y + j + (3 * lanes));
        }

        for (; j <= count - lanes; j += lanes)
        {
            Vector512<T> sum = default;
            T* row = b + j;
            for (int p = 0; p < depth; p++, row += leading)
                sum = WideLanes.MultiplyAdd(Vector512.Create(x[p]), Vector512.Load(row), sum);
            sum.Store(y + j);
        }

        for (; j < count; j++)
        {
            T sum = T.Zero;
            for (int p = 0; p < depth; p++)
                sum += x[p] * b[((long)p * leading) + j];
            y[j] = sum;
        }
    }
}
