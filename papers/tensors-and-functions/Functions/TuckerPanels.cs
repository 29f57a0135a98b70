using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Evaluates Σ β[a, …, c]·v⁽¹⁾_a(x₁) ⋯ v⁽ᵈ⁾_c(x_d) at many points, 32 at a time: Chebyshev polynomials by their recurrence, then products of small matrices with panels
/// that stay in the first cache.
/// </summary>
internal sealed class TuckerPanels
{
    private const int Width = PanelProduct.Width;

    private readonly CoordinateBox _box;
    private readonly PanelProduct[] _factors; // V⁽ˡ⁾ᵀ: (r_l, m_l)
    private readonly PanelProduct _core;      // β unfolded: (r₁⋯r_{d−1}, r_d)
    private readonly int[] _ranks;
    private readonly int _degrees;            // the most polynomials of a coordinate

    public TuckerPanels(CoordinateBox box, TuckerTensor coefficients)
    {
        _box = box;
        _ranks = [.. coefficients.Ranks];
        _factors = [.. coefficients.Factors.Select(factor => new PanelProduct(factor.Transpose()))];
        _core = new PanelProduct(coefficients.Core.Contiguous().Reshape(coefficients.Core.Length / _ranks[^1], _ranks[^1]));
        _degrees = coefficients.Factors.Max(factor => factor.Rows);
        Lengths = [.. coefficients.Factors.Select(factor => factor.Rows)];
    }

    private int[] Lengths { get; }

    /// <summary>The values at points inside the box.</summary>
    /// <param name="points">(P, d), row by row.</param>
    /// <param name="values">(P).</param>
    public void Compute(ReadOnlySpan<double> points, Span<double> values)
    {
        var d = _ranks.Length;
        var size = (_degrees * Width) + _core.ResultLength + _factors.Sum(factor => factor.ResultLength) + Width;
        var buffer = ArrayPool<double>.Shared.Rent(size);
        var rest = buffer.AsSpan(0, size);
        var t = Take(ref rest, Width);
        var polynomials = Take(ref rest, _degrees * Width); // (m, 32)
        var contracted = Take(ref rest, _core.ResultLength); // (r₁⋯r_{d−1}, 32)
        var functions = rest;                                // v⁽¹⁾: (r₁, 32), v⁽²⁾ …
        for (var start = 0; start < values.Length; start += Width)
        {
            var count = Math.Min(Width, values.Length - start);
            var own = functions;
            for (var l = 0; l < d; l++)
            {
                ToReference(points, start, count, l, t);
                Polynomials(t, polynomials, Lengths[l]);
                _factors[l].Apply(polynomials, own);
                if (l < d - 1) own = own[_factors[l].ResultLength..];
            }
            _core.Apply(own, contracted);
            Contract(contracted, functions);
            contracted[..count].CopyTo(values.Slice(start, count));
        }
        ArrayPool<double>.Shared.Return(buffer);
    }

    // Sums the modes before the last away, the later ones first; the sums take the place of what they are made of.
    private void Contract(Span<double> partial, ReadOnlySpan<double> functions)
    {
        Span<int> places = stackalloc int[_ranks.Length]; // where the functions of each coordinate begin
        for (var l = 1; l < _ranks.Length; l++) places[l] = places[l - 1] + _factors[l - 1].ResultLength;
        var rows = _ranks[..^1].Aggregate(1, (product, r) => product * r);
        for (var l = _ranks.Length - 2; l >= 0; l--)
        {
            var r = _ranks[l];
            rows /= r;
            for (var row = 0; row < rows; row++)
            {
                var sum = partial.Slice(row * Width, Width);
                TensorPrimitives.Multiply(partial.Slice(row * r * Width, Width), functions.Slice(places[l], Width), sum);
                for (var a = 1; a < r; a++)
                    TensorPrimitives.FusedMultiplyAdd(partial.Slice(((row * r) + a) * Width, Width), functions.Slice(places[l] + (a * Width), Width), sum, sum);
            }
        }
    }

    // A rest is filled up with its last point.
    private void ToReference(ReadOnlySpan<double> points, int start, int count, int coordinate, Span<double> t)
    {
        double low = _box.Low[coordinate], high = _box.High[coordinate], scale = 1 / (high - low);
        var d = _ranks.Length;
        for (var p = 0; p < Width; p++)
        {
            var x = points[((start + Math.Min(p, count - 1)) * d) + coordinate];
            t[p] = Math.Clamp((x - low - (high - x)) * scale, -1, 1);
        }
    }

    // T₀ = 1, T₁ = t, T_{a+1} = 2t·T_a − T_{a−1}: stable on [−1, 1].
    private static void Polynomials(ReadOnlySpan<double> t, Span<double> panel, int m)
    {
        panel[..Width].Fill(1);
        if (m == 1) return;
        t.CopyTo(panel.Slice(Width, Width));
        for (var a = 2; a < m; a++)
        {
            var next = panel.Slice(a * Width, Width);
            var here = panel.Slice((a - 1) * Width, Width);
            var before = panel.Slice((a - 2) * Width, Width);
            for (var p = 0; p < Width; p += 8)
            {
                var doubled = Vector512.Create(t.Slice(p, 8));
                doubled += doubled;
                var value = (doubled * Vector512.Create<double>(here.Slice(p, 8))) - Vector512.Create<double>(before.Slice(p, 8));
                value.CopyTo(next[p..]);
            }
        }
    }

    private static Span<double> Take(ref Span<double> rest, int length)
    {
        var taken = rest[..length];
        rest = rest[length..];
        return taken;
    }
}
