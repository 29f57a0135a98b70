using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>TuckER (Balažević and others, 2019): g = W ×₁ e ×₂ r with a full core W.</summary>
public sealed class TuckerModel : LinkModel
{
    private readonly Variable _core; // (d_r, d_e·d_e)
    private readonly Dropout _dropout;
    private readonly int _length;

    /// <summary>A model with a core uniform in ±1.</summary>
    /// <param name="sizes">Entities, relations, lengths.</param>
    /// <param name="random">First values and dropout.</param>
    public TuckerModel(LinkSizes sizes, RandomStream random)
        : base(sizes, random)
    {
        _length = sizes.EntityLength;
        _core = AddParameter("core", Initializers.Uniform(random.Fork("core"), -1, 1, DType.F32, sizes.RelationLength, _length * _length));
        _dropout = AddChild("dropout", new Dropout(sizes.Dropout, random.Fork("dropout")));
    }

    /// <inheritdoc/>
    public override long CoreParameters => _core.Length;

    /// <inheritdoc/>
    protected override Variable Mix(Variable subjects, Variable relations)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var batch = subjects.Shape[0];
        var matrices = _dropout.Forward(relations.MatMul(_core)).Reshape(batch, _length, _length); // (batch, d_e, d_e)
        return subjects.Reshape(batch, 1, _length).MatMul(matrices).Reshape(batch, _length);        // (batch, d_e)
    }
}

/// <summary>DistMult (Yang and others, 2015): g = e∘r, with d_r = d_e.</summary>
public sealed class DistMultModel : LinkModel
{
    private readonly Dropout _dropout;

    /// <summary>A model; the relations' vectors are made as long as the entities'.</summary>
    /// <param name="sizes">Entities, relations, lengths.</param>
    /// <param name="random">First values and dropout.</param>
    public DistMultModel(LinkSizes sizes, RandomStream random)
        : base(sizes with { RelationLength = sizes.EntityLength }, random) =>
        _dropout = AddChild("dropout", new Dropout(sizes.Dropout, random.Fork("dropout")));

    /// <inheritdoc/>
    public override long CoreParameters => 0;

    /// <inheritdoc/>
    protected override Variable Mix(Variable subjects, Variable relations) => _dropout.Forward(subjects * relations);
}
