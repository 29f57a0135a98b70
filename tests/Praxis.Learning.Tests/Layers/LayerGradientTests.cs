using Praxis.Numerics;

namespace Praxis.Learning.Tests.Layers;

/// <summary>Every layer's gradients, for its input and all parameters, against central differences.</summary>
public class LayerGradientTests
{
    private static readonly RandomStream Random = new(11);

    // A layer, its input, an input of nothing, and the shape of what becomes of that.
    private static readonly Dictionary<Type, (Func<Layer> Make, int[] Input, int[] Nothing, int[] Result)> Cases = new()
    {
        [typeof(Linear)] = (() => new Linear(4, 3, Random, dtype: DType.F64), [2, 4], [0, 4], [0, 3]),
        [typeof(Conv1d)] = (() => new Conv1d(2, 3, 2, Random, padding: 1, dtype: DType.F64), [2, 2, 4], [0, 2, 4], [0, 3, 5]),
        [typeof(Conv2d)] = (() => new Conv2d(2, 4, 2, Random, stride: 2, groups: 2, dtype: DType.F64), [2, 2, 4, 3], [0, 2, 4, 3], [0, 4, 2, 1]),
        [typeof(ConvTranspose2d)] = (() => new ConvTranspose2d(2, 3, 3, Random, stride: 2, padding: 1, dtype: DType.F64), [2, 2, 2, 3], [0, 2, 2, 3], [0, 3, 3, 5]),
        [typeof(LayerNorm)] = (() => new LayerNorm(5, dtype: DType.F64), [2, 3, 5], [2, 0, 5], [2, 0, 5]),
        [typeof(RmsNorm)] = (() => new RmsNorm(5, dtype: DType.F64), [2, 3, 5], [0, 5], [0, 5]),
        [typeof(BatchNorm)] = (Evaluated, [3, 2, 2], [0, 2, 2], [0, 2, 2]),
        [typeof(Gru)] = (() => new Gru(2, 3, Random, DType.F64), [2, 3, 2], [0, 3, 2], [0, 3, 3]),
        [typeof(Lstm)] = (() => new Lstm(2, 3, Random, DType.F64), [2, 3, 2], [0, 3, 2], [0, 3, 3]),
        [typeof(MultiheadAttention)] = (() => new MultiheadAttention(4, 2, Random, causal: true, DType.F64), [2, 3, 4], [2, 0, 4], [2, 0, 4]),
        [typeof(Dropout)] = (() => new Dropout(0.4, Random), [3, 4], [0, 4], [0, 4]),
        [typeof(Activation)] = (() => new Activation(x => x.Tanh()), [3, 4], [3, 0], [3, 0]),
        [typeof(Sequential)] = (() => new Sequential(new Linear(2, 3, Random, dtype: DType.F64), new Linear(3, 2, Random, dtype: DType.F64)), [3, 2], [0, 2], [0, 2]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys.Select(type => type.Name)];

    [Fact]
    public void Every_layer_has_a_case()
    {
        var layers = typeof(Layer).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Layer)) && !type.IsAbstract && type.Namespace == typeof(Layer).Namespace);
        Assert.Empty(layers.Except(Cases.Keys).Select(type => type.Name));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_central_differences_inside_a_scope_and_outside(string name)
    {
        (var make, int[] shape, _, _) = Of(name);
        var layer = make();
        var x = new Variable(Random.Fork("x").Normal(shape), requiresGrad: true);
        var seed = Random.Fork("seed").Normal(layer.Forward(x).Shape);
        Again(layer).Forward(x).Backward(seed);
        CheckAll();
        for (int round = 0; round < 2; round++)
        {
            x.ZeroGrad();
            layer.ZeroGrad();
            using (TensorScope.Begin())
                Again(layer).Forward(x).Backward(seed);
            CheckAll();
        }

        void CheckAll()
        {
            foreach ((string place, var leaf) in layer.NamedParameters().Prepend(("input", x)))
                Check(leaf, () => (Again(layer).Forward(x).Data * seed).Sum(), place);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_becomes_nothing_and_teaches_nothing(string name)
    {
        (var make, _, int[] nothing, int[] result) = Of(name);
        var layer = make();
        var x = new Variable(Tensor.Zeros(nothing), requiresGrad: true);
        var y = layer.Forward(x);
        Assert.Equal(result, y.Shape.ToArray());
        y.Backward(Tensor.Ones(result));
        Assert.Equal(nothing, x.Grad!.Shape.ToArray());
        foreach ((_, var parameter) in layer.NamedParameters())
            Assert.Equal(Tensor.Zeros(parameter.Shape).ToArray(), parameter.Grad!.ToArray());
    }

    [Fact]
    public void An_embedding_sums_the_gradients_of_each_number()
    {
        var embedding = new Embedding(4, 2, Random, DType.F64);
        var numbers = Tensor.FromArray([1L, 3, 1, 0]).Reshape(2, 2);
        var seed = Random.Fork("seed").Normal(2, 2, 2);
        embedding.Forward(numbers).Backward(seed);
        Check(embedding.Weight, () => (embedding.Forward(numbers).Data * seed).Sum(), "weight");
        embedding.ZeroGrad();
        var none = embedding.Forward(numbers.Slice(0, 0, 0));
        Assert.Equal([0, 2, 2], none.Shape.ToArray());
        none.Sum().Backward();
        Assert.Equal(0, embedding.Weight.Grad!.MaxAbs());
    }

    [Fact]
    public void Training_batch_norm_has_the_right_gradients_and_refuses_nothing()
    {
        var norm = new BatchNorm(2, dtype: DType.F64);
        var x = new Variable(Random.Fork("x").Normal(3, 2, 2), requiresGrad: true);
        var seed = Random.Fork("seed").Normal(3, 2, 2);
        norm.Forward(x).Backward(seed);
        foreach ((string place, var leaf) in norm.NamedParameters().Prepend(("input", x)))
            Check(leaf, () => (norm.Forward(x).Data * seed).Sum(), place);
        Assert.Throws<ShapeException>(() => norm.Forward(Tensor.Zeros(0, 2, 2)));
    }

    [Fact]
    public void A_recurrent_layer_refuses_a_sequence_of_nothing()
    {
        Assert.Throws<ShapeException>(() => new Lstm(2, 3, Random, DType.F64).Forward(Tensor.Zeros(2, 0, 2)));
        Assert.Throws<ShapeException>(() => new Gru(2, 3, Random, DType.F64).Forward(Tensor.Zeros(2, 0, 2)));
    }

    private static (Func<Layer> Make, int[] Input, int[] Nothing, int[] Result) Of(string name) =>
        Cases.Single(pair => pair.Key.Name == name).Value;

    private static BatchNorm Evaluated()
    {
        var norm = new BatchNorm(2, dtype: DType.F64);
        norm.Forward(Random.Fork("statistics").Normal(5, 2, 2));
        norm.Eval();
        return norm;
    }

    // Dropout drops the same again.
    private static Layer Again(Layer layer)
    {
        if (layer is Dropout dropout)
            dropout.Calls = 0;
        return layer;
    }

    private static void Check(Variable leaf, Func<double> value, string what)
    {
        const double Step = 1e-5;
        var places = leaf.Data.AsSpan();
        double[] gradient = leaf.Grad!.ToArray();
        for (int i = 0; i < places.Length; i++)
        {
            double before = places[i];
            places[i] = before + Step;
            double up = value();
            places[i] = before - Step;
            double slope = (up - value()) / (2 * Step);
            places[i] = before;
            Assert.True(Math.Abs(slope - gradient[i]) < 1e-7 * Math.Max(1, Math.Abs(slope)), $"{what} at {i}: {gradient[i]:R} instead of {slope:R}");
        }
    }
}
