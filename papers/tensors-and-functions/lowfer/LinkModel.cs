using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>
/// A model for link prediction that mixes subject and relation into one vector and multiplies it with every entity's: with the layers of the
/// paper's training (batch norm on the subject, dropout, the mixing, batch norm, dropout), the same for all models here.
/// </summary>
public abstract class LinkModel : Module
{
    private readonly Variable _offsets; // (n_e): how seldom an entity is an answer at all
    private readonly BatchNorm _subjectNorm, _mixedNorm;
    private readonly Dropout _subjectDropout, _mixedDropout;

    /// <summary>A model with random vectors, normal after Xavier.</summary>
    /// <param name="sizes">How many entities and relations, and the lengths of their vectors.</param>
    /// <param name="random">First values and dropout.</param>
    protected LinkModel(LinkSizes sizes, RandomStream random)
    {
        Entities = AddParameter("entities", Initializers.XavierNormal(random.Fork("entities"), DType.F32, [sizes.Entities, sizes.EntityLength]));
        Relations = AddParameter("relations", Initializers.XavierNormal(random.Fork("relations"), DType.F32, [sizes.Relations, sizes.RelationLength]));
        _offsets = AddParameter("offsets", Tensor.Zeros(DType.F32, sizes.Entities));
        _subjectNorm = AddChild("subject_norm", new BatchNorm(sizes.EntityLength));
        _mixedNorm = AddChild("mixed_norm", new BatchNorm(sizes.EntityLength));
        _subjectDropout = AddChild("subject_dropout", new Dropout(sizes.Dropout, random.Fork("subject dropout")));
        _mixedDropout = AddChild("mixed_dropout", new Dropout(1.5 * sizes.Dropout, random.Fork("mixed dropout")));
    }

    /// <summary>E: (n_e, d_e).</summary>
    public Variable Entities { get; }

    /// <summary>R: (relations with their inverses, d_r).</summary>
    public Variable Relations { get; }

    /// <summary>Numbers that mix subject and relation: what the model has besides vectors and norms.</summary>
    public abstract long CoreParameters { get; }

    /// <summary>Scores of all entities as objects.</summary>
    /// <param name="subjects">I64: (batch).</param>
    /// <param name="relations">I64: (batch).</param>
    /// <returns>(batch, n_e), before the sigmoid.</returns>
    public Variable Score(Tensor subjects, Tensor relations)
    {
        var e = _subjectDropout.Forward(_subjectNorm.Forward(Entities.IndexSelect(0, subjects)));    // (batch, d_e)
        var mixed = Mix(e, Relations.IndexSelect(0, relations));                                       // (batch, d_e)
        return _mixedDropout.Forward(_mixedNorm.Forward(mixed)).MatMul(Entities.Transpose()) + _offsets; // (batch, n_e)
    }

    /// <summary>One vector from a subject's and a relation's.</summary>
    /// <param name="subjects">(batch, d_e).</param>
    /// <param name="relations">(batch, d_r).</param>
    /// <returns>(batch, d_e).</returns>
    protected abstract Variable Mix(Variable subjects, Variable relations);
}

/// <summary>The sizes of a model for link prediction.</summary>
/// <param name="Entities">n_e.</param>
/// <param name="Relations">Relations with their inverses.</param>
/// <param name="EntityLength">d_e.</param>
/// <param name="RelationLength">d_r.</param>
/// <param name="Dropout">On the subject's vector, inside the mixing, and half as much again on the mixed vector.</param>
public sealed record LinkSizes(
    int Entities, int Relations, int EntityLength = 32, int RelationLength = 16, double Dropout = 0.1);
