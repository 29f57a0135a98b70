using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// Products of a dense tensor. The tensor is read once for several of them: its product with the factor of one mode serves all other modes until that
/// factor changes (a dimension tree of two levels that goes on from sweep to sweep, as in Ma and Solomonik 2022). Alternating over d modes reads the tensor d/(d − 1) times
/// a sweep, not d times, with the same numbers but for rounding.
/// </summary>
public sealed class DenseTensorProducts : ITensorProducts
{
    private readonly Tensor _tensor;
    private (int Mode, Tensor Factor, Tensor Product)? _kept;

    /// <summary>Takes a tensor.</summary>
    /// <param name="tensor">(n₁, …, n_d), d ≥ 2; it must not change afterwards.</param>
    /// <exception cref="ShapeException">The tensor has fewer than two modes or no entries.</exception>
    /// <exception cref="NonFiniteException">The tensor has NaN or infinite entries; the message names the first.</exception>
    public DenseTensorProducts(Tensor tensor)
    {
        if (tensor.Rank < 2 || tensor.Length == 0) throw new ShapeException("A decomposition needs a tensor with at least two modes and no mode of length 0.");
        _tensor = tensor.EnsureFinite("the tensor").To(DType.F64).Contiguous();
        Shape = tensor.Shape.ToArray();
        Norm = _tensor.FrobeniusNorm();
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape { get; }

    /// <inheritdoc/>
    public double Norm { get; }

    /// <inheritdoc/>
    public Tensor KhatriRaoProduct(IReadOnlyList<Tensor> factors, int mode)
    {
        var (done, partial) = Partial(factors, mode);
        int[] left = [.. Enumerable.Range(0, Shape.Count).Where(m => m != done)]; // the modes of the partial product before R
        while (left[^1] != mode)
        {
            partial = SumLast(partial, factors[left[^1]]);
            left = left[..^1];
        }
        while (left[0] != mode)
        {
            partial = SumFirst(partial, factors[left[0]]);
            left = left[1..];
        }
        return partial;
    }

    /// <inheritdoc/>
    public Tensor Project(IReadOnlyList<Tensor> factors, int mode)
    {
        var (done, partial) = Partial(factors, mode);
        // Axes of the partial product: the modes that are left, in order, then the rank of the mode that is done.
        List<int> axes = [.. Enumerable.Range(0, Shape.Count).Where(m => m != done), done];
        int[] shape = [.. axes.Select(m => m == done ? factors[m].Columns : Shape[m])];
        for (var place = 0; place < axes.Count - 1; place++)
        {
            if (axes[place] == mode) continue;
            partial = AlongAxis(partial.Reshape(shape), factors[axes[place]], place);
            shape[place] = factors[axes[place]].Columns;
        }
        return partial.Reshape(shape).Transpose([.. Enumerable.Range(0, Shape.Count).Select(m => axes.IndexOf(m))]);
    }

    // The tensor times the factor of the mode before the wanted one, which in a sweep changes last: (the other modes in order, r) as (rest, r).
    private (int Mode, Tensor Product) Partial(IReadOnlyList<Tensor> factors, int mode)
    {
        if (factors.Count != Shape.Count) throw new ShapeException($"{factors.Count} factors for a tensor of {Shape.Count} modes; one for each is needed.");
        if (_kept is { } kept && kept.Mode != mode && ReferenceEquals(kept.Factor, factors[kept.Mode])) return (kept.Mode, kept.Product);
        var done = (mode + Shape.Count - 1) % Shape.Count;
        var factor = factors[done];
        if (factor.Rank != 2 || factor.Rows != Shape[done])
            throw new ShapeException($"The factor of mode {done} needs {Shape[done]} rows, not the shape ({string.Join(", ", factor.Shape.ToArray())}).");
        var before = (int)TensorIndices.Count(Shape.Take(done));
        var product = FactorProduct.Along(_tensor, before, _tensor.Length / (before * Shape[done]), factor);
        _kept = (done, factor, product);
        return (done, product);
    }

    // Σ_q t[p, q, s]·v[q, s]: (pq, R) to (p, R).
    private static Tensor SumLast(Tensor t, Tensor v)
    {
        int q = v.Rows, p = t.Rows / q, r = t.Columns;
        var sum = Tensor.Zeros(p, r);
        v = v.Contiguous();
        Parallel.For(0, p, i =>
        {
            var row = sum.AsSpan().Slice(i * r, r);
            ReadOnlySpan<double> rows = t.AsSpan().Slice(i * q * r, q * r), others = v.AsSpan();
            for (var at = 0; at < rows.Length; at += r) TensorPrimitives.MultiplyAdd(rows.Slice(at, r), others.Slice(at, r), row, row);
        });
        return sum;
    }

    // Σ_p t[p, q, s]·v[p, s]: (pq, R) to (q, R).
    private static Tensor SumFirst(Tensor t, Tensor v)
    {
        int p = v.Rows, q = t.Rows / p, r = t.Columns;
        var sum = Tensor.Zeros(q, r);
        v = v.Contiguous();
        var tasks = Math.Min(q, 64);
        Parallel.For(0, tasks, task =>
        {
            var (first, end) = ((int)((long)q * task / tasks), (int)((long)q * (task + 1) / tasks));
            ReadOnlySpan<double> terms = t.AsSpan(), others = v.AsSpan();
            var sums = sum.AsSpan();
            for (var i = 0; i < p; i++)
            {
                var other = others.Slice(i * r, r);
                for (var j = first; j < end; j++)
                {
                    var row = sums.Slice(j * r, r);
                    TensorPrimitives.MultiplyAdd(terms.Slice(((i * q) + j) * r, r), other, row, row);
                }
            }
        });
        return sum;
    }

    // Σ_i t[…, i, …]·v[i, a] along one axis that is not the last.
    private static Tensor AlongAxis(Tensor t, Tensor v, int axis)
    {
        var before = (int)TensorIndices.Count(t.Shape[..axis].ToArray());
        var after = t.Length / (before * v.Rows);
        if (before == 1) return LinearAlgebra.MatMul(v, t.Reshape(v.Rows, after), transposeA: true, transposeB: false);
        return LinearAlgebra.BatchedMatMul(v, t.Reshape(before, v.Rows, after), transposeA: true);
    }
}
