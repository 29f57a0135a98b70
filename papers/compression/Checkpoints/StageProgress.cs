using System.Diagnostics;
using Praxis.Lab;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>The progress of work in stages: which one it is, how far all of it is, and how long the stage still takes.</summary>
/// <param name="target">Who is told.</param>
/// <param name="stages">The stages with the share of the time that each is thought to take.</param>
internal sealed class StageProgress(IProgress<StudyProgress>? target, IReadOnlyList<(string Name, double Weight)> stages)
{
    // Earlier than this a guess of the time left is worth nothing.
    private const double GuessAfterSeconds = 1;

    /// <summary>Begins a stage; what is returned is told the share of it that is done.</summary>
    public IProgress<double> Begin(string name)
    {
        int place = stages.ToList().FindIndex(stage => stage.Name == name);
        double all = stages.Sum(stage => stage.Weight), before = stages.Take(place).Sum(stage => stage.Weight);
        var stage = new Stage(this, name, before / all, stages[place].Weight / all);
        stage.Report(0);
        return stage;
    }

    private sealed class Stage(StageProgress owner, string name, double before, double weight) : IProgress<double>
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();

        public void Report(double value)
        {
            double seconds = _clock.Elapsed.TotalSeconds;
            string left = value > 0 && value < 1 && seconds > GuessAfterSeconds ? $", {Numbers.Duration(Math.Round(seconds * (1 - value) / value))} left" : "";
            owner.Tell($"{name}{left}", before + (weight * value));
        }
    }

    private void Tell(string stage, double fraction) => target?.Report(new StudyProgress(stage, Math.Clamp(fraction, 0, 1), []));
}

/// <summary>Progress that is told at once, on the thread that reports it.</summary>
/// <typeparam name="T">What is told.</typeparam>
/// <param name="tell">Who is told.</param>
internal sealed class Told<T>(Action<T> tell) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => tell(value);
}
