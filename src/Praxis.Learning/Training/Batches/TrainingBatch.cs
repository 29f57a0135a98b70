namespace Praxis.Learning.Training;

/// <summary>What one step learns from.</summary>
/// <param name="Tokens">I64, (batch, time): what the model sees.</param>
/// <param name="Targets">I64, (batch, time): what it should say at each place; −100 where it is not asked.</param>
public sealed record TrainingBatch(Tensor Tokens, Tensor Targets)
{
    /// <summary>The target of a place that does not count.</summary>
    public const long Ignored = -100;
}
