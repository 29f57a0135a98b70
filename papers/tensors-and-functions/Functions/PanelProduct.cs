using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// A matrix for many products with panels of 32 points: (rows, inner)·(inner, 32). Four rows at a time meet four vectors of points in sixteen registers, so that every number
/// that is loaded is used four times.
/// </summary>
internal sealed class PanelProduct
{
    /// <summary>The points of a panel.</summary>
    public const int Width = 32;

    private const int Group = 4;

    private readonly double[] _packed; // (groups, inner, 4)
    private readonly int _groups;
    private readonly int _inner;

    /// <summary>Packs a matrix.</summary>
    /// <param name="matrix">(rows, inner).</param>
    public PanelProduct(Tensor matrix)
    {
        _inner = matrix.Columns;
        _groups = (matrix.Rows + Group - 1) / Group;
        _packed = new double[_groups * _inner * Group];
        for (var row = 0; row < matrix.Rows; row++)
            for (var j = 0; j < _inner; j++)
                _packed[(((row / Group * _inner) + j) * Group) + (row % Group)] = matrix[row, j];
    }

    /// <summary>The numbers in a result: rows, rounded up to a multiple of four, times 32.</summary>
    public int ResultLength => _groups * Group * Width;

    /// <summary>The product with a panel.</summary>
    /// <param name="panel">(inner, 32).</param>
    /// <param name="result">(rows rounded up, 32).</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Apply(ReadOnlySpan<double> panel, Span<double> result)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panel.Length, _inner * Width);
        ArgumentOutOfRangeException.ThrowIfLessThan(result.Length, ResultLength);
        ref var b = ref MemoryMarshal.GetReference(panel);
        ref var c = ref MemoryMarshal.GetReference(result);
        ref var a = ref MemoryMarshal.GetArrayDataReference(_packed);
        for (var group = 0; group < _groups; group++)
        {
            Vector512<double> c00 = default, c01 = default, c02 = default, c03 = default;
            Vector512<double> c10 = default, c11 = default, c12 = default, c13 = default;
            Vector512<double> c20 = default, c21 = default, c22 = default, c23 = default;
            Vector512<double> c30 = default, c31 = default, c32 = default, c33 = default;
            ref var row = ref b;
            for (var j = 0; j < _inner; j++)
            {
                var b0 = Vector512.LoadUnsafe(ref row);
                var b1 = Vector512.LoadUnsafe(ref row, 8);
                var b2 = Vector512.LoadUnsafe(ref row, 16);
                var b3 = Vector512.LoadUnsafe(ref row, 24);
                var a0 = Vector512.Create(a);
                c00 = Vector512.FusedMultiplyAdd(a0, b0, c00);
                c01 = Vector512.FusedMultiplyAdd(a0, b1, c01);
                c02 = Vector512.FusedMultiplyAdd(a0, b2, c02);
                c03 = Vector512.FusedMultiplyAdd(a0, b3, c03);
                var a1 = Vector512.Create(Unsafe.Add(ref a, 1));
                c10 = Vector512.FusedMultiplyAdd(a1, b0, c10);
                c11 = Vector512.FusedMultiplyAdd(a1, b1, c11);
                c12 = Vector512.FusedMultiplyAdd(a1, b2, c12);
                c13 = Vector512.FusedMultiplyAdd(a1, b3, c13);
                var a2 = Vector512.Create(Unsafe.Add(ref a, 2));
                c20 = Vector512.FusedMultiplyAdd(a2, b0, c20);
                c21 = Vector512.FusedMultiplyAdd(a2, b1, c21);
                c22 = Vector512.FusedMultiplyAdd(a2, b2, c22);
                c23 = Vector512.FusedMultiplyAdd(a2, b3, c23);
                var a3 = Vector512.Create(Unsafe.Add(ref a, 3));
                c30 = Vector512.FusedMultiplyAdd(a3, b0, c30);
                c31 = Vector512.FusedMultiplyAdd(a3, b1, c31);
                c32 = Vector512.FusedMultiplyAdd(a3, b2, c32);
                c33 = Vector512.FusedMultiplyAdd(a3, b3, c33);
                a = ref Unsafe.Add(ref a, Group);
                row = ref Unsafe.Add(ref row, Width);
            }
            c00.StoreUnsafe(ref c);
            c01.StoreUnsafe(ref c, 8);
            c02.StoreUnsafe(ref c, 16);
            c03.StoreUnsafe(ref c, 24);
            c10.StoreUnsafe(ref c, 32);
            c11.StoreUnsafe(ref c, 40);
            c12.StoreUnsafe(ref c, 48);
            c13.StoreUnsafe(ref c, 56);
            c20.StoreUnsafe(ref c, 64);
            c21.StoreUnsafe(ref c, 72);
            c22.StoreUnsafe(ref c, 80);
            c23.StoreUnsafe(ref c, 88);
            c30.StoreUnsafe(ref c, 96);
            c31.StoreUnsafe(ref c, 104);
            c32.StoreUnsafe(ref c, 112);
            c33.StoreUnsafe(ref c, 120);
            c = ref Unsafe.Add(ref c, Group * Width);
        }
    }
}
