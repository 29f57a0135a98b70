using System.Buffers;

namespace Praxis.Numerics.Backends;

/// <summary>
/// A product of reflections H₀ H₁ … in compact form, Q = I − V T Vᵀ (R. Schreiber, C. Van Loan, "A storage-efficient WY representation for
/// products of Householder transformations", SISSC 1989). The vectors are rows of an array, which is read, not copied.
/// </summary>
internal sealed unsafe class Reflections
{
    // Up to this many vectors and rows it does not pay to pack them for the product kernels.
    private const int FewVectors = 32;

    private readonly IDenseBackend _backend;
    private readonly double[] _v; // (count, length) from _offset on, with a leading dimension
    private readonly int _offset;
    private readonly int _lead;
    private readonly int _count;
    private readonly int _length;
    private readonly double[] _t; // (count, count), upper triangular

    public Reflections(IDenseBackend backend, double[] v, int offset, int lead, int count, int length, ReadOnlySpan<double> taus)
    {
        (_backend, _v, _offset, _lead, _count, _length) = (backend, v, offset, lead, count, length);
        _t = new double[count * count];
        var overlaps = ArrayPool<double>.Shared.Rent(count * count);
        Overlap(overlaps);

        // Column j of T is −tau_j T (Vᵀ v_j) above tau_j; built as the rows of Tᵀ, which lie in memory without gaps.
        var transposed = ArrayPool<double>.Shared.Rent(count * count);
        transposed.AsSpan(0, count * count).Clear();
        fixed (double* rows = transposed, products = overlaps)
        {
            for (int j = 0; j < count; j++)
            {
                double* column = rows + (j * count);
                for (int i = 0; i < j; i++)
                    RowSweep.Add(-taus[j] * products[(i * count) + j], rows + (i * count), column, i + 1);
                column[j] = taus[j];
            }
        }

        for (int i = 0; i < count; i++)
            for (int j = i; j < count; j++)
                _t[(i * count) + j] = transposed[(j * count) + i];
        ArrayPool<double>.Shared.Return(overlaps);
        ArrayPool<double>.Shared.Return(transposed);
    }

    // The upper triangle of Vᵀ V.
    private void Overlap(double[] overlaps)
    {
        if (_count > FewVectors)
        {
            _backend.Multiply(
                new MatrixProduct(_count, _count, _length) { TransposeB = true, LeadingA = _lead, LeadingB = _lead, LeadingC = _count },
                1, _v.AsSpan(_offset), _v.AsSpan(_offset), 0, overlaps.AsSpan(0, _count * _count));
            return;
        }

        fixed (double* v = &_v[_offset], products = overlaps)
        {
            for (int i = 0; i < _count; i++)
                RowSweep.Dots(v + (i * (nint)_lead), _lead, _count - i, v + (i * (nint)_lead), _length, products + (i * _count) + i);
        }
    }

    /// <summary>C ← Q C, or Qᵀ C, for C of <paramref name="width"/> columns.</summary>
    public void ApplyLeft(bool transpose, double[] c, int offset, int lead, int width)
    {
        var inner = ArrayPool<double>.Shared.Rent(_count * width);
        var turned = ArrayPool<double>.Shared.Rent(_count * width);
        _backend.Multiply(
            new MatrixProduct(_count, width, _length) { LeadingA = _lead, LeadingB = lead, LeadingC = width },
            1, _v.AsSpan(_offset), c.AsSpan(offset), 0, inner);
        _backend.Multiply(
            new MatrixProduct(_count, width, _count) { TransposeA = transpose, LeadingA = _count, LeadingB = width, LeadingC = width },
            1, _t, inner, 0, turned);
        _backend.Multiply(
            new MatrixProduct(_length, width, _count) { TransposeA = true, LeadingA = _lead, LeadingB = width, LeadingC = lead },
            -1, _v.AsSpan(_offset), turned, 1, c.AsSpan(offset));
        ArrayPool<double>.Shared.Return(inner);
        ArrayPool<double>.Shared.Return(turned);
    }

    /// <summary>C ← C Q, or C Qᵀ, for C of <paramref name="rows"/> rows.</summary>
    public void ApplyRight(bool transpose, double[] c, int offset, int lead, int rows)
    {
        if (_count <= FewVectors && rows <= FewVectors)
        {
            ApplyRightToFew(transpose, c, offset, lead, rows);
            return;
        }

        var inner = ArrayPool<double>.Shared.Rent(rows * _count);
        var turned = ArrayPool<double>.Shared.Rent(rows * _count);
        _backend.Multiply(
            new MatrixProduct(rows, _count, _length) { TransposeB = true, LeadingA = lead, LeadingB = _lead, LeadingC = _count },
            1, c.AsSpan(offset), _v.AsSpan(_offset), 0, inner);
        _backend.Multiply(
            new MatrixProduct(rows, _count, _count) { TransposeB = transpose, LeadingA = _count, LeadingB = _count, LeadingC = _count },
            1, inner, _t, 0, turned);
        _backend.Multiply(
            new MatrixProduct(rows, _length, _count) { LeadingA = _count, LeadingB = _lead, LeadingC = lead },
            -1, turned, _v.AsSpan(_offset), 1, c.AsSpan(offset));
        ArrayPool<double>.Shared.Return(inner);
        ArrayPool<double>.Shared.Return(turned);
    }

    private void ApplyRightToFew(bool transpose, double[] c, int offset, int lead, int rows) =>
        WorkTeam.ForEach((long)_count * _length < 1 << 12 ? 1 : _backend.Threads, rows, row =>
        {
            double* inner = stackalloc double[FewVectors];
            double* turned = stackalloc double[FewVectors];
            fixed (double* v = &_v[_offset], target = &c[offset + (row * lead)])
            {
                RowSweep.Dots(v, _lead, _count, target, _length, inner);
                for (int j = 0; j < _count; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < _count; i++)
                        sum += inner[i] * (transpose ? _t[(j * _count) + i] : _t[(i * _count) + j]);
                    turned[j] = -sum;
                }

                RowSweep.AddRows(turned, v, _lead, _count, target, _length);
            }
        });
}
