namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// HDBSCAN (Campello, Moulavi and Sander 2013): single linkage of mutual reachability distances, condensed to groups of a smallest size,
/// of which the most stable are chosen; what belongs to none is noise.
/// </summary>
public static class Hdbscan
{
    /// <summary>Groups points by their distances.</summary>
    /// <param name="distance">Symmetric distances: (n, n).</param>
    /// <param name="smallestGroup">The smallest group, at least 2; also the number of neighbours that set the density.</param>
    /// <returns>The groups as indices; each point of noise is a group of its own.</returns>
    public static IReadOnlyList<IReadOnlyList<int>> Group(double[,] distance, int smallestGroup)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(smallestGroup, 2);
        var n = distance.GetLength(0);
        if (n <= smallestGroup) return [.. Enumerable.Range(0, n).Select(i => (IReadOnlyList<int>)[i])];

        var clusters = Condense(Linkage(SpanningTree(distance, smallestGroup), n), smallestGroup);
        var chosen = MostStable(clusters);
        var grouped = chosen.SelectMany(points => points).ToHashSet();
        return [.. chosen, .. Enumerable.Range(0, n).Where(i => !grouped.Contains(i)).Select(i => (IReadOnlyList<int>)[i])];
    }

    private sealed record Edge(int From, int To, double Length);

    /// <summary>A node of the dendrogram; a leaf has no children.</summary>
    private sealed record Node(IReadOnlyList<int> Points, double Length, Node? Left = null, Node? Right = null);

    private sealed class Cluster(Node node, double birth)
    {
        public Node Node { get; } = node;
        public double Birth { get; } = birth;   // λ = 1/distance at which it splits off
        public double Stability { get; set; }   // Σ over its points of λ(point leaves) − λ(birth)
        public List<Cluster> Children { get; } = [];
    }

    /// <summary>Prim's minimum spanning tree of max(core(i), core(j), d(i, j)), core(i) being the distance to the k-th neighbour.</summary>
    private static List<Edge> SpanningTree(double[,] distance, int neighbours)
    {
        var n = distance.GetLength(0);
        double[] core = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => distance[i, j]).Order().ElementAt(neighbours))]; // the 0-th is i itself
        var (nearest, from, inTree) = (new double[n], new int[n], new bool[n]);
        Array.Fill(nearest, double.PositiveInfinity);
        var edges = new List<Edge>();
        var at = 0;
        for (var count = 1; count < n; count++)
        {
            inTree[at] = true;
            for (var j = 0; j < n; j++)
                if (!inTree[j] && Math.Max(Math.Max(core[at], core[j]), distance[at, j]) is var reach && reach < nearest[j])
                    (nearest[j], from[j]) = (reach, at);
            at = Enumerable.Range(0, n).Where(j => !inTree[j]).MinBy(j => nearest[j]);
            edges.Add(new Edge(from[at], at, nearest[at]));
        }
        return edges;
    }

    /// <summary>The dendrogram: edges from short to long join what they connect.</summary>
    private static Node Linkage(List<Edge> edges, int n)
    {
        Node[] nodeOf = [.. Enumerable.Range(0, n).Select(i => new Node([i], 0))];
        foreach (var edge in edges.OrderBy(edge => edge.Length))
        {
            var (left, right) = (nodeOf[edge.From], nodeOf[edge.To]);
            var joined = new Node([.. left.Points, .. right.Points], edge.Length, left, right);
            foreach (var point in joined.Points) nodeOf[point] = joined;
        }
        return nodeOf[0];
    }

    /// <summary>Splits are real when both sides have the smallest size; else points just fall out of their cluster.</summary>
    private static Cluster Condense(Node root, int smallest)
    {
        var whole = new Cluster(root, 0);
        var pending = new Stack<(Node Node, Cluster Cluster)>([(root, whole)]);
        while (pending.TryPop(out var next))
        {
            var (node, cluster) = next;
            if (node.Left is null || node.Right is null) continue;
            var lambda = 1 / Math.Max(node.Length, 1e-12); // equal points would split at infinity
            Node[] sides = [node.Left, node.Right];
            var split = sides.All(side => side.Points.Count >= smallest);
            foreach (var side in sides)
            {
                if (split)
                {
                    var child = new Cluster(side, lambda);
                    cluster.Children.Add(child);
                    pending.Push((side, child));
                }
                else if (side.Points.Count >= smallest) pending.Push((side, cluster));
                if (split || side.Points.Count < smallest) cluster.Stability += side.Points.Count * (lambda - cluster.Birth);
            }
        }
        return whole;
    }

    /// <summary>Excess of mass: a cluster is kept when it is at least as stable as the best choice below it; never the whole.</summary>
    private static List<IReadOnlyList<int>> MostStable(Cluster whole)
    {
        return [.. whole.Children.SelectMany(child => Best(child).Chosen)];

        static (double Stability, List<IReadOnlyList<int>> Chosen) Best(Cluster cluster)
        {
            var below = cluster.Children.Select(Best).ToList();
            var sum = below.Sum(best => best.Stability);
            return cluster.Children.Count > 0 && sum > cluster.Stability
                ? (sum, [.. below.SelectMany(best => best.Chosen)])
                : (cluster.Stability, [cluster.Node.Points]);
        }
    }
}
