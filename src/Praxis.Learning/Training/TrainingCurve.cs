namespace Praxis.Learning.Training;

/// <summary>What a run has told of itself so far.</summary>
public sealed record TrainingCurve
{
    /// <summary>The smoothed loss now and then.</summary>
    public IReadOnlyList<LossPoint> Losses { get; init; } = [];

    /// <summary>The looks at the validation text.</summary>
    public IReadOnlyList<ValidationPoint> Validations { get; init; } = [];
}

/// <summary>The loss after a step.</summary>
/// <param name="Step">The steps taken.</param>
/// <param name="Loss">The loss of the step, in nats a token.</param>
/// <param name="Smoothed">Its running mean.</param>
/// <param name="LearningRate">The learning rate of the step.</param>
public sealed record LossPoint(int Step, double Loss, double Smoothed, double LearningRate);

/// <summary>A look at the validation text.</summary>
/// <param name="Step">The steps taken.</param>
/// <param name="Loss">The mean of −ln p over some windows, in nats a token.</param>
public sealed record ValidationPoint(int Step, double Loss);
