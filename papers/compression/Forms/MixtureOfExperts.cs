using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// A gated feed-forward part, down(silu(gate x) · up x), cut into equal slices of its hidden units, the experts: F(x) = Σ F_e(x) exactly. A
/// linear router picks for every token the few experts that are computed; the others cost nothing.
/// </summary>
public sealed record MixtureOfExperts
{
    private readonly int[] _order;

    /// <summary>The slices of a feed-forward part.</summary>
    /// <param name="gate">(hidden, d); not copied.</param>
    /// <param name="up">(hidden, d); not copied.</param>
    /// <param name="down">(d, hidden); not copied.</param>
    /// <param name="experts">E, which divides the number of hidden units.</param>
    /// <param name="chosen">k, the experts that a token passes.</param>
    /// <param name="order">A permutation of the hidden units: the first hidden/E belong to the first expert, and so on. As they are when null.</param>
    /// <exception cref="ShapeException">The matrices do not fit each other.</exception>
    /// <exception cref="ArgumentException">The hidden units cannot be shared out, k is no number of experts, or the order is no permutation.</exception>
    public MixtureOfExperts(Tensor gate, Tensor up, Tensor down, int experts, int chosen, int[]? order = null)
    {
        (int hidden, int d) = (FormTensors.Require(gate, 2, "The gate").Rows, gate.Columns);
        if (!FormTensors.Require(up, 2, "Up").Shape.SequenceEqual(gate.Shape) || !FormTensors.Require(down, 2, "Down").Shape.SequenceEqual([d, hidden]))
            throw new ShapeException($"A gate of ({hidden}, {d}) needs an up of the same shape and a down of ({d}, {hidden}), not ({string.Join(", ", up.Shape.ToArray())}) and ({string.Join(", ", down.Shape.ToArray())}).");
        ArgumentOutOfRangeException.ThrowIfLessThan(experts, 1);
        if (hidden % experts != 0)
            throw new ArgumentException($"{hidden} hidden units cannot be shared out among {experts} experts; take a divisor of {hidden}.", nameof(experts));
        if (chosen < 1 || chosen > experts)
            throw new ArgumentOutOfRangeException(nameof(chosen), chosen, $"A token passes 1 to {experts} experts.");
        _order = order is null ? [.. Enumerable.Range(0, hidden)] : [.. order];
        if (!_order.Order().SequenceEqual(Enumerable.Range(0, hidden)))
            throw new ArgumentException($"The order must be a permutation of the {hidden} hidden units.", nameof(order));
        (Gate, Up, Down, Experts, Chosen) = (gate, up, down, experts, chosen);
    }

    /// <summary>The slices of a part of a model, from its own weights.</summary>
    /// <param name="part">The part.</param>
    /// <param name="experts">E, which divides the number of hidden units.</param>
    /// <param name="chosen">k, the experts that a token passes.</param>
    /// <param name="order">A permutation of the hidden units, or null.</param>
    public static MixtureOfExperts Of(FeedForwardPart part, int experts, int chosen, int[]? order = null)
    {
        if (part.Gate.Bias is not null || part.Up.Bias is not null || part.Down.Bias is not null)
            throw new ArgumentException($"{part.Name} has biases, which experts do not have here.", nameof(part));
        return new MixtureOfExperts(part.Gate.Weight, part.Up.Weight, part.Down.Weight, experts, chosen, order);
    }

    /// <summary>(hidden, d), all experts.</summary>
    public Tensor Gate { get; }

    /// <summary>(hidden, d), all experts.</summary>
    public Tensor Up { get; }

    /// <summary>(d, hidden), all experts.</summary>
    public Tensor Down { get; }

    /// <summary>E.</summary>
    public int Experts { get; }

    /// <summary>k, the experts that a token passes.</summary>
    public int Chosen { get; }

    /// <summary>d.</summary>
    public int Width => Gate.Columns;

    /// <summary>The hidden units of all experts.</summary>
    public int Hidden => Gate.Rows;

    /// <summary>The hidden units of one expert.</summary>
    public int ExpertWidth => Hidden / Experts;

    /// <summary>The numbers that are stored: all experts, and the router's (E, d) with its E biases.</summary>
    public long Parameters => DenseParameters + ((long)Experts * (Width + 1));

    /// <summary>What they take on disk in bits.</summary>
    public long Bits => Parameters * CompressedWeight.NumberBits;

    /// <summary>Multiplications and additions for one token: its k experts and the router; activations and the sum of experts are not counted.</summary>
    public long FlopsPerRow => (Chosen * 6L * ExpertWidth * Width) + (2L * Experts * Width);

    /// <summary>The numbers of the dense part.</summary>
    public long DenseParameters => 3L * Hidden * Width;

    /// <summary>The operations of the dense part for one token.</summary>
    public long DenseFlopsPerRow => 2 * DenseParameters;

    /// <summary>The hidden units of an expert.</summary>
    public ReadOnlySpan<int> Units(int expert) => _order.AsSpan(expert * ExpertWidth, ExpertWidth);

    /// <summary>A layer that computes the chosen experts only, forward and backward, with copies of the numbers as its parameters.</summary>
    /// <param name="random">Where the router's first weights come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public MixtureOfExpertsLayer ToLayer(RandomStream random, DType dtype) => new(this, random, dtype);
}
