using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>x Wᵀ + b with a sparse W, of which only the kept entries are stored, multiplied and trained.</summary>
public sealed class SparseLinear : Layer
{
    /// <summary>A layer with given values.</summary>
    /// <param name="pattern">Which entries W (outputs, inputs) has.</param>
    /// <param name="values">The entries row after row, (count).</param>
    /// <param name="bias">b, (outputs), or null.</param>
    /// <exception cref="ShapeException">There are more or fewer values than kept entries.</exception>
    public SparseLinear(SparsityPattern pattern, Tensor values, Tensor? bias)
    {
        if (values.Rank != 1 || values.Length != pattern.Count)
            throw ShapeException.Of("SparseLinear", values.Shape, $"{pattern.Count} values are needed");
        Pattern = pattern;
        Values = AddParameter("values", values);
        if (bias is not null)
            Bias = AddParameter("bias", bias);
    }

    /// <summary>Which entries W has.</summary>
    public SparsityPattern Pattern { get; }

    /// <summary>The entries, (count).</summary>
    public Variable Values { get; }

    /// <summary>b, (outputs), or null.</summary>
    public Variable? Bias { get; }

    /// <inheritdoc/>
    public override Variable Forward(Variable x)
    {
        var product = SparseProduct.Of(Pattern, Values, x); // (…, outputs)
        return Bias is null ? product : product + Bias;
    }
}
