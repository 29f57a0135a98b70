namespace Praxis.Numerics;

public sealed partial class RandomStream
{
    /// <summary>A number of the exponential distribution with mean 1: density e^−x for x ≥ 0.</summary>
    public double NextExponential() => -Math.Log(1 - NextDouble());

    /// <summary>A number of the Laplace distribution with scale 1: density e^−|x| / 2; its variance is 2.</summary>
    public double NextLaplace() => NextSign() * NextExponential();

    /// <summary>A tensor (F64) of numbers of the exponential distribution with mean 1.</summary>
    public Tensor Exponential(params ReadOnlySpan<int> shape)
    {
        var tensor = Tensor.Zeros(DType.F64, shape);
        foreach (ref double value in tensor.AsSpan())
            value = NextExponential();
        return tensor;
    }

    /// <summary>A tensor (F64) of numbers of the Laplace distribution with scale 1.</summary>
    public Tensor Laplace(params ReadOnlySpan<int> shape)
    {
        var tensor = Tensor.Zeros(DType.F64, shape);
        foreach (ref double value in tensor.AsSpan())
            value = NextLaplace();
        return tensor;
    }

    private static void RequirePositive(double value, string name)
    {
        if (!(value > 0 && double.IsFinite(value)))
            throw new ArgumentOutOfRangeException(name, value, "A positive, finite number is needed.");
    }
}
