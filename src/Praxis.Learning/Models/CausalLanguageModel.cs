namespace Praxis.Learning.Models;

/// <summary>A language model in which a place sees only itself and those before it, so that it can write text token by token.</summary>
public abstract class CausalLanguageModel : LanguageModel
{
    /// <inheritdoc/>
    public override Variable Forward(Tensor tokens) => Forward(tokens, null);

    /// <summary>The scores before softmax, of tokens that may follow others.</summary>
    /// <param name="tokens">I64, (batch, time).</param>
    /// <param name="cache">
    /// What the model keeps of the tokens before; these tokens are added to it. With a cache nothing is recorded for gradients. Null: there
    /// are none before.
    /// </param>
    /// <returns>(batch, time, vocabulary).</returns>
    /// <exception cref="LearningException">A token is outside the vocabulary, the texts are longer than the context, or the cache was made for another model.</exception>
    public abstract Variable Forward(Tensor tokens, KeyValueCache? cache);

    /// <summary>An empty cache for texts of this model.</summary>
    /// <param name="batch">The number of texts that are written at a time.</param>
    /// <param name="capacity">The most tokens of a text; the model's context if not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not positive, or the capacity is beyond the context.</exception>
    public abstract KeyValueCache CreateCache(int batch = 1, int? capacity = null);
}
