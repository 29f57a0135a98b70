namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>A function on [0, 1] to approximate.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Function">f.</param>
internal sealed record RangeTarget(string Name, Func<double, double> Function)
{
    /// <summary>A broad bump and two narrow ones: 0.2·e^(−(10x − 4)²) + 0.5·e^(−(80x − 40)²) + 0.3·e^(−(80x − 20)²).</summary>
    public static RangeTarget ThreeBumps { get; } = new("three bumps", x =>
        (0.2 * Math.Exp(-Math.Pow((10 * x) - 4, 2))) + (0.5 * Math.Exp(-Math.Pow((80 * x) - 40, 2))) + (0.3 * Math.Exp(-Math.Pow((80 * x) - 20, 2))));

    /// <summary>Periods of the sines.</summary>
    public static IReadOnlyList<int> Periods { get; } = [1, 2, 4, 8, 16];

    /// <summary>sin(2πqx).</summary>
    public static RangeTarget Sine(int periods) => new($"sine of {periods} period{(periods == 1 ? "" : "s")}", x => Math.Sin(2 * Math.PI * periods * x));

    /// <summary>Three bumps, then the sines.</summary>
    public static IReadOnlyList<RangeTarget> All { get; } = [ThreeBumps, .. Periods.Select(Sine)];
}
