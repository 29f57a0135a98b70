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
        Variable? seed = null;
        Variable?[] found = [];
        return Graph.Record(value.Data, [.. operands.Select((operand, i) => (operand, (Func<Variable, Variable>)(g => Part(g, i))))]);

        // Each operand asks for its part; the first to ask has all of them computed.
        Variable Part(Variable gradient, int index)
        {
            if (!ReferenceEquals(seed, gradient))
            {
                if (Graph.IsRecording)
                    throw new NotSupportedException("A gradient through Checkpoint.Run cannot be differentiated again; leave the checkpoint out for second derivatives.");
                (seed, found) = (gradient, Recompute(gradient));
            }

            return found[index]!;
        }

        Variable?[] Recompute(Variable gradient)
        {
            using var recording = NoGradient.Suspend();
            Variable[] arguments = [.. inputs.Select(input => new Variable(input.Data, input.RequiresGrad))];
            var again = function(arguments);
            Variable[] all = [.. arguments, .. operands[inputs.Length..]];
            int[] asked = [.. Enumerable.Range(0, all.Length).Where(i => all[i].RequiresGrad)];
            var gradients = Gradients.Of(again, [.. asked.Select(i => all[i])], seed: gradient);
            var parts = new Variable?[all.Length];
            for (int i = 0; i < asked.Length; i++)
                parts[asked[i]] = gradients[i];
            return parts;
        }
    }
}
