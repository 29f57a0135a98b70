using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DppLeastSquares;

/// <summary>The functions that the study fits; r is the distance from the middle.</summary>
internal static class TestFunctions
{
    /// <summary>Their names.</summary>
    public static readonly IReadOnlyList<string> Names = ["1/(1 + 25r²)", "r", "exp(−r²)", "random, exponential kernel"];

    /// <summary>Those that the space does not already contain to rounding: (places, k).</summary>
    public static FitTarget On(GridSpace grid, RandomStream random)
    {
        var waves = Waves(grid, random);
        var values = Tensor.Zeros(grid.Points.Length, 4);
        for (var i = 0; i < grid.Points.Length; i++)
        {
            var squared = grid.Points[i].Sum(t => t * t);
            values[i, 0] = 1 / (1 + 25 * squared);
            values[i, 1] = Math.Sqrt(squared);
            values[i, 2] = Math.Exp(-squared);
            values[i, 3] = waves[i];
        }
        var all = FitTarget.Of(grid.Space, values);
        int[] hard = [.. Enumerable.Range(0, 4).Where(k => all.SquaredErrors[k] > 1e-14 * grid.Space.SquaredLength(values.Column(k).Contiguous()))];
        return FitTarget.Of(grid.Space, values.TakeColumns(hard));
    }

    /// <summary>Random Fourier features with Cauchy frequencies: a sample of a Gaussian process with a kernel like exp(−|x − y|), which has no derivative.</summary>
    private static double[] Waves(GridSpace grid, RandomStream random)
    {
        const int count = 60;
        var dimensions = grid.Points[0].Length;
        var scale = grid.Name == "Hermite" ? 1 : 4;
        var sums = new double[grid.Points.Length];
        for (var wave = 0; wave < count; wave++)
        {
            var size = scale / Math.Max(0.01, Math.Abs(random.NextNormal()));
            double[] frequency = [.. Enumerable.Range(0, dimensions).Select(_ => size * random.NextNormal())];
            var (amplitude, phase) = (random.NextNormal(), 2 * Math.PI * random.NextDouble());
            for (var i = 0; i < sums.Length; i++)
            {
                var angle = phase;
                for (var j = 0; j < dimensions; j++) angle += frequency[j] * grid.Points[i][j];
                sums[i] += amplitude * Math.Cos(angle);
            }
        }
        return sums;
    }
}
