using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Farms;

/// <summary>C1: exponents of random matrices of four shapes, all entries drawn alike.</summary>
internal static class RandomMatrixPart
{
    private const int Width = 128;

    /// <summary>a of the shapes 128a × 128.</summary>
    public static readonly int[] Aspects = [1, 2, 4, 8];

    /// <summary>The windows.</summary>
    public static readonly WindowGrid Grid = new();

    /// <summary>Exponents of one seed, by aspect.</summary>
    /// <param name="Normal">Plain, normal entries.</param>
    /// <param name="NormalWindows">FARMS, normal entries.</param>
    /// <param name="Heavy">Plain, Student's t with 3 degrees of freedom.</param>
    /// <param name="HeavyWindows">FARMS, the same.</param>
    internal sealed record Exponents(double[] Normal, double[] NormalWindows, double[] Heavy, double[] HeavyWindows);

    /// <summary>Measures a seed.</summary>
    public static Exponents Measure(RandomStream random)
    {
        Tensor[] normal = [.. Aspects.Select(a => random.Fork($"normal {a}").Normal(Width * a, Width))];
        Tensor[] heavy = [.. Aspects.Select(a => StudentT(random.Fork($"heavy {a}"), Width * a, Width))];
        return new Exponents(Of(normal, null), Of(normal, Grid), Of(heavy, null), Of(heavy, Grid));

        static double[] Of(Tensor[] matrices, WindowGrid? grid) => [.. matrices.Select(matrix => Spectra.Exponent(matrix, grid)!.Value)];
    }

    /// <summary>Joins exponents to the checks.</summary>
    public static void Observe(FindingsBuilder found, long seed, Exponents of)
    {
        foreach (var (name, plain, windows) in new[] { ("normal entries", of.Normal, of.NormalWindows), ("heavy-tailed entries", of.Heavy, of.HeavyWindows) })
        {
            found.Observe("C1", "bias", name, seed, Spread(plain));
            found.ObservePair("C1", "removed", name, seed, Spread(windows), Spread(plain));
        }

        found.Observe("C1", "separates", "", seed, Separation(of.HeavyWindows, of.NormalWindows));
    }

    /// <summary>The share of pairs in which the first is smaller; equal ones count half.</summary>
    public static double Separation(double[] smaller, double[] larger) =>
        smaller.SelectMany(s => larger.Select(l => s < l ? 1 : s == l ? 0.5 : 0)).Average();

    private static double Spread(double[] exponents) => exponents.Max() - exponents.Min();

    // z/√(χ²₃/3)
    private static Tensor StudentT(RandomStream random, int rows, int columns)
    {
        var squares = random.Normal(3, rows, columns).Square().Sum(0) / 3;
        return random.Normal(rows, columns) / squares.Sqrt();
    }
}
