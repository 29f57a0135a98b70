namespace Praxis.Learning;

/// <summary>
/// Learning rates as functions of the step, counted from 0. A schedule has no state: <c>optimizer.LearningRate = schedule(step)</c> before
/// each step, which also holds when training is resumed.
/// </summary>
public static class Schedules
{
    /// <summary>From the highest rate down half a cosine to the lowest, reached after the given number of steps, where it stays.</summary>
    public static Func<int, double> Cosine(double highest, int steps, double lowest = 0) => step =>
        lowest + ((highest - lowest) * 0.5 * (1 + Math.Cos(Math.PI * Math.Clamp(step, 0, steps) / Math.Max(1, steps))));

    /// <summary>The rate times a factor after every so many steps.</summary>
    public static Func<int, double> Step(double rate, int every, double factor = 0.1) => step =>
        rate * Math.Pow(factor, step / every);

    /// <summary>A line from rate/warmup at step 0 to the full rate, then another schedule from its beginning.</summary>
    public static Func<int, double> LinearWarmup(int warmup, Func<int, double> then) => step =>
        step < warmup ? then(0) * (step + 1) / warmup : then(step - warmup);

    /// <summary>Always the same.</summary>
    public static Func<int, double> Constant(double rate) => _ => rate;
}
