using Praxis.Lab;
using Praxis.Learning.Training;

namespace Praxis.Cli;

/// <summary>Shows training as the progress of a run.</summary>
internal sealed class TrainingProgressLine(RunProgress line) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        var measures = new List<LiveMeasure>();
        if (value.Loss is { } loss) measures.Add(new("loss", loss));
        if (value.ValidationLoss is { } validation) measures.Add(new("validation", validation));
        if (value.TokensPerSecond is { } speed) measures.Add(new("tokens/s", Math.Round(speed)));
        var left = value.SecondsLeft is { } seconds && double.IsFinite(seconds) ? $", {Numbers.Duration(Math.Round(seconds))} left" : "";
        line.Report(new StudyProgress(value.Stage + left, Math.Clamp(value.Fraction, 0, 1), measures));
    }
}
