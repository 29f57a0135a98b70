using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>A layer of a network that can be cut into two.</summary>
/// <param name="Stage">Its place in the network.</param>
/// <param name="Name">Its name.</param>
/// <param name="Weight">Its weight as it is trained.</param>
/// <param name="Bias">Its bias, or null.</param>
/// <param name="Places">How many places of the output an example has: pixels of a convolution, 1 for a linear layer.</param>
public sealed record PrunableLayer(int Stage, string Name, Variable Weight, Variable? Bias, int Places);

/// <summary>
/// A small network of convolutions and linear layers, one after the other with max(x, 0) between them, whose inner layers can be
/// cut into two. The first convolution and the classifier stay whole, as in the paper.
/// </summary>
public sealed class PrunableNetwork : Layer
{
    private readonly Stage[] _stages;

    private PrunableNetwork(IEnumerable<Stage> stages)
    {
        _stages = [.. stages];
        for (int i = 0; i < _stages.Length; i++)
            AddChild($"{i}", _stages[i].Map);
    }

    /// <summary>The layers that can be cut.</summary>
    public IReadOnlyList<PrunableLayer> Prunable => [.. Enumerable.Range(0, _stages.Length).Where(i => _stages[i].MayBeCut).Select(i => _stages[i].Map switch
    {
        Conv2d convolution => new PrunableLayer(i, $"conv{i + 1}", convolution.Weight, convolution.Bias, _stages[i].Places),
        Linear linear => new PrunableLayer(i, $"linear{i + 1}", linear.Weight, linear.Bias, 1),
        var other => throw new InvalidOperationException($"Layer {i + 1} is cut already ({other.GetType().Name})."),
    })];

    /// <summary>Multiplications with additions of an example in the layers that stay whole.</summary>
    public long WholeOperations => _stages.Where(stage => !stage.MayBeCut).Sum(stage => stage.Places * FilterMatrix.WholeOperations(ShapeOf(stage.Map)));

    /// <summary>Three convolutions of 3 × 3 and a linear layer, for square images of one channel; halved after the first and the last convolution.</summary>
    /// <param name="size">Height and width, a multiple of 4.</param>
    /// <param name="channels">Of the three convolutions.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values come from.</param>
    public static PrunableNetwork Convolutional(int size, int[] channels, int classes, RandomStream random)
    {
        if (size < 4 || size % 4 != 0 || channels.Length != 3)
            throw new ArgumentException($"Images of {size} are halved twice and pass three convolutions, not {channels.Length}.", nameof(size));
        int half = size / 2, quarter = size / 4;
        return new PrunableNetwork(
        [
            new(new Conv2d(1, channels[0], 3, random.Fork(0), padding: 1), size * size, MayBeCut: false, Halved: true),
            new(new Conv2d(channels[0], channels[1], 3, random.Fork(1), padding: 1), half * half, MayBeCut: true, Halved: false),
            new(new Conv2d(channels[1], channels[2], 3, random.Fork(2), padding: 1), half * half, MayBeCut: true, Halved: true),
            new(new Linear(channels[2] * quarter * quarter, classes, random.Fork(3)), 1, MayBeCut: false, Halved: false),
        ]);
    }

    /// <summary>Linear layers, all but the last of which can be cut.</summary>
    /// <param name="widths">From input to output.</param>
    /// <param name="random">Where the first values come from.</param>
    public static PrunableNetwork Perceptron(int[] widths, RandomStream random) => new(Enumerable.Range(0, widths.Length - 1).Select(i =>
        new Stage(new Linear(widths[i], widths[i + 1], random.Fork(i)), 1, MayBeCut: i + 2 < widths.Length, Halved: false)));

    /// <summary>The scores before softmax.</summary>
    /// <param name="x">(batch, 1, size, size) or (batch, inputs).</param>
    /// <returns>(batch, classes).</returns>
    public override Variable Forward(Variable x)
    {
        for (int i = 0; i < _stages.Length; i++)
        {
            if (x.Rank == 4 && i == _stages.Length - 1)
                x = x.Reshape(x.Shape[0], -1);
            x = _stages[i].Map.Forward(x);
            if (i < _stages.Length - 1)
                x = x.Relu();
            if (_stages[i].Halved)
                x = Pooling.Max(x);
        }

        return x;
    }

