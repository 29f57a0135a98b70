using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>Two clouds to compare.</summary>
/// <param name="Name">The name that tables and figures show.</param>
/// <param name="MeansDiffer">Whether the lower-bound variate can help at all.</param>
/// <param name="Random">Whether each seed draws clouds of its own; the others are data.</param>
/// <param name="Draw">Makes the clouds.</param>
internal sealed record CloudPair(string Name, bool MeansDiffer, bool Random, Func<RandomStream, (PointCloud X, PointCloud Y)> Draw)
{
    /// <summary>Normal clouds of the same covariance, the second one shifted.</summary>
    public static CloudPair ShiftedNormal(int n, int d, double shift) => new(
        $"normal, d = {d}, shift {shift}", true, true,
        random => (PointCloud.Of(random.Fork("x").Normal(n, d)), PointCloud.Of(random.Fork("y").Normal(n, d) + shift / Math.Sqrt(d))));

    /// <summary>Skewed clouds: coordinates from the gamma distribution of shape 2, scaled to variance 1.</summary>
    public static CloudPair ShiftedGamma(int n, int d, double shift) => new(
        $"gamma, d = {d}, shift {shift}", true, true,
        random => (PointCloud.Of(Gamma(n, d, random.Fork("x"))), PointCloud.Of(Gamma(n, d, random.Fork("y")) + shift / Math.Sqrt(d))));

    /// <summary>Normal clouds whose sample means coincide exactly, with different covariances.</summary>
    public static CloudPair SameMean(int n) => new(
        "normal, d = 3, same mean, scales ½, 1, 2", false, true,
        random => (PointCloud.Of(Centred(random.Fork("x").Normal(n, 3))), PointCloud.Of(Centred(random.Fork("y").Normal(n, 3) * Tensor.FromArray([0.5, 1, 2])))));

    /// <summary>A swiss roll and a sphere.</summary>
    public static CloudPair RollAndSphere(int n) => new(
        "swiss roll and sphere, d = 3", true, true,
        random => (PointCloud.Of(Shapes.SwissRoll(n, random.Fork("x"))), PointCloud.Of(Shapes.Sphere(n, random.Fork("y")))));

    /// <summary>Two classes of a bundled table.</summary>
    public static CloudPair Classes(DataTable table, string name, string target, int first, int second, bool standardise)
    {
        var column = table.Columns.ToList().IndexOf(target);
        int[] features = [.. Enumerable.Range(0, table.Columns.Count).Where(j => j != column)];
        var values = table.Values.TakeColumns(features); // (n, d)
        if (standardise)
        {
            var centred = values - values.Mean(0);
            values = centred / centred.Square().Mean(0).Sqrt();
        }
        return new($"{name}, d = {features.Length}", true, false, _ => (Of(first), Of(second)));

        PointCloud Of(int label) => PointCloud.Of(values.TakeRows([.. Enumerable.Range(0, values.Rows).Where(i => table.Values[i, column] == label)]));
    }

    // The sum of two exponential variables, which has variance 2.
    private static Tensor Gamma(int n, int d, RandomStream random) =>
        random.Uniform(n, d).Map(Exponential) / Math.Sqrt(2) + random.Uniform(n, d).Map(Exponential) / Math.Sqrt(2);

    private static double Exponential(double u) => -Math.Log(1 - u);

    private static Tensor Centred(Tensor points) => points - points.Mean(0);
}

/// <summary>Point clouds in three dimensions.</summary>
internal static class Shapes
{
    /// <summary>A rolled-up sheet.</summary>
    public static Tensor SwissRoll(int n, RandomStream random) => Of(n, random, (u, v, _) =>
    {
        var angle = 1.5 * Math.PI * (1 + 2 * u);
        return (angle * Math.Cos(angle) / 10, 2 * v - 1, angle * Math.Sin(angle) / 10);
    });

    /// <summary>Two interlocking half circles, thickened along the third axis.</summary>
    public static Tensor DoubleMoon(int n, RandomStream random) => Of(n, random, (u, v, w) =>
    {
        var angle = Math.PI * u;
        return w < 0.5 ? (Math.Cos(angle) - 0.5, Math.Sin(angle) - 0.25, v - 0.5) : (0.5 - Math.Cos(angle), 0.25 - Math.Sin(angle), v - 0.5);
    });

    /// <summary>The unit sphere.</summary>
    public static Tensor Sphere(int n, RandomStream random) => Directions.Uniform(n, 3, random);

    private static Tensor Of(int n, RandomStream random, Func<double, double, double, (double X, double Y, double Z)> place)
    {
        var points = Tensor.Zeros(n, 3);
        for (var i = 0; i < n; i++)
            (points[i, 0], points[i, 1], points[i, 2]) = place(random.NextDouble(), random.NextDouble(), random.NextDouble());
        return points;
    }
}
