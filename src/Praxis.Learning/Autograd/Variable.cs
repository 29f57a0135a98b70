using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>
/// A tensor that remembers how it was computed, so that it can be differentiated. Operations on variables compute at once and record the
/// way back (define by run); <see cref="Backward"/> follows it.
/// </summary>
public sealed partial class Variable
{
    private Tensor? _grad;

    // Whether the gradient's memory was taken from the pool by Backward(), so that ZeroGrad() may give it back.
    private bool _gradIsOurs;

    /// <summary>A variable that was not computed from others.</summary>
    /// <param name="data">Its value; the tensor is not copied.</param>
    /// <param name="requiresGrad">Whether gradients are wanted for it.</param>
    /// <exception cref="ArgumentException">Gradients are wanted for whole numbers or truth values.</exception>
    public Variable(Tensor data, bool requiresGrad = false)
    {
        Data = data;
        RequiresGrad = requiresGrad;
    }

    internal Variable(Tensor data, Node node)
    {
        Data = data;
        Node = node;
    }

    /// <summary>The value.</summary>
    public Tensor Data { get; }

    /// <summary>The gradient that <see cref="Backward"/> has summed up here, in the shape of the value; null before.</summary>
    public Tensor? Grad
    {
        get => _grad;
        set => (_grad, _gradIsOurs) = (value, false);
    }

    /// <summary>Whether results computed from this variable can be differentiated with respect to it. Can be set on leaves only.</summary>
    /// <exception cref="InvalidOperationException">The variable is a result.</exception>
    /// <exception cref="ArgumentException">The elements are not floating-point numbers.</exception>
    public bool RequiresGrad
    {
        get => Node is not null;
        set
        {
            if (value == RequiresGrad)
                return;
            if (!IsLeaf)
                throw new InvalidOperationException("A result always requires a gradient when its operands do; use Detach() to cut it off.");
            if (value && Data.DType is not (DType.F32 or DType.F64))
                throw new ArgumentException($"Gradients need F32 or F64 elements, not {Data.DType}.", nameof(value));
            Node = value ? new Node(this) : null;
        }
    }

    /// <summary>Whether the variable was not computed from others that require gradients.</summary>
    public bool IsLeaf => Node is null or { Leaf: not null };

    /// <summary>The lengths of the axes.</summary>
    public ReadOnlySpan<int> Shape => Data.Shape;

    /// <summary>The number of axes.</summary>
    public int Rank => Data.Rank;

    /// <summary>The number of elements.</summary>
    public int Length => Data.Length;

    /// <summary>The type of the elements.</summary>
    public DType DType => Data.DType;

    internal Node? Node { get; private set; }

    /// <summary>A tensor as a variable that requires no gradient.</summary>
    public static implicit operator Variable(Tensor data) => new(data);

    /// <summary>Adds the gradient of this variable to <see cref="Grad"/> of every leaf it was computed from.</summary>
    /// <param name="seed">The gradient at this variable, in its shape; ones (a single element) if not given.</param>
    /// <param name="retainGraph">Whether the way back stays, so that it can be followed again; else its memory is freed.</param>
    /// <exception cref="InvalidOperationException">Nothing it was computed from requires a gradient, or a seed is needed.</exception>
    public void Backward(Variable? seed = null, bool retainGraph = false)
    {
        var start = Node ?? throw new InvalidOperationException(
            "Backward() on a variable that was computed from nothing that requires a gradient.");
        seed ??= UnitSeed();
        RequireSeed(seed);
        using var scope = NoGradient.Scope();

        // The seed is the caller's: a leaf whose gradient it is takes a copy.
        var ofSeed = seed.Data.Lease;
        if (ofSeed is not null)
            ofSeed.Holders++;
        foreach ((var node, var gradient) in ReverseMode.Run(start, seed, wanted: null, release: !retainGraph))
        {
            var leaf = node.Leaf!;
            if (leaf._grad is null)
                leaf.TakeGradient(gradient.Data);
            else
                leaf._grad.AddScaled(gradient.Data);
            if (gradient.Data.Lease is { } lease)
                lease.Holders--;
        }

        if (ofSeed is not null)
            ofSeed.Holders--;
    }

    /// <summary>Forgets the gradient; memory that <see cref="Backward"/> took inside a <see cref="TensorScope"/> can be used anew.</summary>
    public void ZeroGrad()
    {
        if (_gradIsOurs)
            _grad?.Lease?.End();
        Grad = null;
    }

    /// <summary>The same value, cut off from how it was computed. The data is shared.</summary>
    public Variable Detach() => new(Data);

    /// <summary>The only element of a variable of length 1.</summary>
    public double ToScalar() => Data.ToScalar();

    /// <summary>The value, and whether it requires a gradient.</summary>
    public override string ToString() => RequiresGrad ? $"{Data}, requires gradient" : Data.ToString();

    // Pullbacks may hand one tensor, or one of the graph's, to several operands: only memory that nobody else has is taken as it is.
    private void TakeGradient(Tensor gradient)
    {
        bool alone = gradient.Lease is { Holders: 1, Owner: not null } lease && lease.Buffer.Length == gradient.Length && gradient.IsContiguous;
        _grad = alone ? gradient : gradient.Clone();
        _gradIsOurs = _grad.Lease is not null;
        TensorScope.Keep(_grad);
    }

    internal Variable UnitSeed() => Length == 1
        ? Tensor.Ones(DType, Shape)
        : throw new InvalidOperationException(
            $"A variable of shape {ShapeException.Describe(Shape)} has no single gradient; give a seed of its shape, or sum it up first.");

    internal void RequireSeed(Variable seed)
    {
        if (!seed.Shape.SequenceEqual(Shape) || seed.DType != DType)
            throw ShapeException.Between("Gradient seed", Shape, seed.Shape, $"it must have the output's shape and type ({DType})");
    }
}
