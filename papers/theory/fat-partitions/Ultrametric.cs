using Praxis.Numerics;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// A finite ultrametric as a rooted tree: every node has a diameter, 0 for a leaf (a point), and two points lie as far apart as the
/// diameter of the lowest node above both.
/// </summary>
public sealed class Ultrametric
{
    private Ultrametric(int[] parents, double[] diameters, int[][] children) =>
        (Parents, Diameters, Children) = (parents, diameters, children);

    /// <summary>The parent of each node, −1 for the root, node 0; parents come before their children.</summary>
    public IReadOnlyList<int> Parents { get; }

    /// <summary>The diameter of each node.</summary>
    public IReadOnlyList<double> Diameters { get; }

    /// <summary>The children of each node.</summary>
    public IReadOnlyList<int[]> Children { get; }

    /// <summary>The points: the nodes without children, in the order of the nodes.</summary>
    public IReadOnlyList<int> Points => [.. Enumerable.Range(0, Parents.Count).Where(node => Children[node].Length == 0)];

    /// <summary>Δ: the largest over the smallest distance.</summary>
    public double Spread => Diameters[0] / Diameters.Where((_, node) => Children[node].Length > 0).Min();

    /// <summary>An ultrametric from its tree.</summary>
    /// <param name="parents">−1 for node 0, the root; for every other node an earlier one.</param>
    /// <param name="diameters">Above 0 and not above the parent's for inner nodes, 0 for leaves.</param>
    /// <exception cref="ArgumentException">No tree, or diameters that do not fall from the root to the leaves.</exception>
    public static Ultrametric FromParents(IReadOnlyList<int> parents, IReadOnlyList<double> diameters)
    {
        if (parents.Count < 3 || diameters.Count != parents.Count)
            throw new ArgumentException($"An ultrametric needs at least two points under a root and a diameter for each node; got {parents.Count} nodes and {diameters.Count} diameters.", nameof(parents));
        var children = new List<int>[parents.Count];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = [];
            if (i == 0 ? parents[i] != -1 : parents[i] < 0 || parents[i] >= i)
                throw new ArgumentException($"Node {i} has parent {parents[i]}; the root is node 0 with parent −1, and every other parent comes before its children.", nameof(parents));
            if (i > 0) children[parents[i]].Add(i);
        }
        for (var i = 0; i < children.Length; i++)
        {
            var good = children[i].Count == 0 ? diameters[i] == 0 : diameters[i] > 0 && double.IsFinite(diameters[i]);
            if (!good || (i > 0 && diameters[i] > diameters[parents[i]]))
                throw new ArgumentException($"Node {i} has diameter {diameters[i]}; points have 0, inner nodes a positive one that is not above their parent's.", nameof(diameters));
        }
        return new Ultrametric([.. parents], [.. diameters], [.. children.Select(c => c.ToArray())]);
    }

    /// <summary>A random ultrametric: clusters merge in random pairs at rising diameters, log-uniform from 1 to the spread.</summary>
    /// <param name="points">The number of points, at least 3.</param>
    /// <param name="spread">Δ, above 1; the smallest diameter is 1, the largest Δ.</param>
    /// <param name="random">Random numbers.</param>
    public static Ultrametric Random(int points, double spread, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(spread, 1);
        double[] heights = [1, .. Enumerable.Range(0, points - 3).Select(_ => Math.Pow(spread, random.NextDouble())).Order(), spread];

        // Merged from the points up, so numbered backwards: node i here is node 2n − 2 − i of the result.
        var last = 2 * points - 2;
        var (parents, diameters) = (new int[last + 1], new double[last + 1]);
        var clusters = Enumerable.Range(0, points).ToList();
        parents[0] = -1;
        for (var merge = 0; merge < points - 1; merge++)
        {
            var merged = points + merge;
            diameters[last - merged] = heights[merge];
            for (var child = 0; child < 2; child++)
            {
                var pick = random.Next(clusters.Count);
                parents[last - clusters[pick]] = last - merged;
                clusters.RemoveAt(pick);
            }
            clusters.Add(merged);
        }
        return FromParents(parents, diameters);
    }

    /// <summary>All distances between points, in the order of <see cref="Points"/>: (n, n).</summary>
    public double[,] Distances()
    {
        var points = Points;
        var place = new Dictionary<int, int>();
        for (var i = 0; i < points.Count; i++) place[points[i]] = i;
        var below = new List<int>[Parents.Count];
        var distances = new double[points.Count, points.Count];
        for (var node = Parents.Count - 1; node >= 0; node--)
        {
            below[node] = Children[node].Length == 0 ? [place[node]] : [];
            foreach (var child in Children[node])
            {
                foreach (var i in below[child])
                    foreach (var j in below[node]) distances[i, j] = distances[j, i] = Diameters[node];
                below[node].AddRange(below[child]);
            }
        }
        return distances;
    }

    /// <summary>
    /// Diameters rounded up to powers of two and nodes of one level with their parent merged: at most log₂ Δ + 2 levels, no distance
    /// shrinks, and none grows to twice itself or more.
    /// </summary>
    public Ultrametric Dyadic()
    {
        List<int> parents = [];
        List<double> diameters = [];
        var newIndex = new int[Parents.Count];
        for (var node = 0; node < newIndex.Length; node++)
        {
            var rounded = Diameters[node] == 0 ? 0 : Math.ScaleB(1, (int)Math.Ceiling(Math.Log2(Diameters[node])));
            var parent = Parents[node] < 0 ? -1 : newIndex[Parents[node]];
            if (parent >= 0 && diameters[parent] == rounded)
            {
                newIndex[node] = parent;
                continue;
            }
            newIndex[node] = parents.Count;
            parents.Add(parent);
            diameters.Add(rounded);
        }
        return FromParents(parents, diameters);
    }

    /// <summary>
    /// A lower bound on the distortion of every embedding into R^d. Scale it not to contract, and let it expand by at most c. Images of
    /// different children of ν are at least Δ(ν) apart, so their neighbourhoods of radius Δ(ν)/2 are disjoint; by Brunn–Minkowski a
    /// child's volume V grows with the radius at least as (V^{1/d} + (Δ(ν) − Δ(child))/2)^d, in unit balls. All of them together have a
    /// diameter of at most (c + 1)Δ(ν), so by the isodiametric inequality c ≥ 2V(ν)^{1/d}/Δ(ν) − 1.
    /// </summary>
    /// <param name="dimension">d, at least 1.</param>
    /// <returns>The bound, at least 1.</returns>
    public double DistortionBound(int dimension)
    {
        var radii = PackingRadii(dimension);
        return Enumerable.Range(0, Parents.Count).Where(node => Diameters[node] > 0).Max(node => Math.Max(1, 2 * radii[node] / Diameters[node] - 1));
    }

    /// <summary>For each node V^{1/d}: the radius of the ball with the volume that the node needs at least; 0 for a point.</summary>
    internal double[] PackingRadii(int dimension)
    {
        var radii = new double[Parents.Count];
        for (var node = radii.Length - 1; node >= 0; node--)
            if (Children[node].Length > 0)
                radii[node] = Math.Pow(Children[node].Sum(child => Math.Pow(radii[child] + (Diameters[node] - Diameters[child]) / 2, dimension)), 1.0 / dimension);
        return radii;
    }
}
