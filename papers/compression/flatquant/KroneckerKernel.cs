using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>
/// X (P₁ ⊗ P₂) for inference in single precision: a row stays in the nearest cache for both of its small products, the CPU form of the paper's
/// fused kernel (section 3.3). Rows are shared among threads.
/// </summary>
public sealed class KroneckerKernel
{
    private const int TileRows = 4;
    private static readonly int TileColumns = 2 * Vector256<float>.Count;

    private readonly float[] _first;  // P₁ᵀ, (n₁, n₁)
    private readonly float[] _second; // P₂, (n₂, n₂)
    private readonly int _n1;
    private readonly int _n2;

    /// <summary>A transform.</summary>
    /// <param name="firstTransposed">P₁ᵀ, row after row.</param>
    /// <param name="second">P₂, row after row.</param>
    /// <exception cref="ArgumentException">One is not square.</exception>
    public KroneckerKernel(float[] firstTransposed, float[] second)
    {
        (_n1, _n2) = ((int)Math.Round(Math.Sqrt(firstTransposed.Length)), (int)Math.Round(Math.Sqrt(second.Length)));
        if (_n1 * _n1 != firstTransposed.Length || _n2 * _n2 != second.Length || _n1 * _n2 == 0)
            throw new ArgumentException($"Square factors are needed, not {firstTransposed.Length} and {second.Length} numbers.", nameof(second));
        (_first, _second) = (firstTransposed, second);
    }

    /// <summary>n = n₁ n₂.</summary>
    public int Width => _n1 * _n2;

    /// <summary>Transforms rows.</summary>
    /// <param name="x">(rows, n), row after row.</param>
    /// <param name="y">(rows, n); it is overwritten and must not be x.</param>
    public void Apply(float[] x, float[] y)
    {
        if (x.Length % Width != 0 || x.Length != y.Length || ReferenceEquals(x, y))
            throw new ArgumentException($"Rows of {Width} numbers and as many others for the result are needed, not {x.Length} and {y.Length} numbers.", nameof(y));
        Parallel.For(0, x.Length / Width, () => new float[Width], (row, _, between) =>
        {
            var place = new Range(row * Width, (row + 1) * Width);
            Multiply(_first, x.AsSpan(place), between, _n1, _n1, _n2);     // P₁ᵀ X̃
            Multiply(between, _second, y.AsSpan(place), _n1, _n2, _n2);    // … P₂
            return between;
        }, _ => { });
    }

    /// <summary>C = A B, row after row: (m, k) times (k, n).</summary>
    internal static void Multiply(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int k, int n)
    {
        int row = 0;
        for (; row + TileRows <= m; row += TileRows)
        {
            int column = 0;
            for (; column + TileColumns <= n; column += TileColumns)
                Tile(a[(row * k)..], b[column..], c[((row * n) + column)..], k, n);
            Rest(a, b, c, row, row + TileRows, column, k, n);
        }

        Rest(a, b, c, row, m, 0, k, n);
    }

    // Four rows of 16 sums in registers.
    private static void Tile(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int k, int n)
    {
        ref float right = ref MemoryMarshal.GetReference(b);
        Vector256<float> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default, c30 = default, c31 = default;
        for (int i = 0; i < k; i++)
        {
            var b0 = Vector256.LoadUnsafe(ref right, (nuint)(i * n));
            var b1 = Vector256.LoadUnsafe(ref right, (nuint)((i * n) + Vector256<float>.Count));
            var a0 = Vector256.Create(a[i]);
            var a1 = Vector256.Create(a[k + i]);
            var a2 = Vector256.Create(a[(2 * k) + i]);
            var a3 = Vector256.Create(a[(3 * k) + i]);
            (c00, c01) = (Vector256.FusedMultiplyAdd(a0, b0, c00), Vector256.FusedMultiplyAdd(a0, b1, c01));
            (c10, c11) = (Vector256.FusedMultiplyAdd(a1, b0, c10), Vector256.FusedMultiplyAdd(a1, b1, c11));
            (c20, c21) = (Vector256.FusedMultiplyAdd(a2, b0, c20), Vector256.FusedMultiplyAdd(a2, b1, c21));
            (c30, c31) = (Vector256.FusedMultiplyAdd(a3, b0, c30), Vector256.FusedMultiplyAdd(a3, b1, c31));
        }

        Store(c00, c01, c);
        Store(c10, c11, c[n..]);
        Store(c20, c21, c[(2 * n)..]);
        Store(c30, c31, c[(3 * n)..]);
    }

    private static void Store(Vector256<float> low, Vector256<float> high, Span<float> c)
    {
        low.CopyTo(c);
        high.CopyTo(c[Vector256<float>.Count..]);
    }

    private static void Rest(ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int fromRow, int toRow, int fromColumn, int k, int n)
    {
        for (int row = fromRow; row < toRow; row++)
            for (int column = fromColumn; column < n; column++)
            {
                float sum = 0;
                for (int i = 0; i < k; i++)
                    sum += a[(row * k) + i] * b[(i * n) + column];
                c[(row * n) + column] = sum;
            }
    }
}
