using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// Where the weights of a model under construction come from. A model names each weight, its shape and how it is drawn; a source draws it,
/// or reads it from a file under this name.
/// </summary>
/// <param name="dtype">F32 or F64.</param>
/// <param name="random">For dropout, and for fresh weights.</param>
internal abstract class WeightSource(DType dtype, RandomStream random)
{
    /// <summary>The type of the weights.</summary>
    public DType DType => dtype;

    /// <summary>A weight that is drawn from a normal distribution with the configured deviation times a factor.</summary>
    public abstract Tensor Normal(string name, ReadOnlySpan<int> shape, double factor = 1);

    /// <summary>A weight that begins with one value everywhere.</summary>
    public abstract Tensor Constant(string name, ReadOnlySpan<int> shape, double value);

    /// <summary>x Wᵀ + b with W (outputs, inputs); the bias begins with 0.</summary>
    public Linear Linear(string name, int inputs, int outputs, bool bias = true) => new(
        Normal($"{name}.weight", [outputs, inputs]),
        bias ? Constant($"{name}.bias", [outputs], 0) : null);

    /// <summary>A table of vectors.</summary>
    public Embedding Embedding(string name, int count, int width) => new(Normal($"{name}.weight", [count, width]));

    /// <summary>Layer norm with weight 1 and bias 0 at first.</summary>
    public LayerNorm LayerNorm(string name, int width, double epsilon) => new(
        Constant($"{name}.weight", [width], 1),
        Constant($"{name}.bias", [width], 0),
        epsilon);

    /// <summary>RMS norm with weight 1 at first.</summary>
    public RmsNorm RmsNorm(string name, int width, double epsilon) => new(Constant($"{name}.weight", [width], 1), epsilon);

    /// <summary>Dropout with a stream of its own.</summary>
    public Dropout Dropout(string name, double probability) => new(probability, random.Fork(name));

    /// <summary>Weights drawn at random; each from the fork of its name, so that none depends on the others.</summary>
    public sealed class Fresh(DType dtype, double deviation, RandomStream random) : WeightSource(dtype, random)
    {
        private readonly RandomStream _random = random;

        public override Tensor Normal(string name, ReadOnlySpan<int> shape, double factor = 1) =>
            Initializers.Normal(_random.Fork(name), deviation * factor, DType, shape);

        public override Tensor Constant(string name, ReadOnlySpan<int> shape, double value) => Tensor.Full(value, DType, shape);
    }

    /// <summary>Weights read from a model's folder; one that is missing or of another shape is an error with its name.</summary>
    public sealed class Stored(ModelDirectory directory, DType dtype) : WeightSource(dtype, new RandomStream(0))
    {
        public override Tensor Normal(string name, ReadOnlySpan<int> shape, double factor = 1) => directory.Read(name, DType, shape);

        public override Tensor Constant(string name, ReadOnlySpan<int> shape, double value) => directory.Read(name, DType, shape);
    }

    /// <summary>Weights that somebody else finds.</summary>
    public sealed class Given(DType dtype, WeightReading read) : WeightSource(dtype, new RandomStream(0))
    {
        public override Tensor Normal(string name, ReadOnlySpan<int> shape, double factor = 1) => read(name, shape);

        public override Tensor Constant(string name, ReadOnlySpan<int> shape, double value) => read(name, shape);
    }
}
