namespace Praxis.Learning.Training;

/// <summary>How far a run is.</summary>
/// <param name="Stage">What is being done, in a few words.</param>
/// <param name="Fraction">The share of the whole that is done.</param>
/// <param name="Step">The steps taken; 0 before the first.</param>
/// <param name="Loss">The smoothed loss; null where there is none yet.</param>
/// <param name="ValidationLoss">The last look at the validation text; null before the first.</param>
/// <param name="TokensPerSecond">How fast it goes; null outside the steps.</param>
/// <param name="SecondsLeft">How long the steps still take; null outside the steps.</param>
public sealed record TrainingProgress(
    string Stage, double Fraction, int Step = 0, double? Loss = null, double? ValidationLoss = null, double? TokensPerSecond = null, double? SecondsLeft = null);
