using System.Globalization;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>An edge without a direction.</summary>
/// <param name="From">One end's place among the nodes.</param>
/// <param name="To">The other end's place.</param>
/// <param name="Weight">How strong it is; 1 where the data tell no more.</param>
public readonly record struct GraphEdge(int From, int To, double Weight);

/// <summary>A graph without directions, whose nodes may have classes.</summary>
/// <param name="Nodes">The nodes' names.</param>
/// <param name="Edges">The edges, each once.</param>
/// <param name="Classes">The number of every node's class; empty for a graph without classes.</param>
/// <param name="ClassNames">The classes' names by number; empty for a graph without classes.</param>
public sealed record LabelledGraph(IReadOnlyList<string> Nodes, IReadOnlyList<GraphEdge> Edges, IReadOnlyList<int> Classes, IReadOnlyList<string> ClassNames)
{
    /// <summary>The symmetric matrix of weights: F64 (nodes, nodes).</summary>
    public Tensor Adjacency()
    {
        var matrix = Tensor.Zeros(Nodes.Count, Nodes.Count);
        foreach (var (from, to, weight) in Edges) matrix[from, to] = matrix[to, from] = weight;
        return matrix;
    }

    /// <summary>Reads a graph, such as <c>karate-club</c>.</summary>
    /// <exception cref="DataSetException">There is no such graph, or its files are not what datasets.yaml says.</exception>
    public static LabelledGraph Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Graph);
        if (set.Files.Count != 2) throw new DataSetException($"'{name}' must have two files in datasets.yaml, edges and nodes, in this order.");
        using var edges = data.Open(set.Files[0].Path);
        using var nodes = data.Open(set.Files[1].Path);
        var graph = Read(edges, set.Files[0].Path, nodes, set.Files[1].Path, set.Classes);
        set.MustHave("nodes", graph.Nodes.Count);
        set.MustHave("edges", graph.Edges.Count);
        return graph;
    }

    /// <summary>Reads edges (from, to, weight) and nodes (node, and class where there are classes), separated by tabs below the columns' names.</summary>
    /// <param name="edges">The edges' file.</param>
    /// <param name="edgesName">What messages call it.</param>
    /// <param name="nodes">The nodes' file.</param>
    /// <param name="nodesName">What messages call it.</param>
    /// <param name="classNames">The classes there are; none for a graph without classes.</param>
    /// <exception cref="DataSetException">A line is not what it should be; it is named.</exception>
    public static LabelledGraph Read(Stream edges, string edgesName, Stream nodes, string nodesName, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var places = new Dictionary<string, int>();
        var classes = new List<int>();
        string[] columns = classNames.Count > 0 ? ["node", "class"] : ["node"];
        foreach (var (number, cells) in DataLines.Cells(nodes, nodesName, '\t', columns))
        {
            if (!places.TryAdd(cells[0], places.Count)) throw new DataSetException($"{nodesName}, line {number}: the node '{cells[0]}' is there twice.");
            if (classNames.Count == 0) continue;
            var place = classNames.ToList().IndexOf(cells[1]);
            classes.Add(place >= 0 ? place : throw new DataSetException($"{nodesName}, line {number}: '{cells[1]}' is none of the classes {string.Join(", ", classNames)}."));
        }

        var read = new List<GraphEdge>();
        var seen = new HashSet<(int, int)>();
        foreach (var (number, cells) in DataLines.Cells(edges, edgesName, '\t', "from", "to", "weight"))
        {
            var (from, to) = (Place(number, cells[0]), Place(number, cells[1]));
            if (!double.TryParse(cells[2], NumberStyles.Float, CultureInfo.InvariantCulture, out var weight) || !double.IsFinite(weight))
                throw new DataSetException($"{edgesName}, line {number}: the weight '{cells[2]}' is no number.");
            if (!seen.Add((Math.Min(from, to), Math.Max(from, to)))) throw new DataSetException($"{edgesName}, line {number}: {cells[0]} and {cells[1]} are joined twice.");
            read.Add(new GraphEdge(from, to, weight));
        }
        return new LabelledGraph([.. places.Keys], read, classes, classNames);

        int Place(int number, string node) => places.TryGetValue(node, out var place) ? place
            : throw new DataSetException($"{edgesName}, line {number}: '{node}' is no node of {nodesName}.");
    }
}
