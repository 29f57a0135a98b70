namespace Praxis.Learning;

/// <summary>Gradient checkpointing: memory for the inside of a function is traded for computing it twice (Chen et al., 2016).</summary>
public static class Checkpoint
{
    /// <summary>
    /// f(inputs), of which nothing inside is kept: when the gradient arrives, f is computed again. Second derivatives are not recorded
    /// through it.
    /// </summary>
    /// <param name="function">f; called twice, it must do the same both times, so dropout inside needs masks of its own.</param>
    /// <param name="inputs">Its arguments.</param>
    /// <param name="parameters">Variables that f uses besides its arguments.</param>
    public static Variable Run(Func<Variable[], Variable> function, Variable[] inputs, params IEnumerable<Variable> parameters)
    {
        Variable value;
        using (NoGradient.Scope())
            value = function(inputs);
        Variable[] operands = [.. inputs, .. parameters];
        return Graph.RecordFused(
            value.Data, operands,
            _ => throw new NotSupportedException("A gradient through Checkpoint.Run cannot be differentiated again; leave the checkpoint out for second derivatives."),
            Recompute);

        Tensor?[] Recompute(Tensor gradient, bool[] wanted)
        {
            using var recording = NoGradient.Suspend();
            Variable[] arguments = [.. inputs.Select(input => new Variable(input.Data, input.RequiresGrad))];
            var again = function(arguments);
            Variable[] all = [.. arguments, .. operands[inputs.Length..]];
            int[] asked = [.. Enumerable.Range(0, all.Length).Where(i => wanted[i])];
            var gradients = Gradients.Of(again, [.. asked.Select(i => all[i])], seed: gradient);
            var parts = new Tensor?[all.Length];
            for (int i = 0; i < asked.Length; i++)
                parts[asked[i]] = gradients[i].Data;
            return parts;
        }
    }
}
