using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>A function to interpolate, with its range and the floor ε its zeros ask for.</summary>
/// <param name="Name">Its formula in words.</param>
/// <param name="Function">f.</param>
/// <param name="From">Lower end of the range.</param>
/// <param name="To">Upper end of the range.</param>
/// <param name="Scale">ε: 0 where |f| stays above zero, 1 (the size of f) where f crosses it.</param>
internal sealed record TestFunction(string Name, Func<double, double> Function, double From, double To, double Scale)
{
    /// <summary>The fixed functions of the study.</summary>
    public static IReadOnlyList<TestFunction> Fixed { get; } =
    [
        new("sin x", Math.Sin, 0, 2 * Math.PI, 1),
        new("exp(−x²)", x => Math.Exp(-x * x), -4, 4, 0),
        new("1/(1 + 25x²)", x => 1 / (1 + 25 * x * x), -1, 1, 0),
        new("x^0.3", x => Math.Pow(x, 0.3), 0.01, 10, 0),
        new("exp(−x) cos 10x", x => Math.Exp(-x) * Math.Cos(10 * x), 0, 5, 1),
        new("sin x²", x => Math.Sin(x * x), 0, 10, 1),
    ];

    /// <summary>AutoKnots for this function.</summary>
    public AutoKnotsOptions OptionsFor(double tolerance) => new() { Tolerance = tolerance, Scale = Scale };

    /// <summary>The names of the random families.</summary>
    public static IReadOnlyList<string> Families { get; } = ["polynomials", "sums of cosines", "sums of Gaussians"];

    /// <summary>A random function on [0, 1] of size about 1.</summary>
    public static TestFunction Draw(string family, RandomStream random) => new(family, family switch
    {
        "polynomials" => Polynomial(random),
        "sums of cosines" => Cosines(random),
        "sums of Gaussians" => Gaussians(random),
        _ => throw new ArgumentException($"There is no family '{family}'.", nameof(family)),
    }, 0, 1, Scale: 1);

    /// <summary>A Gaussian of standard deviation <paramref name="width"/> on a flat 1.</summary>
    public static TestFunction Plateau(double centre, double width) =>
        new("Gaussian on a plateau", x => 1 + Math.Exp(-0.5 * (x - centre) * (x - centre) / (width * width)), 0, 1, 0);

    /// <summary>The polynomial of degree 7 through 8 points, both ends and 6 uniform places between, with standard normal heights.</summary>
    private static Func<double, double> Polynomial(RandomStream random)
    {
        double[] x = [0, .. Enumerable.Range(0, 6).Select(_ => random.NextDouble()), 1];
        double[] y = [.. x.Select(_ => random.NextNormal())];
        // Barycentric weights: this form is stable however close two of the places are.
        double[] weight = [.. x.Select((xi, i) => 1 / x.Where((_, j) => j != i).Aggregate(1.0, (product, xj) => product * (xi - xj)))];
        return at =>
        {
            double above = 0, below = 0;
            for (var i = 0; i < x.Length; i++)
            {
                if (at == x[i]) return y[i];
                var share = weight[i] / (at - x[i]);
                above += share * y[i];
                below += share;
            }
            return above / below;
        };
    }

    /// <summary>Ten cosines with standard normal amplitudes and frequencies up to 10.</summary>
    private static Func<double, double> Cosines(RandomStream random)
    {
        (double Amplitude, double Frequency)[] terms = [.. Enumerable.Range(0, 10).Select(_ => (random.NextNormal(), 2 * Math.PI * 10 * random.NextDouble()))];
        return at =>
        {
            double sum = 0;
            foreach (var (amplitude, frequency) in terms) sum += amplitude * Math.Cos(frequency * at);
            return sum;
        };
    }

    /// <summary>Ten Gaussians with standard normal amplitudes and standard deviations log-uniform between 0.01 and 0.3.</summary>
    private static Func<double, double> Gaussians(RandomStream random)
    {
        (double Amplitude, double Centre, double Precision)[] terms = [.. Enumerable.Range(0, 10).Select(_ =>
            (random.NextNormal(), random.NextDouble(), Math.Pow(0.01 * Math.Pow(30, random.NextDouble()), -2)))];
        return at =>
        {
            double sum = 0;
            foreach (var (amplitude, centre, precision) in terms) sum += amplitude * Math.Exp(-0.5 * precision * (at - centre) * (at - centre));
            return sum;
        };
    }
}
