using System.Numerics.Tensors;

namespace Praxis.Numerics.Backends;

/// <summary>Elementary reflections I − tau v vᵀ with v[0] = 1.</summary>
internal static unsafe class Householder
{
    /// <summary>Turns x into v such that (I − tau v vᵀ) x = (diagonal, 0, …), and returns tau; 0 when nothing is to be reflected.</summary>
    public static double Reflect(Span<double> x, out double diagonal)
    {
        double norm = Norm(x);
        double head = x[0];
        x[0] = 1;
        if (x[1..].IndexOfAnyExcept(0.0) < 0)
        {
            diagonal = head;
            return 0;
        }

        diagonal = head > 0 ? -norm : norm;
        double divisor = head - diagonal;
        TensorPrimitives.Divide(x[1..], divisor, x[1..]);
        return -divisor / diagonal;
    }

    private static double Norm(ReadOnlySpan<double> x)
    {
        double plain;
        fixed (double* p = x)
            plain = Math.Sqrt(RowSweep.Dot(p, p, x.Length));
        if (plain is > 1e-140 and < 1e150 || double.IsNaN(plain))
            return plain;
        double scale = 0;
        foreach (double value in x)
            scale = Math.Max(scale, Math.Abs(value));
        if (scale == 0 || double.IsInfinity(scale))
            return scale;
        double sum = 0;
        foreach (double value in x)
            sum += value / scale * (value / scale);
        return scale * Math.Sqrt(sum);
    }
}
