namespace Praxis.Learning.Training;

/// <summary>How well hidden tokens were guessed.</summary>
/// <param name="Hidden">The tokens that were hidden.</param>
/// <param name="Nats">The sum of −ln p over them.</param>
public sealed record MaskedScore(long Hidden, double Nats)
{
    /// <summary>exp of the mean of −ln p over the hidden tokens; not comparable with the perplexity of a model that sees only what is before.</summary>
    public double PseudoPerplexity => Math.Exp(Nats / Hidden);
}
