namespace Praxis.Learning;

/// <summary>Records results with the way back to their operands.</summary>
internal static class Graph
{
    /// <summary>Whether results are recorded now; a pullback that runs unrecorded may take a fused kernel.</summary>
    public static bool IsRecording => !NoGradient.IsActive;

    /// <summary>
    /// The result of an operation. Each pullback maps the result's gradient to one operand's gradient, and is written with differentiable
    /// operations, so that it can be differentiated again.
    /// </summary>
    public static Variable Record(Tensor data, params ReadOnlySpan<(Variable Operand, Func<Variable, Variable> Pullback)> operands)
    {
        if (NoGradient.IsActive)
            return new Variable(data);
        int count = 0;
        foreach ((var operand, _) in operands)
            count += operand.RequiresGrad ? 1 : 0;
        if (count == 0)
            return new Variable(data);
        var edges = new Edge[count];
        count = 0;
        foreach ((var operand, var pullback) in operands)
            if (operand.Node is { } node)
                edges[count++] = new Edge(node, pullback);
        return new Variable(data, new Node(edges));
    }

    /// <summary>
    /// The result of a fused operation: one kernel computes it, and another the gradients of all operands at once. Where the gradients are
    /// themselves differentiated, the plain composition of differentiable operations takes the kernel's place.
    /// </summary>
    /// <param name="data">The result.</param>
    /// <param name="operands">The operands.</param>
    /// <param name="plain">The same operation written with differentiable operations.</param>
    /// <param name="pullback">The kernel: the gradients of the wanted operands from the gradient of the result.</param>
    public static Variable RecordFused(Tensor data, Variable[] operands, Func<Variable[], Variable> plain, Func<Tensor, bool[], Tensor?[]> pullback)
    {
        return RecordFused(data, operands, Composed, pullback);

        // Each operand gets a name of its own here, so that one that was computed from another is not differentiated through it.
        Variable?[] Composed(Variable gradient, bool[] wanted)
        {
            Variable[] names = [.. operands.Select(operand => operand.RequiresGrad ? Record(operand.Data, (operand, g => g)) : operand)];
            int[] asked = [.. Enumerable.Range(0, wanted.Length).Where(i => wanted[i])];
            var found = Gradients.Of(plain(names), [.. asked.Select(i => names[i])], createGraph: true, seed: gradient);
            var parts = new Variable?[wanted.Length];
            for (int i = 0; i < asked.Length; i++)
                parts[asked[i]] = found[i];
            return parts;
        }
    }

    /// <summary>The result of a fused operation whose gradients, where they are differentiated, are told by differentiable operations.</summary>
    /// <param name="data">The result.</param>
    /// <param name="operands">The operands.</param>
    /// <param name="recorded">The gradients of the wanted operands by differentiable operations.</param>
    /// <param name="pullback">The kernel: the same without a record.</param>
    public static Variable RecordFused(Tensor data, Variable[] operands, JointPullback recorded, Func<Tensor, bool[], Tensor?[]> pullback)
    {
        if (NoGradient.IsActive)
            return new Variable(data);
        var edges = new List<Edge>(operands.Length);
        for (int i = 0; i < operands.Length; i++)
            if (operands[i].Node is { } node)
                edges.Add(new Edge(node, null, i));
        return edges.Count == 0 ? new Variable(data) : new Variable(data, new Node([.. edges], Joint, operands.Length));

        Variable?[] Joint(Variable gradient, bool[] wanted)
        {
            if (IsRecording)
                return recorded(gradient, wanted);
            var parts = pullback(gradient.Data, wanted);
            return Array.ConvertAll(parts, static part => part is null ? null : new Variable(part));
        }
    }

    /// <summary>The result of an operation on one operand whose pullback (gradient, result) is easiest said with the result.</summary>
    public static Variable RecordWithResult(Tensor data, Variable operand, Func<Variable, Variable, Variable> pullback)
    {
        Variable? result = null;
        result = Record(data, (operand, gradient => pullback(gradient, result!)));
        return result;
    }
}
