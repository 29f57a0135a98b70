using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>Sequences of a synthetic task, ready for a model that predicts the next token.</summary>
/// <param name="Tokens">What the model reads: I64 (count, time).</param>
/// <param name="Targets">The token that follows each: I64 (count, time).</param>
/// <param name="Scored">Where the target belongs to the answer, and is to be scored: Bool (count, time). The other targets are the question, and chance.</param>
public sealed record TaskSequences(Tensor Tokens, Tensor Targets, Tensor Scored);

/// <summary>
/// A task that a program can pose without end and check exactly: a question, then its answer, as tokens.
/// The same random stream gives the same sequences; two streams forked by name give training and test sequences.
/// </summary>
public abstract class SequenceTask
{
    /// <summary>What each token is, by number.</summary>
    public abstract IReadOnlyList<string> Vocabulary { get; }

    /// <summary>Tokens that the model reads: one fewer than a sequence has, because the last one is only predicted.</summary>
    public int Time => Length - 1;

    /// <summary>Tokens of question and answer.</summary>
    protected abstract int Length { get; }

    /// <summary>Tokens of the answer, with which every sequence ends.</summary>
    protected abstract int AnswerLength { get; }

    /// <summary>Draws sequences, each by itself.</summary>
    /// <param name="count">How many.</param>
    /// <param name="random">The random numbers; where it stands afterwards is not told.</param>
    public TaskSequences Draw(int count, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentNullException.ThrowIfNull(random);
        var sequences = new long[checked(count * Length)];
        for (var i = 0; i < count; i++) Write(sequences.AsSpan(i * Length, Length), random);
        return Shift(sequences, count);
    }

    /// <summary>A row of tokens as text, separated by spaces.</summary>
    public string Show(ReadOnlySpan<long> tokens)
    {
        var words = new string[tokens.Length];
        for (var i = 0; i < words.Length; i++) words[i] = Vocabulary[(int)tokens[i]];
        return string.Join(' ', words);
    }

    /// <summary>Writes one sequence, question and answer.</summary>
    protected abstract void Write(Span<long> sequence, RandomStream random);

    /// <summary>Whole sequences, one after another, as tokens and the targets one later.</summary>
    protected TaskSequences Shift(ReadOnlySpan<long> sequences, int count)
    {
        var (tokens, targets, scored) = (new long[count * Time], new long[count * Time], new bool[count * Time]);
        for (var i = 0; i < count; i++)
        {
            var sequence = sequences.Slice(i * Length, Length);
            sequence[..^1].CopyTo(tokens.AsSpan(i * Time));
            sequence[1..].CopyTo(targets.AsSpan(i * Time));
            scored.AsSpan((i + 1) * Time - AnswerLength, AnswerLength).Fill(true);
        }
        return new TaskSequences(Tensor.Wrap(tokens, count, Time), Tensor.Wrap(targets, count, Time), Tensor.Wrap(scored, count, Time));
    }

    /// <summary>The words 0, 1, … with something before each.</summary>
    private protected static IEnumerable<string> Numbered(int count, string before = "") => Enumerable.Range(0, count).Select(i => $"{before}{i}");
}
