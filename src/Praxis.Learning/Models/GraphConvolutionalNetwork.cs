using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A graph convolutional network (Kipf and Welling, 2017): twice Â X W + b, with ReLU and dropout between, where Â is the adjacency matrix with
/// loops, normalised by the roots of the degrees.
/// </summary>
public sealed class GraphConvolutionalNetwork : Module
{
    private readonly Variable _firstWeight;
    private readonly Variable _firstBias;
    private readonly Variable _secondWeight;
    private readonly Variable _secondBias;
    private readonly Dropout _dropout;

    /// <summary>A network with weights as Glorot and Bengio draw them; biases begin with 0.</summary>
    /// <param name="inputs">Features of a node.</param>
    /// <param name="hidden">The width between the layers.</param>
    /// <param name="classes">The number of outputs.</param>
    /// <param name="random">Where the first values (and the choices of dropout) come from.</param>
    /// <param name="dropout">That an element between the layers is dropped in training.</param>
    /// <param name="dtype">F32 or F64.</param>
    public GraphConvolutionalNetwork(int inputs, int hidden, int classes, RandomStream random, double dropout = 0.5, DType dtype = DType.F32)
    {
        _firstWeight = AddParameter("gc1.weight", Initializers.XavierUniform(random.Fork(1), dtype, [inputs, hidden]));
        _firstBias = AddParameter("gc1.bias", Tensor.Zeros(dtype, hidden));
        _secondWeight = AddParameter("gc2.weight", Initializers.XavierUniform(random.Fork(2), dtype, [hidden, classes]));
        _secondBias = AddParameter("gc2.bias", Tensor.Zeros(dtype, classes));
        _dropout = AddChild("dropout", new Dropout(dropout, random.Fork(3)));
    }

    /// <summary>Â = D^(−1/2) (A + I) D^(−1/2) of an undirected graph, where D has the row sums of A + I.</summary>
    /// <param name="nodes">The number of nodes.</param>
    /// <param name="edges">Pairs of nodes, each edge once, in either direction, without loops.</param>
    /// <exception cref="ArgumentException">A node is outside the graph, or an edge is a loop or occurs twice.</exception>
    public static SparseMatrix NormalizedAdjacency(int nodes, IEnumerable<(int From, int To)> edges)
    {
        var seen = new HashSet<(int, int)>();
        var degree = new double[nodes];
        Array.Fill(degree, 1); // the loop
        foreach ((int from, int to) in edges)
        {
            if ((uint)from >= (uint)nodes || (uint)to >= (uint)nodes || from == to || !seen.Add((Math.Min(from, to), Math.Max(from, to))))
                throw new ArgumentException($"Edge {from}–{to} leaves the graph of {nodes} nodes, is a loop, or occurs twice.", nameof(edges));
            degree[from]++;
            degree[to]++;
        }

        var entries = Enumerable.Range(0, nodes).Select(i => (i, i, 1 / degree[i]))
            .Concat(seen.SelectMany(edge => Both(edge, 1 / Math.Sqrt(degree[edge.Item1] * degree[edge.Item2]))));
        return SparseMatrix.FromTriplets(nodes, nodes, entries);

        static (int, int, double)[] Both((int From, int To) edge, double value) => [(edge.From, edge.To, value), (edge.To, edge.From, value)];
    }

    /// <summary>The scores before softmax.</summary>
    /// <param name="adjacency">Â, (nodes, nodes).</param>
    /// <param name="x">(nodes, inputs).</param>
    /// <returns>(nodes, classes).</returns>
    public Variable Forward(SparseMatrix adjacency, Variable x)
    {
        x = (SparseProduct.Of(adjacency, x.MatMul(_firstWeight)) + _firstBias).Relu();                 // (nodes, hidden)
        return SparseProduct.Of(adjacency, _dropout.Forward(x).MatMul(_secondWeight)) + _secondBias;   // (nodes, classes)
    }
}
