using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>Least squares on class indicators with a ridge: a classifier with nothing to tune on the way.</summary>
public sealed class LinearClassifier
{
    private const double Ridge = 1;
    private readonly Tensor _weights; // (features + 1, classes)

    private LinearClassifier(Tensor weights) => _weights = weights;

    /// <summary>Trains on features and class numbers.</summary>
    public static LinearClassifier Train(IReadOnlyList<(double[] Features, int Class)> examples, int classes)
    {
        var d = examples[0].Features.Length + 1;
        var x = Tensor.Zeros(examples.Count, d);         // (examples, features + 1)
        var y = Tensor.Zeros(examples.Count, classes);   // (examples, classes)
        foreach (var (i, example) in examples.Index())
        {
            example.Features.CopyTo(x.RowSpan(i));
            x[i, d - 1] = 1;
            y[i, example.Class] = 1;
        }
        return new(LinearAlgebra.Solve(
            LinearAlgebra.MatMul(x, x, transposeA: true, transposeB: false) + (Ridge * Tensor.Identity(d)),
            LinearAlgebra.MatMul(x, y, transposeA: true, transposeB: false)));
    }

    /// <summary>The class of an example.</summary>
    public int Classify(double[] features) => LinearAlgebra.MatMul(Tensor.FromArray([.. features, 1]).Reshape(1, features.Length + 1), _weights).Reshape(_weights.Columns).ArgMax();
}
