using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>A perceptron of two hidden layers whose wide maps may be of any form: what dense, Monarch and low-rank training are compared on.</summary>
public static class Perceptron
{
    /// <summary>Dense maps, uniform in ±1/√inputs.</summary>
    public static Sequential Dense(int inputs, int hidden, int classes, RandomStream random) => Of(
        new Linear(inputs, hidden, random.Fork("first")), new Linear(hidden, hidden, random.Fork("second")), classes, random);

    /// <summary>Both wide maps are Monarch matrices.</summary>
    public static Sequential Monarch(int width, MonarchBlocks blocks, int classes, RandomStream random)
    {
        return Of(Map(random.Fork("first")), Map(random.Fork("second")), classes, random);

        Layer Map(RandomStream draws)
        {
            (int q, int k, int r) = (blocks.Outputs, blocks.Inputs, blocks.InnerRank);
            return new MonarchWeight(
                Initial(draws.Fork("left"), k * r, 1, q, width / q, k * r),
                Initial(draws.Fork("right"), width / k, 3, k, r * q, width / k)).ToLayer(Bias(draws, width), DType.F32);
        }
    }

    /// <summary>Both wide maps are low-rank matrices.</summary>
    public static Sequential LowRank(int width, int rank, int classes, RandomStream random)
    {
        return Of(Map(random.Fork("first")), Map(random.Fork("second")), classes, random);

        Layer Map(RandomStream draws) => new LowRankWeight(
            Initial(draws.Fork("left"), rank, 1, width, rank),
            Initial(draws.Fork("right"), width, 3, rank, width)).ToLayer(Bias(draws, width), DType.F32);
    }

    /// <summary>A copy of a network with its two wide maps in other forms (or dense), biases and last map kept.</summary>
    /// <param name="network">A network of this class.</param>
    /// <param name="form">From the dense weight of a wide map to what shall compute it.</param>
    public static Sequential Converted(Sequential network, Func<Tensor, CompressedWeight> form)
    {
        var parameters = network.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Data);
        var last = new Linear(parameters["4.weight"].Clone(), parameters["4.bias"].Clone());
        return new Sequential(Map("0"), Activate(), Map("2"), Activate(), last);

        Layer Map(string name)
        {
            var dense = parameters.TryGetValue($"{name}.weight", out var weight)
                ? weight.To(DType.F64)
                : new MonarchWeight(parameters[$"{name}.left"], parameters[$"{name}.right"]).ToDense();
            return form(dense) is var made and not DenseWeight
                ? made.ToLayer(parameters[$"{name}.bias"], DType.F32)
                : new Linear(dense.To(DType.F32), parameters[$"{name}.bias"].Clone());
        }
    }

    private static Sequential Of(Layer first, Layer second, int classes, RandomStream random)
    {
        int width = first.Parameters().Last().Length; // the bias
        return new Sequential(first, Activate(), second, Activate(), new Linear(width, classes, random.Fork("last")));
    }

    private static Activation Activate() => new(x => x.Relu());

    // Uniform with variance gain/(3 · fan-in): of the two factors one keeps the variance, the other does what the dense layer's first values do.
    private static Tensor Initial(RandomStream random, int fanIn, double gain, params ReadOnlySpan<int> shape) =>
        Initializers.Uniform(random, -Math.Sqrt(gain / fanIn), Math.Sqrt(gain / fanIn), DType.F32, shape);

    private static Tensor Bias(RandomStream random, int width) => Initial(random.Fork("bias"), width, 1, width);
}
