using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class FormatTests
{
    private static readonly int[] Shape = [4, 3, 5, 2];

    public static TheoryData<string> Formats => ["Tucker", "CP", "train"];

    [Fact]
    public void Rebuilding_follows_the_definitions()
    {
        int[] at = [3, 1, 4, 1];
        var cp = Cp(1);
        var sum = Enumerable.Range(0, cp.Terms).Sum(s => cp.Weights[s] * Enumerable.Range(0, 4).Aggregate(1.0, (product, l) => product * cp.Factors[l][at[l], s]));
        Assert.Equal(sum, cp.Rebuild()[at], 12);

        var train = Train(1);
        var matrix = Enumerable.Range(0, 4).Select(l => train.Cores[l].Select(1, at[l])).Aggregate(LinearAlgebra.MatMul);
        Assert.Equal(matrix[0, 0], train.Rebuild()[at], 12);
        Assert.Equal([2, 3, 2], train.Ranks);
        Assert.Equal(8 + 18 + 30 + 4, train.ParameterCount);
        Assert.Equal(3 * (4 + 3 + 5 + 2), cp.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Norm_entries_slices_and_scaling_are_those_of_the_full_tensor(string format)
    {
        var tensor = Make(format, 2);
        var full = tensor.Rebuild();
        Assert.Equal(Shape, tensor.Shape);
        Assert.Equal(full.FrobeniusNorm(), tensor.Norm(), 10);

        int[][] indices = [[0, 3, 2, 2], [2, 0, 1, 1], [4, 0, 3, 3], [1, 0, 1, 0]];
        var entries = tensor.Entries(indices);
        for (var p = 0; p < 4; p++) Assert.Equal(full[[.. indices.Select(list => list[p])]], entries[p], 12);

        for (var mode = 0; mode < 4; mode++)
        {
            var (slice, select) = tensor switch
            {
                TuckerTensor tucker => ((ITensorFormat)tucker.Slice(mode, 1, 1), (ITensorFormat)tucker.Select(mode, 1)),
                CpTensor cp => (cp.Slice(mode, 1, 1), cp.Select(mode, 1)),
                TensorTrain train => (train.Slice(mode, 1, 1), train.Select(mode, 1)),
                _ => throw new InvalidOperationException(),
            };
            Near(full.Slice(mode, 1, 1), slice.Rebuild());
            Near(full.Select(mode, 1), select.Rebuild());
        }
        ITensorFormat scaled = tensor switch { TuckerTensor tucker => tucker.Scale(-2), CpTensor cp => cp.Scale(-2), var train => ((TensorTrain)train).Scale(-2) };
        Near(full * -2, scaled.Rebuild());
    }

    [Fact]
    public void Inner_products_and_sums_are_those_of_the_full_tensors()
    {
        double Full(ITensorFormat a, ITensorFormat b) => (a.Rebuild() * b.Rebuild()).Sum();
        Assert.Equal(Full(Tucker(1), Tucker(2)), Tucker(1).InnerProduct(Tucker(2)), 9);
        Assert.Equal(Full(Cp(1), Cp(2)), Cp(1).InnerProduct(Cp(2)), 9);
        Assert.Equal(Full(Train(1), Train(2)), Train(1).InnerProduct(Train(2)), 9);
        Near(Cp(1).Rebuild() + Cp(2).Rebuild(), Cp(1).Add(Cp(2)).Rebuild());
        Near(Train(1).Rebuild() + Train(2).Rebuild(), Train(1).Add(Train(2)).Rebuild());
        var one = new TensorTrain([Tensor.FromArray([1.0, 2, 3]).Reshape(1, 3, 1)]);
        Assert.Equal([2.0, 4, 6], one.Add(one).Rebuild().ToArray());
    }

    [Fact]
    public void Rounding_a_doubled_train_gives_back_its_ranks_and_cutting_keeps_the_tolerance()
    {
        var train = Train(3);
        var doubled = train.Add(train);
        Assert.Equal([4, 6, 4], doubled.Ranks);
        var rounded = doubled.Round(1e-12);
        Assert.Equal([2, 3, 2], rounded.Ranks);
        Near(train.Rebuild() * 2, rounded.Rebuild());
        // The difference of a train with itself has no rank at all; one is kept.
        var nothing = train.Add(train.Scale(-1)).Round(0.5);
        Assert.InRange(nothing.Norm(), 0, 1e-12 * train.Norm());
        foreach (var tolerance in (double[])[0.7, 0.3, 0.1])
            Assert.InRange((train.Round(tolerance).Rebuild() - train.Rebuild()).FrobeniusNorm(), 0, tolerance * train.Norm());
    }

    [Fact]
    public void Normalizing_sorts_the_terms_and_changes_nothing()
    {
        var cp = Cp(4);
        var normal = cp.Normalize();
        Near(cp.Rebuild(), normal.Rebuild());
        Assert.Equal(normal.Weights.ToArray().OrderDescending(), normal.Weights.ToArray());
        foreach (var factor in normal.Factors)
            for (var s = 0; s < 3; s++) Assert.Equal(1, factor.Column(s).FrobeniusNorm(), 12);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Throws<ShapeException>(() => new CpTensor(Tensor.Ones(2), [Tensor.Ones(3, 2), Tensor.Ones(3, 1)]));
        Assert.Throws<ShapeException>(() => new TensorTrain([Tensor.Ones(1, 3, 2), Tensor.Ones(3, 3, 1)]));
        Assert.Throws<ShapeException>(() => new TensorTrain([Tensor.Ones(1, 3, 2)]));
        Assert.Throws<ShapeException>(() => Train(1).Add(new TensorTrain([Tensor.Ones(1, 3, 1)])));
        Assert.Throws<ShapeException>(() => Train(1).Select(4, 0));
        Assert.Contains("index 5 in mode 2", Assert.Throws<ArgumentOutOfRangeException>(() => Train(1).Entries([[0], [0], [5], [0]])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Train(1).Round(1));
    }

    private static ITensorFormat Make(string format, long seed) => format switch { "Tucker" => Tucker(seed), "CP" => Cp(seed), _ => Train(seed) };

    private static TuckerTensor Tucker(long seed)
    {
        var random = new RandomStream(seed);
        return new TuckerTensor(random.Normal(2, 2, 3, 2), [.. Shape.Zip([2, 2, 3, 2], (n, r) => random.Normal(n, r))]);
    }

    private static CpTensor Cp(long seed)
    {
        var random = new RandomStream(seed);
        return new CpTensor(random.Normal(3), [.. Shape.Select(n => random.Normal(n, 3))]);
    }

    private static TensorTrain Train(long seed)
    {
        var random = new RandomStream(seed);
        return new TensorTrain([random.Normal(1, 4, 2), random.Normal(2, 3, 3), random.Normal(3, 5, 2), random.Normal(2, 2, 1)]);
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        Assert.InRange((expected - actual).MaxAbs(), 0, 1e-11 * (1 + expected.MaxAbs()));
    }
}
