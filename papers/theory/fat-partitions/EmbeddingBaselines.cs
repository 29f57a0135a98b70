using Praxis.Numerics;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>Other ways to put an ultrametric into the plane.</summary>
public static class EmbeddingBaselines
{
    /// <summary>Classical multidimensional scaling (Torgerson 1952): the two leading eigenvectors of −½·J·D²·J.</summary>
    /// <param name="distances">(n, n).</param>
    /// <returns>(n, 2).</returns>
    public static double[][] ClassicalScaling(double[,] distances)
    {
        var n = distances.GetLength(0);
        var rowMeans = new double[n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) rowMeans[i] += distances[i, j] * distances[i, j] / n;
        var mean = rowMeans.Average();
        var gram = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) gram[i, j] = -0.5 * (distances[i, j] * distances[i, j] - rowMeans[i] - rowMeans[j] + mean);

        var eigen = LinearAlgebra.SymmetricEigen(Tensor.FromArray(gram)); // values ascending
        return [.. Enumerable.Range(0, n).Select(i => new[] { Coordinate(i, n - 1), Coordinate(i, n - 2) })];

        double Coordinate(int point, int column) => Math.Sqrt(Math.Max(0, eigen.Values[column])) * eigen.Vectors[point, column];
    }

    /// <summary>Nested circles: the children of a node on a ring of equal circles that touch, inside the node's circle; points in the middle.</summary>
    /// <returns>(n, 2), in the order of the ultrametric's points.</returns>
    public static double[][] NestedCircles(Ultrametric ultrametric)
    {
        var circles = new (double X, double Y, double Radius)[ultrametric.Parents.Count];
        circles[0] = (0, 0, 1);
        for (var node = 0; node < circles.Length; node++)
        {
            var children = ultrametric.Children[node];
            if (children.Length == 0) continue;
            var (x, y, radius) = circles[node];
            // c circles of radius r on a ring of radius R − r: sin(π/c) = r/(R − r).
            var sine = children.Length == 1 ? double.PositiveInfinity : Math.Sin(Math.PI / children.Length);
            var small = children.Length == 1 ? radius : radius * sine / (1 + sine);
            for (var i = 0; i < children.Length; i++)
            {
                var angle = 2 * Math.PI * i / children.Length;
                circles[children[i]] = (x + (radius - small) * Math.Cos(angle), y + (radius - small) * Math.Sin(angle), small);
            }
        }
        return [.. ultrametric.Points.Select(point => new[] { circles[point].X, circles[point].Y })];
    }
}
