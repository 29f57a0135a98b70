using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// Recalling the value of a key: <c>k2 v7 k0 v1 k5 v7 ? k0 v1</c>. Tokens below <paramref name="keys"/> are the keys, then come the values,
/// then the mark of the question. The keys of a sequence differ; its values may repeat.
/// </summary>
/// <param name="pairs">Pairs in a sequence, at least 1 and at most <paramref name="keys"/>.</param>
/// <param name="keys">How many different keys there are.</param>
/// <param name="values">How many different values there are, at least 2.</param>
public sealed class AssociativeRecallTask(int pairs, int keys, int values) : SequenceTask
{
    private readonly int _pairs = pairs >= 1 && pairs <= keys ? pairs : throw new ArgumentOutOfRangeException(nameof(pairs), pairs, $"A sequence has 1 to {keys} pairs, because its keys differ.");
    private readonly int _values = values >= 2 ? values : throw new ArgumentOutOfRangeException(nameof(values), values, "At least two different values are needed.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary { get; } = [.. Numbered(keys, "k"), .. Numbered(values, "v"), "?"];

    /// <inheritdoc/>
    protected override int Length => 2 * _pairs + 3;

    /// <inheritdoc/>
    protected override int AnswerLength => 1;

    /// <inheritdoc/>
    protected override void Write(Span<long> sequence, RandomStream random)
    {
        var chosen = random.Choose(_pairs, keys);
        for (var pair = 0; pair < _pairs; pair++)
            (sequence[2 * pair], sequence[2 * pair + 1]) = (chosen[pair], keys + random.Next(_values));
        var asked = random.Next(_pairs);
        sequence[2 * _pairs] = Vocabulary.Count - 1;
        sequence[^2] = sequence[2 * asked];
        sequence[^1] = sequence[2 * asked + 1];
    }
}
