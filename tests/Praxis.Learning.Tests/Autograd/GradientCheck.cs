using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>Compares gradients, and gradients of gradients, with central differences in F64.</summary>
internal static class GradientCheck
{
    private const double Step = 1e-5;

    /// <summary>f is made a number by weighting its elements; every element of every input is moved both ways.</summary>
    public static void First(Func<Variable[], Variable> f, Tensor[] inputs, double tolerance = 1e-7)
    {
        var weights = Weights(f, inputs);
        var analytic = Gradient(f, inputs, weights);
        Compare(inputs, analytic, moved => Value(f, moved, weights), tolerance, "gradient");
    }

    /// <summary>The weighted sum of the gradients is the function whose gradient is compared.</summary>
    public static void Second(Func<Variable[], Variable> f, Tensor[] inputs, double tolerance = 1e-6)
    {
        var weights = Weights(f, inputs);
        var directions = inputs.Select((input, i) => new RandomStream(100 + i).Normal(input.Shape)).ToArray();
        var leaves = inputs.Select(input => new Variable(input, requiresGrad: true)).ToArray();
        var first = Gradients.Of((f(leaves) * weights).Sum(), leaves, createGraph: true);
        var along = first.Select((gradient, i) => (gradient * directions[i]).Sum()).Aggregate((a, b) => a + b);
        var analytic = along.RequiresGrad
            ? Gradients.Of(along, leaves).Select(gradient => gradient.Data).ToArray()
            : inputs.Select(input => Tensor.Zeros(input.Shape)).ToArray();
        Compare(
            inputs,
            analytic,
            moved => Gradient(f, moved, weights).Zip(directions, (gradient, direction) => (gradient * direction).Sum()).Sum(),
            tolerance,
            "second derivative");
    }

    private static Tensor Weights(Func<Variable[], Variable> f, Tensor[] inputs)
    {
        var value = f([.. inputs.Select(input => new Variable(input))]);
        return new RandomStream(7).Normal(value.Shape);
    }

    private static double Value(Func<Variable[], Variable> f, Tensor[] inputs, Tensor weights) =>
        (f([.. inputs.Select(input => new Variable(input))]).Data * weights).Sum();

    private static Tensor[] Gradient(Func<Variable[], Variable> f, Tensor[] inputs, Tensor weights)
    {
        var leaves = inputs.Select(input => new Variable(input, requiresGrad: true)).ToArray();
        return [.. Gradients.Of((f(leaves) * weights).Sum(), leaves).Select(gradient => gradient.Data)];
    }

    private static void Compare(Tensor[] inputs, Tensor[] analytic, Func<Tensor[], double> value, double tolerance, string what)
    {
        for (int input = 0; input < inputs.Length; input++)
        {
            Assert.True(analytic[input].Shape.SequenceEqual(inputs[input].Shape), $"{what} {input} has another shape than its input");
            double[] gradient = analytic[input].ToArray();
            for (int i = 0; i < gradient.Length; i++)
            {
                double numeric = (value(Moved(inputs, input, i, Step)) - value(Moved(inputs, input, i, -Step))) / (2 * Step);
                double error = Math.Abs(numeric - gradient[i]) / Math.Max(1, Math.Abs(numeric));
                Assert.True(error < tolerance, $"{what} of input {input} at {i}: {gradient[i]:R} instead of {numeric:R}");
            }
        }
    }

    private static Tensor[] Moved(Tensor[] inputs, int input, int element, double step)
    {
        var moved = (Tensor[])inputs.Clone();
        double[] values = inputs[input].ToArray();
        values[element] += step;
        moved[input] = Tensor.Wrap(values, inputs[input].Shape);
        return moved;
    }
}