    /// <summary>A copy whose layers of lower rank are cut into two; where that would take as many operations as before, the truncated weight stays whole.</summary>
    /// <param name="scheme">How filters are seen as matrices.</param>
    /// <param name="ranks">One for each layer of <see cref="Prunable"/>.</param>
    public PrunableNetwork Decomposed(FilterScheme scheme, IReadOnlyList<int> ranks)
    {
        var stages = _stages.Select(stage => stage with { Map = Copy(stage.Map, null) }).ToArray();
        foreach ((var layer, int rank) in Prunable.Zip(ranks))
        {
            var svd = LinearAlgebra.Svd(FilterMatrix.Of(layer.Weight.Data, scheme).EnsureFinite(layer.Name));
            var dtype = layer.Weight.DType;
            bool whole = FilterMatrix.FactoredOperations(layer.Weight.Shape, scheme, rank) >= FilterMatrix.WholeOperations(layer.Weight.Shape);
            Layer map = whole
                ? Copy(_stages[layer.Stage].Map, FilterMatrix.ToWeight(svd.Rebuild(rank), scheme, layer.Weight.Shape))
                : layer.Weight.Rank == 4
                    ? new FactoredConvolution(svd, rank, scheme, layer.Weight.Shape, layer.Bias?.Data, dtype)
                    : Factors(svd, rank).ToLayer(layer.Bias?.Data, dtype);
            stages[layer.Stage] = stages[layer.Stage] with { Map = map, MayBeCut = false };
        }

        return new PrunableNetwork(stages);
    }

    /// <summary>Multiplications with additions of an example when the layers have ranks, each layer in its cheaper form.</summary>
    /// <param name="scheme">How filters are seen as matrices.</param>
    /// <param name="ranks">One for each layer of <see cref="Prunable"/>; null: nothing is cut.</param>
    public long Operations(FilterScheme scheme, IReadOnlyList<int>? ranks)
    {
        var layers = Prunable;
        return WholeOperations + layers.Select((layer, l) => layer.Places * Math.Min(
            FilterMatrix.WholeOperations(layer.Weight.Shape),
            ranks is null ? long.MaxValue : FilterMatrix.FactoredOperations(layer.Weight.Shape, scheme, ranks[l]))).Sum();
    }

    private static ReadOnlySpan<int> ShapeOf(Layer map) => map is Conv2d convolution ? convolution.Weight.Shape : ((Linear)map).Weight.Shape;

    private static LowRankWeight Factors(SvdDecomposition svd, int rank)
    {
        var root = svd.S.Slice(0, 0, rank).Sqrt();
        return new LowRankWeight((svd.U.Slice(1, 0, rank) * root).Contiguous(), (svd.Vt.Slice(0, 0, rank).Transpose() * root).Transpose().Contiguous());
    }

    private static Layer Copy(Layer map, Tensor? weight)
    {
        switch (map)
        {
            case Linear linear:
                return new Linear((weight ?? linear.Weight.Data).To(linear.Weight.DType).Clone(), linear.Bias?.Data.Clone());
            case Conv2d convolution:
                var copy = new Conv2d(
                    convolution.Weight.Shape[1], convolution.Weight.Shape[0], convolution.Weight.Shape[2], new RandomStream(0), padding: convolution.Weight.Shape[2] / 2, dtype: convolution.Weight.DType);
                copy.LoadStateDictionary(convolution.StateDictionary());
                if (weight is not null)
                    copy.Weight.Data.CopyFrom(weight.To(convolution.Weight.DType));
                return copy;
            default:
                throw new InvalidOperationException($"A network that is cut already ({map.GetType().Name}) is not cut again.");
        }
    }

    private sealed record Stage(Layer Map, int Places, bool MayBeCut, bool Halved);
}
