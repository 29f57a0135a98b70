using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>Moves a cloud towards another by gradient steps on n·SW₂, with fresh random directions in every step.</summary>
public static class GradientFlow
{
    /// <summary>Runs the flow.</summary>
    /// <param name="start">X₀: (n, d).</param>
    /// <param name="target">Y: (n, d).</param>
    /// <param name="options">Directions, step size, steps, control variate.</param>
    /// <param name="random">Draws the directions: the same stream gives the same directions, whatever the variate.</param>
    /// <param name="visit">Called with the number of steps done and the cloud, at the start and after every step.</param>
    /// <param name="cancel">Asked in every step.</param>
    /// <exception cref="ArgumentException">Clouds of different shapes, or steps, step size or directions that are not positive.</exception>
    public static FlowResult Run(Tensor start, Tensor target, FlowOptions options, RandomStream random, Action<int, Tensor>? visit = null, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Steps, 0);
        if (!(options.StepSize > 0)) throw new ArgumentException($"The step size must be positive; it is {options.StepSize}.", nameof(options));
        var cloud = start.Clone();
        var fallbacks = 0;
        visit?.Invoke(0, cloud);
        for (var step = 1; step <= options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            var directions = Directions.Uniform(options.Directions, start.Columns, random);
            var loss = SlicedWassersteinGradient.Evaluate(cloud, target, directions, options.Variate, options.ThroughCoefficient);
            if (options.Variate != ControlVariate.None && !(loss.Value > 0))
            {
                // √Z has no gradient at Z ≤ 0, which a variate can give near the target: this step is a plain one.
                fallbacks++;
                loss = SlicedWassersteinGradient.Evaluate(cloud, target, directions, ControlVariate.None);
            }
            if (loss.Value > 0) cloud.AddScaled(loss.Gradient, -options.StepSize * cloud.Rows / (2 * Math.Sqrt(loss.Value))); // ∇(n √Z) = n ∇Z / (2 √Z)
            visit?.Invoke(step, cloud);
        }
        return new FlowResult(cloud, fallbacks);
    }
}

/// <summary>Choices of a flow.</summary>
public sealed record FlowOptions
{
    /// <summary>L, fresh directions in every step.</summary>
    public required int Directions { get; init; }

    /// <summary>The control variate.</summary>
    public ControlVariate Variate { get; init; }

    /// <summary>The step size.</summary>
    public double StepSize { get; init; } = 0.01;

    /// <summary>How many steps.</summary>
    public int Steps { get; init; } = 1000;

    /// <summary>Whether the fitted coefficient is differentiated too.</summary>
    public bool ThroughCoefficient { get; init; } = true;
}

/// <summary>Where a flow ended.</summary>
/// <param name="Cloud">X after the last step: (n, d).</param>
/// <param name="PlainSteps">Steps in which the controlled value was not positive and the plain one was used.</param>
public sealed record FlowResult(Tensor Cloud, int PlainSteps);
