using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Products of a sparse tensor: O(P·d·R), entry by entry, the full tensor never being formed.</summary>
public sealed class SparseTensorProducts : ITensorProducts
{
    private readonly TensorEntries _entries;
    private readonly (int[] Order, int[] Starts)[] _groups;

    /// <summary>Takes a tensor.</summary>
    /// <param name="tensor">The tensor, of at least two modes.</param>
    /// <exception cref="ShapeException">The tensor has fewer than two modes or a mode of length 0.</exception>
    public SparseTensorProducts(SparseTensor tensor)
    {
        if (tensor.Shape.Count < 2 || tensor.Shape.Contains(0)) throw new ShapeException("A decomposition needs a tensor with at least two modes and no mode of length 0.");
        _entries = tensor.Entries;
        _groups = [.. Enumerable.Range(0, Shape.Count).Select(_entries.By)];
        Norm = tensor.Norm();
    }

    /// <inheritdoc/>
    public IReadOnlyList<int> Shape => _entries.Shape;

    /// <inheritdoc/>
    public double Norm { get; }

    /// <inheritdoc/>
    public Tensor KhatriRaoProduct(IReadOnlyList<Tensor> factors, int mode) => Gather(mode, factors[0].Columns, (p, product) =>
    {
        product.Fill(_entries.Values[p]);
        for (var other = 0; other < Shape.Count; other++)
            if (other != mode) TensorPrimitives.Multiply(product, Row(factors[other], _entries.Indices[other][p]), product);
        return product;
    });

    /// <inheritdoc/>
    public Tensor Project(IReadOnlyList<Tensor> factors, int mode)
    {
        int[] others = [.. Enumerable.Range(0, Shape.Count).Where(m => m != mode)];
        int[] ranks = [.. others.Select(m => factors[m].Columns)];
        var gathered = Gather(mode, (int)TensorIndices.Count(ranks), (p, product) => // (n_l, product of the other r)
        {
            // The Kronecker product of the rows, the last mode running fastest; grown from the front within its place.
            product[0] = _entries.Values[p];
            var size = 1;
            foreach (var m in others)
            {
                var row = Row(factors[m], _entries.Indices[m][p]);
                for (var a = size - 1; a >= 0; a--)
                {
                    var scale = product[a];
                    TensorPrimitives.Multiply(row, scale, product.Slice(a * row.Length, row.Length));
                }
                size *= row.Length;
            }
            return product;
        });
        int[] axes = [.. Enumerable.Range(0, Shape.Count).Select(m => m == mode ? 0 : m < mode ? m + 1 : m)];
        return gathered.Reshape([Shape[mode], .. ranks]).Transpose(axes);
    }

    private static ReadOnlySpan<double> Row(Tensor factor, int row) => factor.AsSpan().Slice(row * factor.Columns, factor.Columns);

    private delegate Span<double> EntryProduct(int entry, Span<double> product);

    // Every row is the sum over the entries with its index, in the order of the list: the same numbers with any number of threads.
    private Tensor Gather(int mode, int columns, EntryProduct of)
    {
        var (order, starts) = _groups[mode];
        var sums = Tensor.Zeros(Shape[mode], columns);
        Parallel.For(0, Shape[mode], () => new double[columns], (i, _, product) =>
        {
            var row = sums.RowSpan(i);
            for (var at = starts[i]; at < starts[i + 1]; at++) TensorPrimitives.Add(row, of(order[at], product), row);
            return product;
        }, _ => { });
        return sums;
    }
}
