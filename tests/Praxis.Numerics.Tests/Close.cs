namespace Praxis.Numerics.Tests;

/// <summary>Comparisons with a tolerance that say how far apart the values are.</summary>
internal static class Close
{
    public static void Tensors(Tensor expected, Tensor actual, double tolerance)
    {
        Assert.Equal(expected.Shape.ToArray(), actual.Shape.ToArray());
        double[] e = expected.ToArray();
        double[] a = actual.ToArray();
        for (int i = 0; i < e.Length; i++)
            Assert.True(
                Math.Abs(e[i] - a[i]) <= tolerance,
                $"element {i}: expected {e[i]:R}, actual {a[i]:R}, apart {Math.Abs(e[i] - a[i]):E2}, allowed {tolerance:E2}");
    }

    public static void Numbers(double expected, double actual, double tolerance) =>
        Assert.True(
            Math.Abs(expected - actual) <= tolerance,
            $"expected {expected:R}, actual {actual:R}, apart {Math.Abs(expected - actual):E2}, allowed {tolerance:E2}");

    public static void Orthonormal(Tensor q, double tolerance) =>
        Tensors(Tensor.Identity(q.Columns), LinearAlgebra.MatMul(q, q, true, false), tolerance);
}
