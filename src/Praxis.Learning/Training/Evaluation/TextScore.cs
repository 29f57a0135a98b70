namespace Praxis.Learning.Training;

/// <summary>How well a model told a whole text in advance.</summary>
/// <param name="Tokens">The tokens of the text.</param>
/// <param name="Bytes">The bytes of the text in UTF-8.</param>
/// <param name="Nats">The sum of −ln p over all tokens.</param>
public sealed record TextScore(long Tokens, long Bytes, double Nats)
{
    /// <summary>exp of the mean of −ln p over tokens: comparable among models with the same tokens only.</summary>
    public double Perplexity => Math.Exp(Nats / Tokens);

    /// <summary>The sum of −log₂ p divided by the bytes: comparable among all models.</summary>
    public double BitsPerByte => Nats / Math.Log(2) / Bytes;
}
