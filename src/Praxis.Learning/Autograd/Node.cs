namespace Praxis.Learning;

/// <summary>
/// A place in the graph of a computation: how the gradient of a result becomes gradients of what it was made from. It holds on to no
/// tensor but those that its pullbacks need.
/// </summary>
internal sealed class Node
{
    private static long _made;
    private Edge[]? _edges;

    /// <summary>The node of a result.</summary>
    public Node(Edge[] edges) => _edges = edges;

    /// <summary>The node of a variable that was not computed, whose gradient is wanted.</summary>
    public Node(Variable leaf)
    {
        Leaf = leaf;
        _edges = [];
    }

    /// <summary>Grows from operands to results, so that sorting by it sorts the graph.</summary>
    public long Order { get; } = Interlocked.Increment(ref _made);

    /// <summary>The variable in which gradients are collected, if this is a leaf.</summary>
    public Variable? Leaf { get; }

    /// <summary>The operands that want a gradient.</summary>
    /// <exception cref="InvalidOperationException">The graph was released.</exception>
    public Edge[] Edges => _edges ?? throw new InvalidOperationException(
        "The graph of this computation was released by Backward(); call Backward(retainGraph: true) the first time, or compute it again.");

    /// <summary>Lets go of everything the pullbacks hold.</summary>
    public void Release()
    {
        if (Leaf is null)
            _edges = null;
    }
}

/// <summary>An operand and the way from the gradient of the result to the operand's gradient.</summary>
internal readonly record struct Edge(Node Operand, Func<Variable, Variable> Pullback);
