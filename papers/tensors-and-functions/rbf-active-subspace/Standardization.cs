namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>Columns brought to mean 0 and deviation 1; a column that never changes becomes 0 everywhere and takes no part.</summary>
/// <param name="Means">What is subtracted: (columns).</param>
/// <param name="Deviations">By what is divided: (columns); 0 for a column that never changes.</param>
public sealed record Standardization(Tensor Means, Tensor Deviations)
{
    /// <summary>Means and deviations of the columns.</summary>
    /// <param name="values">(rows, columns).</param>
    /// <param name="together">One deviation for all columns, the root of their mean variance: for codes of classes, whose columns must stay comparable.</param>
    public static Standardization Of(Tensor values, bool together = false)
    {
        var means = values.Mean(0);                         // (columns)
        var variances = (values - means).Square().Mean(0);  // (columns)
        // A constant column's variance is rounding of its mean.
        var deviations = variances.Sqrt();
        for (var j = 0; j < deviations.Length; j++)
            if (deviations[j] <= 1e-12 * Math.Abs(means[j])) deviations[j] = 0;
        return new Standardization(means, together ? Tensor.Full(Math.Sqrt(variances.Mean()), values.Columns) : deviations);
    }

    /// <summary>Whether a column has one value only.</summary>
    public bool IsConstant(int column) => Deviations[column] == 0;

    /// <summary>(x − mean) / deviation.</summary>
    public Tensor Apply(Tensor values) => (values - Means) * Deviations.Map(deviation => deviation == 0 ? 0 : 1 / deviation);

    /// <summary>x · deviation + mean.</summary>
    public Tensor Undo(Tensor values) => values * Deviations + Means;
}
