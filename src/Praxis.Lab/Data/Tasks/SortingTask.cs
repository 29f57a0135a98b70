using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>Sorting numbers, which may repeat: <c>3 1 3 0 > 0 1 3 3</c>. Tokens below <paramref name="values"/> are the numbers, the last one is the mark.</summary>
/// <param name="length">Numbers to sort, at least 1.</param>
/// <param name="values">How many different numbers there are, at least 2.</param>
public sealed class SortingTask(int length, int values) : SequenceTask
{
    private readonly int _length = length >= 1 ? length : throw new ArgumentOutOfRangeException(nameof(length), length, "At least one number is needed.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary { get; } = values >= 2 ? [.. Numbered(values), ">"]
        : throw new ArgumentOutOfRangeException(nameof(values), values, "At least two different numbers are needed.");

    /// <inheritdoc/>
    protected override int Length => 2 * _length + 1;

    /// <inheritdoc/>
    protected override int AnswerLength => _length;

    /// <inheritdoc/>
    protected override void Write(Span<long> sequence, RandomStream random)
    {
        var question = sequence[.._length];
        foreach (ref var number in question) number = random.Next(Vocabulary.Count - 1);
        sequence[_length] = Vocabulary.Count - 1;
        question.CopyTo(sequence[(_length + 1)..]);
        sequence[(_length + 1)..].Sort();
    }
}
