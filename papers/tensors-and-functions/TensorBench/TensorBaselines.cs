using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Tucker by higher-order SVD.</summary>
public sealed class HigherOrderSvdEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "Tucker, HOSVD";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel) => new(new HigherOrderSvd(tensor).Truncate(tolerance));
}

/// <summary>Tucker by sequentially truncated higher-order SVD.</summary>
public sealed class SequentialSvdEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "Tucker, ST-HOSVD";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel) => new(SequentialSvd.Compute(tensor, tolerance).Tensor);
}

/// <summary>Tucker by orthogonal iteration: ranks that a higher-order SVD takes for a looser tolerance, tightened until the iteration's error keeps the wanted one.</summary>
public sealed class TuckerIterationEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "Tucker, HOOI";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel)
    {
        var svd = new HigherOrderSvd(tensor);
        var products = new DenseTensorProducts(tensor);
        // √d looser is where a higher-order SVD would begin if its modes cut off the same.
        for (var looser = Math.Min(0.99, tolerance * Math.Sqrt(tensor.Rank)); ; looser = Math.Max(0.9 * looser, tolerance))
        {
            cancel.ThrowIfCancellationRequested();
            var result = TuckerIteration.Fit(products, svd.Truncate(looser).Factors, new AlternatingOptions { Sweeps = 20, Tolerance = 1e-4 * tolerance });
            if (result.Errors[^1] <= tolerance || looser <= tolerance) return new TensorFit(result.Tensor);
        }
    }
}

/// <summary>CP by alternating least squares, with more and more terms until the tolerance is kept.</summary>
public sealed class CpEntry : ITensorEntry
{
    private static readonly int[] Ladder = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48];

    /// <inheritdoc/>
    public string Name => "CP, alternating least squares";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel)
    {
        var products = new DenseTensorProducts(tensor);
        CpTensor? best = null;
        foreach (var terms in Ladder)
        {
            cancel.ThrowIfCancellationRequested();
            if (best is not null && terms * (long)tensor.Shape.ToArray().Sum() > tensor.Length) break;
            var result = CpLeastSquares.Fit(products, Start(products, best, terms, random.Fork(terms)), new AlternatingOptions { Sweeps = 60, Tolerance = 1e-3 * tolerance });
            best = result.Tensor;
            if (result.Errors[^1] <= tolerance) break;
        }
        return new TensorFit(best!);
    }

    // The terms found before, and random ones beside them.
    private static Tensor[] Start(DenseTensorProducts products, CpTensor? found, int terms, RandomStream random) =>
    [
        .. products.Shape.Select((n, mode) => found is null
            ? random.Fork(mode).Normal(n, terms)
            : Tensor.Concat(1, found.Factors[mode], random.Fork(mode).Normal(n, terms - found.Terms) / Math.Sqrt(n))),
    ];
}

/// <summary>Tensor train by singular value decompositions.</summary>
public sealed class TensorTrainSvdEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "tensor train, TT-SVD";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel) => new(TensorTrainSvd.Compute(tensor, tolerance).Tensor);
}

/// <summary>Tensor train by cross interpolation, which looks at some entries only; rounded afterwards.</summary>
public sealed class TensorTrainCrossEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "tensor train, cross";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel)
    {
        // The largest error of an entry that keeps the wanted mean one if all were as large; the sizes are guessed from entries that are looked at anyway.
        var sample = Enumerable.Range(0, 1000).Select(_ => Math.Abs(tensor[tensor.Shape.ToArray().Select(n => random.Next(n)).ToArray()])).ToArray();
        var ratio = sample.Max() > 0 ? Math.Sqrt(sample.Average(value => value * value)) / sample.Max() : 1;
        var result = TensorTrainCross.Interpolate(tensor.Shape.ToArray(), index =>
        {
            cancel.ThrowIfCancellationRequested();
            return tensor[index];
        }, random, new CrossOptions { Tolerance = Math.Max(1e-12, 0.5 * tolerance * ratio), LargestRank = 64, Sweeps = 8 });
        return new TensorFit(result.Train.Round(0.5 * tolerance), Math.Min(tensor.Length, result.EntriesRead + sample.Length));
    }
}

/// <summary>The yardstick without tensors: the modes in two groups, and the singular value decomposition of that matrix.</summary>
public sealed class MatrixSvdEntry : ITensorEntry
{
    /// <inheritdoc/>
    public string Name => "matrix, SVD";

    /// <inheritdoc/>
    public TensorFit Fit(Tensor tensor, double tolerance, RandomStream random, CancellationToken cancel)
    {
        // The most nearly square matrix of neighbouring modes.
        int[] shape = tensor.Shape.ToArray();
        var split = Enumerable.Range(1, shape.Length - 1).MinBy(modes => TensorIndices.Count(shape[..modes]) + TensorIndices.Count(shape[modes..]));
        var rows = (int)TensorIndices.Count(shape[..split]);
        var cut = TensorTrainSvd.Compute(tensor.Contiguous().Reshape(rows, tensor.Length / rows), tolerance);
        return new TensorFit(new MatrixOfModes(cut.Tensor, shape, split));
    }

    private sealed class MatrixOfModes(TensorTrain matrix, int[] shape, int split) : ITensorFormat
    {
        public IReadOnlyList<int> Shape => shape;

        public long ParameterCount => matrix.ParameterCount;

        public Tensor Rebuild() => matrix.Rebuild().Reshape(shape);

        public double Norm() => matrix.Norm();

        public Tensor Entries(IReadOnlyList<int[]> indices)
        {
            TensorIndices.Check(shape, indices);
            return matrix.Entries([Joined(indices, 0, split), Joined(indices, split, shape.Length)]);
        }

        private int[] Joined(IReadOnlyList<int[]> indices, int first, int end) =>
        [
            .. Enumerable.Range(0, indices[0].Length).Select(p => Enumerable.Range(first, end - first).Aggregate(0, (place, mode) => (place * shape[mode]) + indices[mode][p])),
        ];
    }
}
