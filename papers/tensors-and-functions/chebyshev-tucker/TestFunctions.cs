using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>A function of the study, on tensor grids and at points of [−1, 1]³.</summary>
/// <param name="Name">What it is.</param>
/// <param name="OnGrid">Values on a tensor grid.</param>
/// <param name="At">Values at points (P, 3).</param>
internal sealed record TestFunction(string Name, Func<IReadOnlyList<Tensor>, Tensor> OnGrid, Func<Tensor, Tensor> At)
{
    /// <summary>Three functions with a random draw each: particle positions, or a centre within 0.25 of the origin in every coordinate.</summary>
    public static IReadOnlyList<TestFunction> Draw(RandomStream random)
    {
        var potential = ParticleSystem.Random(20, 0.4, random.Fork("particles")).LongRangePotential(CoordinateBox.Cube(), NewtonKernel.Sinc());
        var c = random.Fork("centre").Uniform(3).Map(u => (0.5 * u) - 0.25).ToArray();
        return
        [
            new("long-range potential of 20 particles", potential.OnGrid, potential.At),
            Formula("1/(1 + 5‖x − c‖²)", x => 1 / (1 + (5 * Square(x, c)))),
            Formula("exp(−‖x − c‖²)·cos(3x₁x₂ + x₃)", x => Math.Exp(-Square(x, c)) * Math.Cos((3 * x[0] * x[1]) + x[2])),
        ];
    }

    private static TestFunction Formula(string name, Func<ReadOnlySpan<double>, double> function) =>
        new(name, GridSampling.Pointwise(function), points => GridSampling.At(function, points));

    private static double Square(ReadOnlySpan<double> x, double[] c)
    {
        var sum = 0.0;
        for (var l = 0; l < x.Length; l++) sum += (x[l] - c[l]) * (x[l] - c[l]);
        return sum;
    }
}
