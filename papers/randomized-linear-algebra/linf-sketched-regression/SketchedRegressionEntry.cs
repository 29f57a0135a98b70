using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>The subsampled Hadamard sketch, in the family's bench.</summary>
[Paper("linf-sketched-regression")]
public sealed class SketchedRegressionEntry : SketchEntry
{
    /// <inheritdoc/>
    public override string Name => "subsampled Hadamard sketch";

    /// <inheritdoc/>
    protected override SketchFamily Family => SketchFamily.SubsampledHadamard;
}
