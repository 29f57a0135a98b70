using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Bench.Rows.Learning;

/// <summary>Steps of training as the work of a row.</summary>
internal static class TrainingWork
{
    // The losses of the first steps, from the same weights as on the other side, must be the same there.
    private const int StepsCompared = 5;

    /// <summary>The work of so many steps.</summary>
    /// <param name="model">What is trained; its parameters have their first values.</param>
    /// <param name="step">One step; returns the loss before it.</param>
    /// <param name="steps">How many one run takes.</param>
    /// <param name="touched">What one step touches, without the optimizer.</param>
    public static Work Of(Module model, Func<double> step, int steps, TouchedBytes touched)
    {
        double[] first = [.. Enumerable.Range(0, StepsCompared).Select(_ => step())];
        return new Work(() =>
        {
            for (int i = 0; i < steps; i++)
                step();
        })
        {
            Parts = steps,
            Values = () => first,
            Parameters = model.CountParameters(),
            Touched = touched.WithAdam(model.CountParameters()),
        };
    }

    /// <summary>Gives every parameter numbers that depend on its name alone.</summary>
    /// <param name="model">The model.</param>
    /// <param name="group">What the names begin with.</param>
    /// <param name="scale">The numbers' bound, for a name and a shape.</param>
    /// <param name="offset">What is added to them, for a name.</param>
    public static void Fill(Module model, string group, Func<Variable, double> scale, Func<string, double>? offset = null)
    {
        foreach ((string name, var parameter) in model.NamedParameters())
        {
            var values = SharedNumbers.Centred($"{group}/{name}", scale(parameter), parameter.Shape);
            parameter.Data.CopyFrom(offset?.Invoke(name) is { } added and not 0 ? values + added : values);
        }
    }

    /// <summary>The bound of weights (outputs, inputs, …) and of biases in the small nets.</summary>
    public static double FanIn(Variable parameter) =>
        parameter.Rank == 1 ? 0.1 : 1 / Math.Sqrt((double)parameter.Length / parameter.Shape[0]);

    /// <summary>Forward, backward and the optimizer's step; returns the loss.</summary>
    public static double Step(Optimizer optimizer, Func<Variable> forward)
    {
        using var scope = TensorScope.Begin();
        optimizer.ZeroGrad();
        var loss = forward();
        loss.Backward();
        optimizer.Step();
        return loss.ToScalar();
    }
}
