using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Bench;

/// <summary>Seeded inputs, and distances for the errors.</summary>
internal static class Sample
{
    public static Tensor Normal(params int[] shape) => new RandomStream(1).Normal(shape);

    public static Complex[] ComplexNormal(int length)
    {
        var stream = new RandomStream(1);
        var values = new Complex[length];
        for (int i = 0; i < length; i++)
            values[i] = new Complex(stream.NextNormal(), stream.NextNormal());
        return values;
    }

    /// <summary>‖actual − expected‖ / ‖expected‖, Frobenius.</summary>
    public static double Distance(Tensor actual, Tensor expected) =>
        (actual.To(DType.F64) - expected.To(DType.F64)).FrobeniusNorm() / expected.To(DType.F64).FrobeniusNorm();
}
