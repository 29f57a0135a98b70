using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.AutoNumericsZero;

/// <summary>The best approximation from a span of functions in the largest weighted error, by Remez' exchange.</summary>
public static class Remez
{
    private const int GridPoints = 4001;

    /// <summary>
    /// The coefficients c that minimise max |w(x)(Σ cⱼ bⱼ(x) − f(x))| on the target's interval. Any basis with the Haar property does:
    /// powers of x, or odd powers where the function is odd and the interval begins at 0.
    /// </summary>
    /// <param name="target">The function, its interval and the error that counts.</param>
    /// <param name="basis">bⱼ(x) by j and x.</param>
    /// <param name="size">How many functions the basis has.</param>
    /// <returns>The coefficients, and the level of the equal ripples, which no approximation from this basis can be below.</returns>
    public static (double[] Coefficients, double Level) Fit(ApproximationTarget target, Func<int, double, double> basis, int size)
    {
        var f = target.Function ?? throw new ArgumentException("Remez needs the function, not a table.", nameof(target));
        double middle = (target.Low + target.High) / 2, half = (target.High - target.Low) / 2;
        double[] grid = [.. Enumerable.Range(0, GridPoints).Select(i => middle - half * Math.Cos(Math.PI * i / (GridPoints - 1)))];
        double[] values = [.. grid.Select(f)];
        double[] weights = [.. values.Select(target.WeightAt)];
        int[] reference = [.. Enumerable.Range(0, size + 1).Select(i => (int)((i + 0.5) / (size + 1) * (GridPoints - 1)))];
        double[] coefficients = [];
        var level = 0.0;
        for (var round = 0; round < 60; round++)
        {
            // Σ cⱼ bⱼ(xᵢ) + (−1)ⁱ E/w(xᵢ) = f(xᵢ) at size + 1 points.
            var a = Tensor.Zeros(size + 1, size + 1);
            var b = Tensor.Zeros(size + 1);
            for (var i = 0; i <= size; i++)
            {
                for (var j = 0; j < size; j++) a[i, j] = basis(j, grid[reference[i]]);
                a[i, size] = (i % 2 == 0 ? 1 : -1) / weights[reference[i]];
                b[i] = values[reference[i]];
            }
            var solved = LinearAlgebra.Solve(a, b);
            coefficients = [.. Enumerable.Range(0, size).Select(j => solved[j])];
            level = Math.Abs(solved[size]);

            var errors = new double[GridPoints];
            for (var i = 0; i < GridPoints; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < size; j++) sum += coefficients[j] * basis(j, grid[i]);
                errors[i] = weights[i] * (sum - values[i]);
            }
            var largest = errors.Max(Math.Abs);
            if (largest <= level * (1 + 1e-6) || Exchange(errors, size + 1) is not { } next || next.SequenceEqual(reference)) break;
            reference = next;
        }
        return (coefficients, level);
    }

    /// <summary>The extremes between changes of sign; of too many, neighbours around the smallest go. Null when there are too few.</summary>
    private static int[]? Exchange(double[] errors, int count)
    {
        List<int> extremes = [];
        for (var i = 0; i < errors.Length; i++)
        {
            if (errors[i] == 0) continue;
            if (extremes.Count > 0 && Math.Sign(errors[extremes[^1]]) == Math.Sign(errors[i]))
            {
                if (Math.Abs(errors[i]) > Math.Abs(errors[extremes[^1]])) extremes[^1] = i;
            }
            else
            {
                extremes.Add(i);
            }
        }
        while (extremes.Count > count)
        {
            // An end may go by itself; inside, two neighbours go together so that signs still alternate.
            if (extremes.Count == count + 1)
            {
                extremes.RemoveAt(Math.Abs(errors[extremes[0]]) < Math.Abs(errors[extremes[^1]]) ? 0 : extremes.Count - 1);
                continue;
            }
            var weakest = Enumerable.Range(0, extremes.Count - 1).MinBy(i => Math.Max(Math.Abs(errors[extremes[i]]), Math.Abs(errors[extremes[i + 1]])));
            extremes.RemoveRange(weakest, 2);
        }
        return extremes.Count == count ? [.. extremes] : null;
    }
}
