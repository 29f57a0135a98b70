using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>
/// A perceptron of residual blocks that read and write one stream: h₀ = E x + e, h_l = h_{l−1} + D_l max(A_l h_{l−1} + a_l, 0) + b_l, scores V h_L + v.
/// The stream can be made narrower at any place: at 0, behind E, or at l, behind block l.
/// </summary>
public sealed class StreamPerceptron : Layer
{
    private const int Part = 500;

    private readonly Linear _embedding, _head;
    private readonly Block[] _blocks;

    /// <summary>A new network.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="width">The width of the stream.</param>
    /// <param name="inner">The units of a block.</param>
    /// <param name="blocks">The number of blocks.</param>
    /// <param name="classes">The number of scores.</param>
    /// <param name="random">Where the first weights come from.</param>
    public StreamPerceptron(int inputs, int width, int inner, int blocks, int classes, RandomStream random)
        : this(
            new Linear(inputs, width, random.Fork("embedding")),
            [.. Enumerable.Range(0, blocks).Select(l => new Block(new Linear(width, inner, random.Fork($"read {l}")), new Linear(inner, width, random.Fork($"write {l}")), null))],
            new Linear(width, classes, random.Fork("head")))
    {
    }

    private StreamPerceptron(Linear embedding, Block[] blocks, Linear head)
    {
        _embedding = AddChild("embedding", embedding);
        _blocks = blocks;
        for (int l = 0; l < blocks.Length; l++)
        {
            AddChild($"read{l}", blocks[l].Read);
            AddChild($"write{l}", blocks[l].Write);
            if (blocks[l].Skip is { } skip)
                AddChild($"skip{l}", skip);
        }

        _head = AddChild("head", head);
    }

    /// <summary>Places at which the stream can be looked at and made narrower: 0 to the number of blocks.</summary>
    public int Places => _blocks.Length + 1;

    /// <inheritdoc/>
    public override Variable Forward(Variable x) => _head.Forward(Stream(x, _blocks.Length));

    /// <summary>What the stream holds at a place for many inputs: (count, width there), F64.</summary>
    /// <param name="inputs">(count, inputs).</param>
    /// <param name="place">0 to the number of blocks.</param>
    public Tensor Stream(Tensor inputs, int place) => Each(inputs, x => Stream(x, place)).To(DType.F64);

    /// <summary>The scores of many inputs, without gradients: (count, classes).</summary>
    public Tensor Scores(Tensor inputs) => Each(inputs, Forward);

    /// <summary>A network of the same numbers.</summary>
    public StreamPerceptron Copy() => new(
        Same(_embedding),
        [.. _blocks.Select(block => new Block(Same(block.Read), Same(block.Write), SameSkip(block)))],
        Same(_head));

    /// <summary>
    /// The network with the stream projected from a place on, h′ = Uᵀh. What writes to the stream is multiplied by Uᵀ, what reads it by U; the part of the mean
    /// that the projection takes away, (1 − U Uᵀ) h̄, goes into the biases of the readers. With all directions kept the network says the same.
    /// </summary>
    /// <param name="place">Where; later places must not have been narrowed yet.</param>
    /// <param name="directions">U with orthonormal columns: (width there, k).</param>
    /// <param name="mean">h̄ of the stream at the place: (width there).</param>
    /// <exception cref="ArgumentException">Shapes do not fit, or a later place is narrow already.</exception>
    public StreamPerceptron Narrowed(int place, Tensor directions, Tensor mean)
    {
        if (place < 0 || place >= Places)
            throw new ArgumentOutOfRangeException(nameof(place), place, $"Places go from 0 to {Places - 1}.");
        if (_blocks.Skip(place - 1).Any(block => block.Skip is not null))
            throw new ArgumentException("A later place is narrow already; go from shallow to deep.", nameof(place));
        int width = (place == 0 ? _embedding : _blocks[place - 1].Write).Weight.Data.Rows;
        if (directions.Rank != 2 || directions.Rows != width || directions.Columns < 1 || directions.Columns > width || mean.Length != width)
            throw new ArgumentException($"The stream is {width} wide at place {place}; directions must be ({width}, k) with k from 1 to {width}, and the mean ({width}).", nameof(directions));
        var u = directions.To(DType.F64);
        var lost = mean.To(DType.F64) - LinearAlgebra.MatVec(u, LinearAlgebra.MatVec(u.Transpose().Contiguous(), mean.To(DType.F64)));
        return new StreamPerceptron(
            place == 0 ? Writer(_embedding) : Same(_embedding),
            [.. _blocks.Select((block, l) => new Block(
                l >= place ? Reader(block.Read) : Same(block.Read),
                l + 1 >= place ? Writer(block.Write) : Same(block.Write),
                l + 1 == place ? new Linear(Small(u.Transpose().Contiguous()), null) : SameSkip(block)))],
            Reader(_head));

        Linear Writer(Linear map) => new(
            Small(LinearAlgebra.MatMul(u, map.Weight.Data.To(DType.F64), transposeA: true, transposeB: false)),                 // (k, inputs)
            Small(LinearAlgebra.MatVec(u.Transpose().Contiguous(), map.Bias!.Data.To(DType.F64))));                            // (k)
        Linear Reader(Linear map) => new(
            Small(LinearAlgebra.MatMul(map.Weight.Data.To(DType.F64), u)),                                                      // (outputs, k)
            Small(map.Bias!.Data.To(DType.F64) + LinearAlgebra.MatVec(map.Weight.Data.To(DType.F64), lost)));                  // (outputs)
    }

    private static Linear Same(Linear map) => new(map.Weight.Data.Clone(), map.Bias!.Data.Clone());

    private static Linear? SameSkip(Block block) => block.Skip is { } skip ? new Linear(skip.Weight.Data.Clone(), null) : null;

    private static Tensor Small(Tensor values) => values.To(DType.F32);

    private Variable Stream(Variable x, int place)
    {
        var h = _embedding.Forward(x); // (batch, width)
        for (int l = 0; l < place; l++)
        {
            var written = _blocks[l].Write.Forward(_blocks[l].Read.Forward(h).Relu());
            h = (_blocks[l].Skip?.Forward(h) ?? h) + written;
        }

        return h;
    }

    private static Tensor Each(Tensor inputs, Func<Variable, Variable> map)
    {
        using var still = NoGradient.Scope();
        var parts = new List<Tensor>();
        for (int start = 0; start < inputs.Shape[0]; start += Part)
            parts.Add(map(new Variable(inputs.Slice(0, start, Math.Min(Part, inputs.Shape[0] - start)).Contiguous())).Data);
        return Tensor.Concat(0, [.. parts]);
    }

    // Skip is Uᵀ where the stream becomes narrower in this block.
    private sealed record Block(Linear Read, Linear Write, Linear? Skip);
}
