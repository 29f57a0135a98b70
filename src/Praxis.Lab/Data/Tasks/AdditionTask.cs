using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// Adding two numbers: <c>4 7 + 0 8 = 0 5 5</c>. Tokens 0 to 9 are the digits, 10 is plus, 11 is equals. Numbers have leading zeros;
/// the sum has one digit more than they.
/// </summary>
/// <param name="digits">Digits of each number, 1 to 18.</param>
/// <param name="reversed">Whether the sum is written from its last digit on, as one adds by hand.</param>
public sealed class AdditionTask(int digits, bool reversed = false) : SequenceTask
{
    private const long Plus = 10;
    private const long Equal = 11;

    private readonly int _digits = digits is >= 1 and <= 18 ? digits : throw new ArgumentOutOfRangeException(nameof(digits), digits, "A number has 1 to 18 digits.");

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary { get; } = [.. Numbered(10), "+", "="];

    /// <inheritdoc/>
    protected override int Length => 3 * _digits + 3;

    /// <inheritdoc/>
    protected override int AnswerLength => _digits + 1;

    /// <inheritdoc/>
    protected override void Write(Span<long> sequence, RandomStream random)
    {
        var first = sequence[.._digits];
        var second = sequence.Slice(_digits + 1, _digits);
        var sum = sequence[(2 * _digits + 2)..];
        for (var i = 0; i < _digits; i++) (first[i], second[i]) = (random.Next(10), random.Next(10));
        sequence[_digits] = Plus;
        sequence[2 * _digits + 1] = Equal;
        var carry = 0L;
        for (var i = _digits - 1; i >= 0; i--)
        {
            var digit = first[i] + second[i] + carry;
            (sum[i + 1], carry) = (digit % 10, digit / 10);
        }
        sum[0] = carry;
        if (reversed) sum.Reverse();
    }
}
