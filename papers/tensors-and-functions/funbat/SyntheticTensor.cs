using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>The paper's synthetic tensor of two modes, f(i₁, i₂) = U¹(i₁)·U²(i₂), measured with noise at scattered places.</summary>
public static class SyntheticTensor
{
    /// <summary>U¹ and U² on [0, 1].</summary>
    public static IReadOnlyList<Func<double, double>> Functions { get; } =
    [
        t => Math.Pow(Math.Sin(2 * Math.PI * t), 2) * Math.Cos(2 * Math.PI * t),
        t => Math.Exp(-2 * t) * Math.Sin(1.5 * Math.PI * t),
    ];

    /// <summary>Six grids of 15 × 15 random coordinates, 1,350 measurements with noise of 0.05 standard deviations; 650 of them for training.</summary>
    public static SyntheticDraw Draw(RandomStream random)
    {
        const int batches = 6, side = 15, training = 650;
        var coordinates = Tensor.Zeros(batches * side * side, 2);
        var surface = Tensor.Zeros(coordinates.Rows);
        for (int batch = 0, n = 0; batch < batches; batch++)
        {
            Tensor first = random.Uniform(side), second = random.Uniform(side);
            for (var i = 0; i < side; i++)
                for (var j = 0; j < side; j++, n++)
                {
                    (coordinates[n, 0], coordinates[n, 1]) = (first[i], second[j]);
                    surface[n] = Functions[0](first[i]) * Functions[1](second[j]);
                }
        }
        var deviation = (surface - surface.Mean()).FrobeniusNorm() / Math.Sqrt(surface.Length);
        var measured = surface + random.Normal(surface.Length) * (0.05 * deviation);
        var order = random.Permutation(surface.Length);
        int[] train = order[..training], test = order[training..];
        return new SyntheticDraw(
            new ScatteredData(coordinates.TakeRows(train), measured.Take(0, train)),
            coordinates.TakeRows(test), measured.Take(0, test).ToArray(), surface.Take(0, test).ToArray());
    }

    /// <summary>Random coordinates in K modes and a smooth product with noise: for timing.</summary>
    /// <param name="count">N.</param>
    /// <param name="modes">K.</param>
    /// <param name="distinct">Coordinates of each mode; null for all different.</param>
    /// <param name="random">Where coordinates and noise come from.</param>
    public static ScatteredData ForTiming(int count, int modes, int? distinct, RandomStream random)
    {
        var coordinates = random.Uniform(count, modes);
        if (distinct is { } cells) coordinates = coordinates.Map(x => Math.Floor(x * cells) / cells);
        var values = random.Normal(count) * 0.1;
        for (var n = 0; n < count; n++) values[n] += Enumerable.Range(0, modes).Aggregate(1.0, (product, mode) => product * Math.Cos(3 * coordinates[n, mode]));
        return new ScatteredData(coordinates, values);
    }
}

/// <summary>A draw of the synthetic tensor.</summary>
/// <param name="Train">Measured entries for training.</param>
/// <param name="Test">Coordinates of the held-out entries: (P, 2).</param>
/// <param name="Measured">Their measured values: (P).</param>
/// <param name="Surface">Their values without noise: (P).</param>
public sealed record SyntheticDraw(ScatteredData Train, Tensor Test, double[] Measured, double[] Surface);
