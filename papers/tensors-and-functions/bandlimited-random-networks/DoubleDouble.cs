namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>A number of about 32 digits as the unevaluated sum of two doubles (Dekker, 1971; Knuth's exact sum, fused multiply-add for the exact product).</summary>
/// <param name="High">The leading part: the double nearest to the number.</param>
/// <param name="Low">What is left, at most half a unit in the last place of the leading part.</param>
public readonly record struct DoubleDouble(double High, double Low)
{
    private static readonly DoubleDouble Ln2 = new(0.6931471805599453, 2.3190468138462996e-17);

    /// <summary>A double, exactly.</summary>
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    /// <summary>The nearest double.</summary>
    public static explicit operator double(DoubleDouble value) => value.High + value.Low;

    /// <summary>The sum.</summary>
    public static DoubleDouble operator +(DoubleDouble a, DoubleDouble b)
    {
        var (high, error) = Sum(a.High, b.High);
        var (low, lowError) = Sum(a.Low, b.Low);
        (high, error) = QuickSum(high, error + low);
        return Normal(high, error + lowError);
    }

    /// <summary>The number with the other sign.</summary>
    public static DoubleDouble operator -(DoubleDouble a) => new(-a.High, -a.Low);

    /// <summary>The difference.</summary>
    public static DoubleDouble operator -(DoubleDouble a, DoubleDouble b) => a + -b;

    /// <summary>The product.</summary>
    public static DoubleDouble operator *(DoubleDouble a, DoubleDouble b)
    {
        var product = a.High * b.High;
        var error = Math.FusedMultiplyAdd(a.High, b.High, -product);
        return Normal(product, error + ((a.High * b.Low) + (a.Low * b.High)));
    }

    /// <summary>The quotient.</summary>
    public static DoubleDouble operator /(DoubleDouble a, DoubleDouble b)
    {
        var first = a.High / b.High;
        var rest = a - (b * first);
        var second = rest.High / b.High;
        rest -= b * second;
        return Normal(first, second) + (rest.High / b.High);
    }

    /// <summary>The square root of a number that is not negative.</summary>
    public static DoubleDouble Sqrt(DoubleDouble a)
    {
        if (a.High <= 0) return 0;
        // One step of Newton's method from the double's root.
        DoubleDouble root = Math.Sqrt(a.High);
        return root + ((a - (root * root)) / (root * 2));
    }

    /// <summary>e to a power between −700 and 700; smaller powers give 0.</summary>
    public static DoubleDouble Exp(DoubleDouble a)
    {
        if (a.High < -700) return 0;
        // e^a = 2^k · (e^r)^512 with |r| ≤ ln 2 / 1024; there ten terms of the series suffice.
        var k = Math.Round(a.High / Ln2.High);
        var r = (a - (Ln2 * k)) * (1.0 / 512);
        DoubleDouble term = r, sum = r; // e^r − 1
        for (var i = 2; i <= 10; i++)
        {
            term = term * r / i;
            sum += term;
        }
        // (1 + s)² − 1 = 2s + s² keeps the digits that 1 + s would lose.
        for (var square = 0; square < 9; square++) sum = (sum * 2) + (sum * sum);
        sum += 1;
        var scale = Math.ScaleB(1, (int)k);
        return new(sum.High * scale, sum.Low * scale);
    }

    private static (double Sum, double Error) Sum(double a, double b)
    {
        var sum = a + b;
        var part = sum - a;
        return (sum, (a - (sum - part)) + (b - part));
    }

    private static (double Sum, double Error) QuickSum(double large, double small)
    {
        var sum = large + small;
        return (sum, small - (sum - large));
    }

    private static DoubleDouble Normal(double large, double small)
    {
        var (high, low) = QuickSum(large, small);
        return new(high, low);
    }
}
