namespace Praxis.Learning;

/// <summary>Walks a graph from a result back to its operands and collects gradients.</summary>
internal static class ReverseMode
{
    /// <summary>The gradients at the wanted nodes (null: at all leaves) that the output depends on.</summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="seed">The gradient at the output, in its shape.</param>
    /// <param name="wanted">The nodes whose gradients are kept.</param>
    /// <param name="release">Whether the graph is let go of on the way.</param>
    public static Dictionary<Node, Variable> Run(Node output, Variable seed, IReadOnlySet<Node>? wanted, bool release)
    {
        var nodes = Reachable(output);
        nodes.Sort((left, right) => left.Order.CompareTo(right.Order));
        var leading = Leading(nodes, wanted);
        var pending = new Dictionary<Node, Variable> { [output] = seed };
        var found = new Dictionary<Node, Variable>();

        // All that uses a result was recorded after it, so going back in time every gradient is complete when its node is reached.
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            var node = nodes[i];
            if (leading.Contains(node) && pending.Remove(node, out var gradient))
            {
                if (wanted is null ? node.Leaf is not null : wanted.Contains(node))
                    found[node] = gradient;
                foreach ((var operand, var pullback) in node.Edges)
                {
                    if (!leading.Contains(operand))
                        continue;
                    var part = pullback(gradient);
                    pending[operand] = pending.TryGetValue(operand, out var sum) ? sum + part : part;
                }
            }

            if (release)
                node.Release();
        }

        return found;
    }

    private static List<Node> Reachable(Node output)
    {
        var seen = new HashSet<Node> { output };
        var nodes = new List<Node>();
        var open = new Stack<Node>();
        open.Push(output);
        while (open.TryPop(out var node))
        {
            nodes.Add(node);
            foreach (var edge in node.Edges)
                if (seen.Add(edge.Operand))
                    open.Push(edge.Operand);
        }

        return nodes;
    }

    // Only nodes through which a wanted one is reached are walked: the gradient for an input costs nothing for the weights.
    private static HashSet<Node> Leading(List<Node> nodes, IReadOnlySet<Node>? wanted)
    {
        var leading = new HashSet<Node>();
        foreach (var node in nodes)
        {
            bool leads = wanted is null ? node.Leaf is not null : wanted.Contains(node);
            foreach (var edge in node.Edges)
                leads |= leading.Contains(edge.Operand);
            if (leads)
                leading.Add(node);
        }

        return leading;
    }
}
