namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>A small weighted part of a data set that stands for the whole.</summary>
/// <param name="Points">C: which points, each at most once.</param>
/// <param name="Weights">v: how many points of the whole each stands for, above 0.</param>
public sealed record Coreset(int[] Points, double[] Weights)
{
    /// <summary>Every point with weight 1.</summary>
    public static Coreset Everything(int points) => new([.. Enumerable.Range(0, points)], [.. Enumerable.Repeat(1.0, points)]);

    /// <summary>Points drawn with replacement: a point drawn r times has r times its weight.</summary>
    /// <param name="draws">The points drawn, with repetition.</param>
    /// <param name="weight">The weight of one draw of a point.</param>
    public static Coreset OfDraws(IEnumerable<int> draws, Func<int, double> weight)
    {
        var counts = draws.CountBy(point => point).OrderBy(entry => entry.Key).ToList();
        return new Coreset([.. counts.Select(entry => entry.Key)], [.. counts.Select(entry => entry.Value * weight(entry.Key))]);
    }

    /// <summary>Σ_{i∈C} v_i·values_i.</summary>
    public double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        for (var i = 0; i < Points.Length; i++) sum += Weights[i] * values[Points[i]];
        return sum;
    }
}
