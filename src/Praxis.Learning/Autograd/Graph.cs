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

    /// <summary>The result of an operation on one operand whose pullback (gradient, result) is easiest said with the result.</summary>
    public static Variable RecordWithResult(Tensor data, Variable operand, Func<Variable, Variable, Variable> pullback)
    {
        Variable? result = null;
        result = Record(data, (operand, gradient => pullback(gradient, result!)));
        return result;
    }
}
