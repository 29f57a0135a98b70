using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A sum of forms, such as quantised + low rank or low rank + sparse; the counts add up.</summary>
public sealed record SumWeight : CompressedWeight
{
    /// <summary>The terms.</summary>
    /// <param name="terms">Of one size; one at least.</param>
    /// <exception cref="ArgumentException">There are none, or their sizes differ.</exception>
    public SumWeight(params IReadOnlyList<CompressedWeight> terms)
        : base(First(terms).Outputs, terms[0].Inputs)
    {
        foreach (var term in terms)
            if (term.Outputs != Outputs || term.Inputs != Inputs)
                throw new ArgumentException($"Weights of {Outputs} × {Inputs} and {term.Outputs} × {term.Inputs} have no sum.", nameof(terms));
        Terms = [.. terms];
    }

    /// <summary>The terms.</summary>
    public IReadOnlyList<CompressedWeight> Terms { get; }

    /// <inheritdoc/>
    public override long Parameters => Terms.Sum(term => term.Parameters);

    /// <inheritdoc/>
    public override long Bits => Terms.Sum(term => term.Bits);

    /// <summary>Those of the terms, and an addition an output for each term but the first.</summary>
    public override long FlopsPerRow => Terms.Sum(term => term.FlopsPerRow) + ((Terms.Count - 1L) * Outputs);

    /// <inheritdoc/>
    public override Tensor ToDense() => Terms.Skip(1).Aggregate(Terms[0].ToDense(), (sum, term) => sum + term.ToDense());

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new SumLayer([.. Terms.Select((term, i) => term.ToLayer(i == 0 ? bias : null, dtype))]);

    private static CompressedWeight First(IReadOnlyList<CompressedWeight> terms) =>
        terms.Count > 0 ? terms[0] : throw new ArgumentException("A sum needs a term.", nameof(terms));
}

/// <summary>The sum of what layers make of one input.</summary>
internal sealed class SumLayer : Layer
{
    private readonly Layer[] _terms;

    public SumLayer(Layer[] terms) => _terms = [.. terms.Select((term, i) => AddChild($"terms.{i}", term))];

    public override Variable Forward(Variable x)
    {
        var sum = _terms[0].Forward(x);
        foreach (var term in _terms.AsSpan(1))
            sum += term.Forward(x);
        return sum;
    }
}
