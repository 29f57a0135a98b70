using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>LowFER: g = S^k[(Uᵀe)∘(Vᵀr)], followed as in the released code by a signed root and division by the length.</summary>
public sealed class LowFerModel : LinkModel
{
    private readonly Variable _u, _v;
    private readonly Dropout _dropout;
    private readonly int _length;
    private readonly bool _roots;

    /// <summary>A model with U and V uniform in ±1.</summary>
    /// <param name="sizes">Entities, relations, lengths.</param>
    /// <param name="rank">k.</param>
    /// <param name="random">First values and dropout.</param>
    /// <param name="roots">Whether the signed root and the division by the length follow; without them the mixing is the theory's.</param>
    public LowFerModel(LinkSizes sizes, int rank, RandomStream random, bool roots = true)
        : base(sizes, random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rank, 1);
        (Rank, _length, _roots) = (rank, sizes.EntityLength, roots);
        _u = AddParameter("u", Initializers.Uniform(random.Fork("u"), -1, 1, DType.F32, sizes.EntityLength, rank * sizes.EntityLength));
        _v = AddParameter("v", Initializers.Uniform(random.Fork("v"), -1, 1, DType.F32, sizes.RelationLength, rank * sizes.EntityLength));
        _dropout = AddChild("dropout", new Dropout(sizes.Dropout, random.Fork("dropout")));
    }

    /// <summary>k.</summary>
    public int Rank { get; }

    /// <inheritdoc/>
    public override long CoreParameters => _u.Length + _v.Length;

    /// <summary>The bilinear part as it is now, for the theory's linear model.</summary>
    public BilinearCore Core => new(_u.Data.To(DType.F64), _v.Data.To(DType.F64), Rank);

    /// <inheritdoc/>
    protected override Variable Mix(Variable subjects, Variable relations)
    {
        ArgumentNullException.ThrowIfNull(subjects);
        var product = _dropout.Forward(subjects.MatMul(_u) * relations.MatMul(_v));                       // (batch, k·d_e)
        var pooled = product.Reshape(subjects.Shape[0], _length, Rank).Sum(2);                            // (batch, d_e): groups of k that follow each other
        if (!_roots) return pooled;
        // sign(x)·√(|x| + ε): ε keeps the gradient finite at 0.
        var rooted = (pooled.Abs() + 1e-12).Sqrt() * pooled.Data.Sign();                                  // (batch, d_e)
        return rooted / (rooted.Square().Sum([1], keepAxes: true) + 1e-12).Sqrt();
    }
}
