using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Walks a graph from a result back to its operands and collects gradients.</summary>
internal sealed class ReverseMode
{
    // A thread's last walk lends its collections to the next, so that the walks of a training take no new memory; null while it is under way.
    [ThreadStatic]
    private static ReverseMode? _last;

    private readonly Dictionary<Node, Variable> _pending = [];
    private readonly List<Node> _nodes = [];
    private readonly HashSet<Node> _seen = [];
    private readonly Stack<Node> _open = [];
    private Dictionary<Node, Variable> _found = [];
    private TensorScope? _scope;

    /// <summary>The gradients at the wanted nodes (null: at all leaves) that the output depends on.</summary>
    /// <param name="output">What is differentiated.</param>
    /// <param name="seed">The gradient at the output, in its shape.</param>
    /// <param name="wanted">The nodes whose gradients are kept.</param>
    /// <param name="release">Whether the graph is let go of on the way.</param>
    public static Dictionary<Node, Variable> Run(Node output, Variable seed, IReadOnlySet<Node>? wanted, bool release)
    {
        // Gradients that are not recorded are nobody's but ours, so inside a scope their memory goes back as soon as it was used.
        bool recycles = TensorScope.IsActive && !Graph.IsRecording;
        using var scope = recycles ? TensorScope.Begin() : null;
        var walk = _last ?? new ReverseMode();
        _last = null; // Pullbacks may begin walks of their own.
        walk._scope = scope;
        walk._found = [];
        try
        {
            walk.Add(output, seed);
            walk.Walk(output, wanted, release);
            foreach (var gradient in walk._found.Values)
                scope?.Promote(gradient.Data);
            return walk._found;
        }
        finally
        {
            walk.Clear();
            _last = walk;
        }
    }

    private void Clear()
    {
        _pending.Clear();
        _nodes.Clear();
        _seen.Clear();
        _open.Clear();
        _scope = null;
    }

    private void Walk(Node output, IReadOnlySet<Node>? wanted, bool release)
    {
        FindReachable(output);
        _nodes.Sort(static (left, right) => left.Order.CompareTo(right.Order));
        var leading = wanted is null ? null : Leading(_nodes, wanted);
        Func<Node, bool> leads = leading is null ? static _ => true : leading.Contains;

        // All that uses a result was recorded after it, so going back in time every gradient is complete when its node is reached.
        for (int i = _nodes.Count - 1; i >= 0; i--)
        {
            var node = _nodes[i];
            if (leads(node) && _pending.Remove(node, out var gradient))
            {
                bool keep = wanted is null ? node.Leaf is not null : wanted.Contains(node);
                if (keep)
                    _found[node] = gradient;
                if (node.Edges.Length > 0)
                    PullBack(node, gradient, leads);
                if (!keep)
                    LetGo(gradient);
            }

            if (release)
                node.Release();
        }
    }

    private void PullBack(Node node, Variable gradient, Func<Node, bool> leads)
    {
        var edges = node.Edges;
        using var inner = _scope is null ? null : TensorScope.Begin();
        if (node.Joint is { } joint)
        {
            var wanted = new bool[node.Operands];
            foreach (var edge in edges)
                wanted[edge.Index] = leads(edge.Operand);
            var parts = joint(gradient, wanted);
            foreach (var edge in edges)
                if (wanted[edge.Index])
                    Take(edge.Operand, parts[edge.Index]!);
        }
        else
        {
            foreach (var edge in edges)
                if (leads(edge.Operand))
                    Take(edge.Operand, edge.Pullback!(gradient));
        }

        void Take(Node operand, Variable part)
        {
            Add(operand, part);
            inner?.Promote(_pending[operand].Data);
        }
    }

    private void Add(Node node, Variable part)
    {
        if (!_pending.TryGetValue(node, out var sum))
        {
            _pending[node] = Hold(part);
        }
        else if (IsOurs(sum.Data.Lease) && sum.Data.Lease!.Holders == 1 && !ReferenceEquals(sum.Data.Lease, part.Data.Lease) && sum.Data.IsContiguous)
        {
            sum.Data.AddScaled(part.Data);
        }
        else
        {
            _pending[node] = Hold(sum + part);
            LetGo(sum);
        }
    }

    // Only what the walk itself made and has alone may be overwritten or given back: pullbacks may hand on tensors of others, or one
    // tensor to several operands.
    private bool IsOurs(Lease? lease) => lease is { Owner: { } owner } && ReferenceEquals(owner, _scope);

    private static Variable Hold(Variable gradient)
    {
        if (gradient.Data.Lease is { } lease)
            lease.Holders++;
        return gradient;
    }

    private void LetGo(Variable gradient)
    {
        if (gradient.Data.Lease is not { } lease)
            return;
        lease.Holders--;
        if (lease.Holders == 0 && IsOurs(lease))
            lease.End();
    }

    private void FindReachable(Node output)
    {
        _seen.Add(output);
        _open.Push(output);
        while (_open.TryPop(out var node))
        {
            _nodes.Add(node);
            foreach (var edge in node.Edges)
                if (_seen.Add(edge.Operand))
                    _open.Push(edge.Operand);
        }
    }

    // Only nodes through which a wanted one is reached are walked: the gradient for an input costs nothing for the weights.
    private static HashSet<Node> Leading(List<Node> nodes, IReadOnlySet<Node> wanted)
    {
        var leading = new HashSet<Node>();
        foreach (var node in nodes)
        {
            bool leads = wanted.Contains(node);
            foreach (var edge in node.Edges)
                leads |= leading.Contains(edge.Operand);
            if (leads)
                leading.Add(node);
        }

        return leading;
    }
}
