using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// Copying symbols after a pause: <c>2 0 1 _ _ _ > 2 0 1</c>. Tokens below <paramref name="symbols"/> are the symbols, then come
/// the blank and the mark after which the copy is due.
/// </summary>
/// <param name="length">Symbols to copy, at least 1.</param>
/// <param name="symbols">How many different symbols there are, at least 2.</param>
/// <param name="pause">Blanks in between, 0 or more.</param>
public sealed class CopyingTask(int length, int symbols, int pause = 0) : SequenceTask
{
    private readonly int _length = length >= 1 ? length : throw new ArgumentOutOfRangeException(nameof(length), length, "At least one symbol is needed.");
    private readonly int _pause = pause >= 0 ? pause : throw new ArgumentOutOfRangeException(nameof(pause), pause, "A pause is not negative.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary { get; } = symbols >= 2 ? [.. Numbered(symbols), "_", ">"]
        : throw new ArgumentOutOfRangeException(nameof(symbols), symbols, "At least two different symbols are needed.");

    /// <inheritdoc/>
    protected override int Length => 2 * _length + _pause + 1;

    /// <inheritdoc/>
    protected override int AnswerLength => _length;

    /// <inheritdoc/>
    protected override void Write(Span<long> sequence, RandomStream random)
    {
        var (blank, mark) = (Vocabulary.Count - 2, Vocabulary.Count - 1);
        var question = sequence[.._length];
        foreach (ref var symbol in question) symbol = random.Next(blank);
        sequence.Slice(_length, _pause).Fill(blank);
        sequence[_length + _pause] = mark;
        question.CopyTo(sequence[(_length + _pause + 1)..]);
    }
}
