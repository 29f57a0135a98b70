namespace Praxis.Learning.Training;

/// <summary>How long a step takes, by the last steps more than by those long ago; the first, in which everything warms up, is forgotten soon.</summary>
internal sealed class StepSpeed
{
    private const double Share = 0.05;
    private int _steps;

    /// <summary>The running mean in seconds; not a number before the first step.</summary>
    public double SecondsPerStep { get; private set; } = double.NaN;

    /// <summary>Takes a step into account.</summary>
    public void Add(double seconds)
    {
        _steps++;
        SecondsPerStep = _steps <= 2 ? seconds : SecondsPerStep + ((seconds - SecondsPerStep) * Math.Max(Share, 1.0 / (_steps - 1)));
    }
}
