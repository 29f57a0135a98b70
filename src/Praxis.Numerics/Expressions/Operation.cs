namespace Praxis.Numerics;

/// <summary>Something a formula can do with one or two numbers: for one point, and for a block of points at once.</summary>
internal abstract class Operation(string name)
{
    /// <summary>The function's name, or the operator's sign.</summary>
    public string Name { get; } = name;

    public abstract int Operands { get; }

    /// <summary>The value at one point; <paramref name="b"/> is not looked at where there is one operand.</summary>
    public abstract double Apply(double a, double b);

    /// <summary>The values at a block of points; the result may lie where an operand lies.</summary>
    public abstract void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result);
}

internal delegate void UnaryBlock(ReadOnlySpan<double> x, Span<double> result);

internal delegate void BinaryBlock(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result);

internal sealed class UnaryOperation(string name, Func<double, double> one, UnaryBlock? many = null) : Operation(name)
{
    public override int Operands => 1;

    public override double Apply(double a, double b) => one(a);

    public override void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        if (many is not null)
        {
            many(a, result);
            return;
        }

        for (int i = 0; i < result.Length; i++)
            result[i] = one(a[i]);
    }
}

internal sealed class BinaryOperation(string name, Func<double, double, double> one, BinaryBlock? many = null) : Operation(name)
{
    public override int Operands => 2;

    public override double Apply(double a, double b) => one(a, b);

    public override void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        if (many is not null)
        {
            many(a, b, result);
            return;
        }

        for (int i = 0; i < result.Length; i++)
            result[i] = one(a[i], b[i]);
    }
}

/// <summary>x to a whole power by repeated squaring, which is exact where the products are.</summary>
internal sealed class IntegerPower(int exponent) : Operation($"power {exponent}")
{
    /// <summary>Larger powers go through the general function.</summary>
    public const int Most = 64;

    public override int Operands => 1;

    public override double Apply(double a, double b)
    {
        double result = 1, square = a;
        for (int rest = Math.Abs(exponent); rest > 0; rest >>= 1)
        {
            if ((rest & 1) != 0)
                result *= square;
            square *= square;
        }

        return exponent < 0 ? 1 / result : result;
    }

    public override void Apply(ReadOnlySpan<double> a, ReadOnlySpan<double> b, Span<double> result)
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = Apply(a[i], 0);
    }
}
