using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>An operation on the numbers below a modulus.</summary>
public enum ModularOperation
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>The number that times b is a; b is not 0, and the modulus must be prime.</summary>
    Divide,
}

/// <summary>
/// Arithmetic modulo a number: <c>5 + 4 = 2</c> modulo 7. Tokens below the modulus are the numbers, then come the operation's sign and equals.
/// There are so few questions that they can be listed whole and split (Power et al., Grokking, 2022).
/// </summary>
/// <param name="modulus">The modulus, 2 to 1,000.</param>
/// <param name="operation">What is done with the two numbers.</param>
public sealed class ModularArithmeticTask(int modulus, ModularOperation operation = ModularOperation.Add) : SequenceTask
{
    private readonly int _modulus = modulus is < 2 or > 1_000 ? throw new ArgumentOutOfRangeException(nameof(modulus), modulus, "A modulus lies between 2 and 1,000.")
        : operation == ModularOperation.Divide && !IsPrime(modulus) ? throw new ArgumentOutOfRangeException(nameof(modulus), modulus, "Division needs a prime modulus.")
        : modulus;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Vocabulary { get; } =
        [.. Numbered(modulus), operation switch { ModularOperation.Add => "+", ModularOperation.Subtract => "-", ModularOperation.Multiply => "*", _ => "/" }, "="];

    /// <summary>How many different questions there are.</summary>
    public int Questions => _modulus * (_modulus - Smallest);

    /// <inheritdoc/>
    protected override int Length => 5;

    /// <inheritdoc/>
    protected override int AnswerLength => 1;

    private int Smallest => operation == ModularOperation.Divide ? 1 : 0;

    /// <summary>All questions, shuffled, in two parts that share none.</summary>
    /// <param name="trainShare">The share of the first part, above 0 and below 1; both parts get at least one question.</param>
    /// <param name="random">The random numbers of the shuffle.</param>
    public (TaskSequences Train, TaskSequences Test) Split(double trainShare, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        if (trainShare is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(trainShare), trainShare, "The share lies above 0 and below 1.");
        var train = Math.Clamp((int)Math.Round(trainShare * Questions), 1, Questions - 1);
        var sequences = new long[Questions * Length];
        foreach (var (place, question) in random.Permutation(Questions).Index())
            Write(sequences.AsSpan(place * Length, Length), question / (_modulus - Smallest), Smallest + question % (_modulus - Smallest));
        return (Shift(sequences.AsSpan(0, train * Length), train), Shift(sequences.AsSpan(train * Length), Questions - train));
    }

    /// <inheritdoc/>
    protected override void Write(Span<long> sequence, RandomStream random) => Write(sequence, random.Next(_modulus), random.Next(Smallest, _modulus));

    private void Write(Span<long> sequence, long a, long b)
    {
        (sequence[0], sequence[1], sequence[2], sequence[3]) = (a, _modulus, b, _modulus + 1);
        sequence[4] = operation switch
        {
            ModularOperation.Add => (a + b) % _modulus,
            ModularOperation.Subtract => (a - b + _modulus) % _modulus,
            ModularOperation.Multiply => a * b % _modulus,
            // Fermat: b to the modulus less 2 is the inverse of b.
            _ => a * Power(b, _modulus - 2) % _modulus,
        };
    }

    private long Power(long number, int exponent)
    {
        var power = 1L;
        for (; exponent > 0; exponent >>= 1, number = number * number % _modulus)
            if ((exponent & 1) == 1) power = power * number % _modulus;
        return power;
    }

    private static bool IsPrime(int number) => Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(number) - 1)).All(divisor => number % divisor != 0);
}
