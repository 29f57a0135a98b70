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

    /// <summary>The node of a result whose gradients are computed all at once; the edges have no pullbacks of their own.</summary>
    /// <param name="edges">The operands that want a gradient.</param>
    /// <param name="joint">How the gradients are computed.</param>
    /// <param name="operands">The number of all operands.</param>
    public Node(Edge[] edges, JointPullback joint, int operands) => (_edges, Joint, Operands) = (edges, joint, operands);

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

    /// <summary>How the gradients of all operands are computed at once, if they are.</summary>
    public JointPullback? Joint { get; private set; }

    /// <summary>The number of operands of a result whose gradients are computed at once.</summary>
    public int Operands { get; }

    /// <summary>The operands that want a gradient.</summary>
    /// <exception cref="InvalidOperationException">The graph was released.</exception>
    public Edge[] Edges => _edges ?? throw new InvalidOperationException(
        "The graph of this computation was released by Backward(); call Backward(retainGraph: true) the first time, or compute it again.");

    /// <summary>Lets go of everything the pullbacks hold.</summary>
    public void Release()
    {
        if (Leaf is not null)
            return;
        _edges = null;
        Joint = null;
    }
}

/// <summary>The gradients of the wanted operands, in the order of the operands; null for the others.</summary>
/// <param name="gradient">The gradient of the result.</param>
/// <param name="wanted">For each operand whether its gradient is asked for.</param>
internal delegate Variable?[] JointPullback(Variable gradient, bool[] wanted);

/// <summary>An operand and the way from the gradient of the result to the operand's gradient.</summary>
/// <param name="Operand">The operand's node.</param>
/// <param name="Pullback">Its pullback; null if the node has a joint one.</param>
/// <param name="Index">The operand's place among all operands.</param>
internal readonly record struct Edge(Node Operand, Func<Variable, Variable>? Pullback, int Index = 0);
