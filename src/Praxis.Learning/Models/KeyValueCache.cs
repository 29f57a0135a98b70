using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// The keys and values that a model computed for the tokens so far, so that the next token costs no more than itself. All memory is taken
/// at once; appending writes in place and attention reads views.
/// </summary>
/// <remarks>Made by <see cref="CausalLanguageModel.CreateCache"/>. Not for several threads at a time.</remarks>
public sealed class KeyValueCache
{
    private readonly Tensor _keys;
    private readonly Tensor _values;

    /// <summary>An empty cache.</summary>
    /// <param name="layers">The number of blocks of the model.</param>
    /// <param name="batch">The number of texts.</param>
    /// <param name="heads">The number of key/value heads.</param>
    /// <param name="capacity">The most tokens of a text.</param>
    /// <param name="headWidth">The width of a head.</param>
    /// <param name="dtype">F32 or F64.</param>
    internal KeyValueCache(int layers, int batch, int heads, int capacity, int headWidth, DType dtype)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batch);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _keys = TensorScope.Keep(Tensor.Zeros(dtype, layers, batch, heads, 1, capacity, headWidth));
        _values = TensorScope.Keep(Tensor.Zeros(dtype, layers, batch, heads, 1, capacity, headWidth));
    }

    /// <summary>The number of texts.</summary>
    public int Batch => _keys.Shape[1];

    /// <summary>The most tokens of a text.</summary>
    public int Capacity => _keys.Shape[4];

    /// <summary>The number of tokens so far.</summary>
    public int Length { get; private set; }

    /// <summary>All keys, (layers, batch, heads, 1, capacity, head width).</summary>
    internal Tensor Keys => _keys;

    /// <summary>All values, (layers, batch, heads, 1, capacity, head width).</summary>
    internal Tensor Values => _values;

    /// <summary>What a model keeps from token to token besides, of its own kind.</summary>
    internal object? Decoder { get; set; }

    /// <summary>Where the first place of a layer's head begins in <see cref="Keys"/> and <see cref="Values"/>, for a single text.</summary>
    internal int Row(int layer, int head) => (layer * _keys.Strides[0]) + (head * _keys.Strides[2]);

    /// <summary>Forgets all tokens but the first ones; the memory stays.</summary>
    /// <param name="length">How many to keep.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not so many.</exception>
    public void Truncate(int length = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length);
        Length = length;
    }

    /// <summary>Writes one layer's keys and values of new tokens behind those so far.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="keys">(batch, heads, time, head width), or with an axis of length 1 for the query heads of a group: (batch, heads, 1, time, head width).</param>
    /// <param name="values">In the same shape.</param>
    /// <returns>Views of all up to the new ones: the same shape, with length + time in place of time.</returns>
    internal (Tensor Keys, Tensor Values) Append(int layer, Tensor keys, Tensor values) =>
        (Append(_keys.Select(0, layer), keys), Append(_values.Select(0, layer), values));

    /// <summary>Counts tokens that all layers have appended.</summary>
    internal void Advance(int time) => Length += time;

    /// <summary>Checks that new tokens fit.</summary>
    /// <exception cref="LearningException">They do not.</exception>
    internal void RequireRoom(Tensor tokens, int layers, int heads, int headWidth, DType dtype)
    {
        ReadOnlySpan<int> shape = [layers, Batch, heads, 1, Capacity, headWidth];
        if (!_keys.Shape.SequenceEqual(shape) || _keys.DType != dtype)
            throw new LearningException("The cache was made for a model of other sizes; make one with the model's CreateCache.");
        if (tokens.Shape[0] != Batch)
            throw new LearningException($"The cache was made for {Batch} texts and there are tokens of {tokens.Shape[0]}.");
        if (Length + tokens.Shape[1] > Capacity)
            throw new LearningException($"The cache has room for {Capacity} tokens and {Length + tokens.Shape[1]} are asked for; make a larger one.");
    }

    private Tensor Append(Tensor all, Tensor fresh)
    {
        if (fresh.Rank == 4)
            all = all.Select(2, 0);
        int time = fresh.Shape[^2];
        all.Slice(-2, Length, time).CopyFrom(fresh);
        return all.Slice(-2, 0, Length + time);
    }
}
