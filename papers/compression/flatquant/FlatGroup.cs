using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FlatQuant;

/// <summary>
/// Maps with the same input (query, key and value; gate and up) under one transform: Ŷ = Q(X diag(c)⁻¹ P) Q(W diag(c) P⁻ᵀ)ᵀ (section 3.1), with one
/// clipping factor for activations and one for each row of a weight.
/// </summary>
public sealed class FlatGroup : Module
{
    // σ(4) ≈ 0.982: nearly nothing is clipped at first.
    private const double FirstClip = 4;

    private readonly FlatQuantOptions _options;
    private readonly Tensor[] _weights;            // (outputs, inputs) each
    private readonly Variable?[] _weightClips;     // (outputs, 1) each
    private readonly Variable? _activationClip;    // (1)
    private readonly Variable? _logScale;          // ln c, (inputs)
    private readonly KroneckerTransform? _transform;

    /// <summary>A group as it begins.</summary>
    /// <param name="weights">(outputs, inputs) each, of the model's type.</param>
    /// <param name="inputMaximum">max|X_j| on the calibration text, (inputs).</param>
    /// <param name="options">What may be done.</param>
    /// <param name="random">First rotations.</param>
    /// <exception cref="ArgumentException">The weights have not all as many inputs as the maxima.</exception>
    public FlatGroup(IReadOnlyList<Tensor> weights, Tensor inputMaximum, FlatQuantOptions options, RandomStream random)
    {
        if (weights.Count == 0 || weights.Any(weight => weight.Rank != 2 || weight.Columns != inputMaximum.Length))
            throw new ArgumentException($"A group needs weights of {inputMaximum.Length} inputs each, as many as there are maxima.", nameof(weights));
        (_options, _weights) = (options, [.. weights]);
        var dtype = weights[0].DType;
        _transform = KroneckerTransform.Of(options.Transform, inputMaximum.Length, random);
        if (_transform is not null)
            AddChild("transform", _transform);
        if (options.ScaleExponent is { } exponent)
        {
            var scale = AddParameter("scale", Scale(inputMaximum, exponent).To(dtype));
            scale.RequiresGrad = options.LearnScale;
            _logScale = scale;
        }

        _weightClips = new Variable?[_weights.Length];
        if (!options.Clip)
            return;
        _activationClip = AddParameter("clip", Tensor.Full(FirstClip, dtype, 1));
        for (int i = 0; i < _weights.Length; i++)
            _weightClips[i] = AddParameter($"clip.{i}", Tensor.Full(FirstClip, dtype, _weights[i].Rows, 1));
    }

    /// <summary>The clipping factors, which learn faster than the rest.</summary>
    public IEnumerable<Variable> Clips => _weightClips.Append(_activationClip).OfType<Variable>();

    /// <summary>The condition number of the transform.</summary>
    public double Condition => _transform?.Condition ?? 1;

    /// <summary>What the group computes now, gradients included.</summary>
    /// <param name="quantize">Whether anything is rounded; without, the outputs are those of the weights themselves.</param>
    public Moment Now(bool quantize = true)
    {
        var factors = _transform?.Now(_weights[0].DType);
        var scale = _logScale?.Exp();
        Variable[] weights = [.. _weights.Select((weight, i) =>
        {
            Variable flat = scale is null ? weight : scale * weight; // W diag(c)
            if (factors is not null)
                flat = factors.Weights(flat);
            return quantize ? FakeQuantization.Apply(flat, _options.WeightBits, _weightClips[i]) : flat;
        })];
        return new Moment(scale, factors, weights, quantize ? _options.ActivationBits : null, _activationClip);
    }

    // ln of max|X|^α / max|W|^(1 − α), mean 0; inputs that are dead on either side stay.
    private Tensor Scale(Tensor inputMaximum, double exponent)
    {
        int inputs = inputMaximum.Length;
        var logarithms = Tensor.Zeros(inputs);
        var columns = _weights.Select(weight => weight.To(DType.F64).Abs().Max(0)).Aggregate(Tensor.Maximum); // (inputs)
        double sum = 0;
        int alive = 0;
        for (int j = 0; j < inputs; j++)
            if (inputMaximum[j] > 0 && columns[j] > 0)
            {
                logarithms[j] = (exponent * Math.Log(inputMaximum[j])) - ((1 - exponent) * Math.Log(columns[j]));
                (sum, alive) = (sum + logarithms[j], alive + 1);
            }

        for (int j = 0; j < inputs; j++)
            if (inputMaximum[j] > 0 && columns[j] > 0)
                logarithms[j] -= sum / alive;
        return logarithms;
    }

    /// <summary>A group's weights and transform at one moment of training.</summary>
    public sealed class Moment
    {
        private readonly Variable? _scale;
        private readonly KroneckerTransform.Factored? _factors;
        private readonly int? _activationBits;
        private readonly Variable? _activationClip;
        private (Variable Input, Variable Output)? _last;

        internal Moment(Variable? scale, KroneckerTransform.Factored? factors, Variable[] weights, int? activationBits, Variable? activationClip) =>
            (_scale, _factors, Weights, _activationBits, _activationClip) = (scale, factors, weights, activationBits, activationClip);

        /// <summary>Q(W diag(c) P⁻ᵀ) of each map, (outputs, inputs).</summary>
        public IReadOnlyList<Variable> Weights { get; }

        /// <summary>X diag(c)⁻¹ P, before it is rounded.</summary>
        /// <param name="x">(rows, inputs).</param>
        public Variable Flat(Variable x)
        {
            if (_scale is not null)
                x /= _scale;
            return _factors is null ? x : _factors.Activations(x);
        }

        /// <summary>What a map of the group makes of inputs; maps that see the same inputs share their transform.</summary>
        /// <param name="map">Its place.</param>
        /// <param name="x">(…, inputs).</param>
        public Variable Forward(int map, Variable x)
        {
            if (_last is not { } last || !ReferenceEquals(last.Input, x))
            {
                var flat = Flat(x.Reshape(-1, x.Shape[^1]));
                _last = last = (x, _activationBits is { } bits ? FakeQuantization.Apply(flat, bits, _activationClip) : flat);
            }

            return last.Output.MatMul(Weights[map].Transpose()).Reshape([.. x.Shape[..^1], Weights[map].Shape[0]]);
        }
    }
}

/// <summary>A map computed by its group as it was at one moment; nothing is trained any more.</summary>
internal sealed class FlatLayer(FlatGroup.Moment moment, int map) : Layer
{
    public override Variable Forward(Variable x) => moment.Forward(map, x);
}
