using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// Random first values of parameters. The fan-in of a weight (out, in, …) is the product of all lengths but the first; the fan-out that of
/// all but the second.
/// </summary>
public static class Initializers
{
    /// <summary>Uniform in [low, high).</summary>
    public static Tensor Uniform(RandomStream random, double low, double high, DType dtype, params ReadOnlySpan<int> shape) =>
        ((random.Uniform(shape) * (high - low)) + low).To(dtype);

    /// <summary>Normal with mean 0.</summary>
    public static Tensor Normal(RandomStream random, double deviation, DType dtype, params ReadOnlySpan<int> shape) =>
        (random.Normal(shape) * deviation).To(dtype);

    /// <summary>Uniform in ±√3 gain/√fan-in; the gain is √2 for ReLU (He et al., 2015).</summary>
    public static Tensor KaimingUniform(RandomStream random, DType dtype, ReadOnlySpan<int> shape, double gain = 1.4142135623730951)
    {
        double bound = gain * Math.Sqrt(3.0 / Fans(shape).In);
        return Uniform(random, -bound, bound, dtype, shape);
    }

    /// <summary>Normal with deviation gain/√fan-in; the gain is √2 for ReLU (He et al., 2015).</summary>
    public static Tensor KaimingNormal(RandomStream random, DType dtype, ReadOnlySpan<int> shape, double gain = 1.4142135623730951) =>
        Normal(random, gain / Math.Sqrt(Fans(shape).In), dtype, shape);

    /// <summary>Uniform in ±gain √(6/(fan-in + fan-out)) (Glorot and Bengio, 2010).</summary>
    public static Tensor XavierUniform(RandomStream random, DType dtype, ReadOnlySpan<int> shape, double gain = 1)
    {
        (int fanIn, int fanOut) = Fans(shape);
        double bound = gain * Math.Sqrt(6.0 / (fanIn + fanOut));
        return Uniform(random, -bound, bound, dtype, shape);
    }

    /// <summary>Normal with deviation gain √(2/(fan-in + fan-out)) (Glorot and Bengio, 2010).</summary>
    public static Tensor XavierNormal(RandomStream random, DType dtype, ReadOnlySpan<int> shape, double gain = 1)
    {
        (int fanIn, int fanOut) = Fans(shape);
        return Normal(random, gain * Math.Sqrt(2.0 / (fanIn + fanOut)), dtype, shape);
    }

    /// <summary>A matrix (out, everything else) whose rows or columns, whichever are fewer, are orthogonal with norm gain (Saxe et al., 2014).</summary>
    public static Tensor Orthogonal(RandomStream random, DType dtype, ReadOnlySpan<int> shape, double gain = 1)
    {
        (int rows, int columns) = (shape[0], Fans(shape).In);

        // With a non-negative diagonal of R, the Q of a normal matrix is uniformly distributed.
        var q = LinearAlgebra.Qr(random.Normal(Math.Max(rows, columns), Math.Min(rows, columns))).Q;
        return ((rows < columns ? q.Transpose() : q).Reshape(shape) * gain).To(dtype);
    }

    /// <summary>What Linear and the convolutions begin with in PyTorch: uniform in ±1/√fan-in.</summary>
    internal static Tensor Default(RandomStream random, int fanIn, DType dtype, params ReadOnlySpan<int> shape)
    {
        double bound = 1 / Math.Sqrt(Math.Max(1, fanIn));
        return Uniform(random, -bound, bound, dtype, shape);
    }

    private static (int In, int Out) Fans(ReadOnlySpan<int> shape)
    {
        if (shape.Length < 2)
            throw new ShapeException("A weight needs at least two axes (out, in) for its fan-in.");
        int field = 1;
        foreach (int length in shape[2..])
            field *= length;
        return (shape[1] * field, shape[0] * field);
    }
}
