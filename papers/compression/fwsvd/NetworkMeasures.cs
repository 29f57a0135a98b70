namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>How one network did at several sizes, for one seed.</summary>
/// <param name="Network">The network's name.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Original">Test cross-entropy in nats without compression.</param>
/// <param name="OriginalAccuracy">Test accuracy without compression; 0 for a language model.</param>
/// <param name="Losses">By method: test cross-entropy at each size, in nats.</param>
/// <param name="Accuracies">By method: test accuracy at each size; empty for a language model.</param>
/// <param name="Errors">By method: ‖W − Ŵ‖/‖W‖ over all compressed weights together at each size.</param>
/// <param name="LeastErrorRatio">The smallest Frobenius error of FWSVD over that of SVD among all weights and sizes.</param>
internal sealed record NetworkMeasures(
    string Network,
    long Seed,
    double Original,
    double OriginalAccuracy,
    Dictionary<string, double[]> Losses,
    Dictionary<string, double[]> Accuracies,
    Dictionary<string, double[]> Errors,
    double LeastErrorRatio);

/// <summary>Squared norms of what is left out of several weights, method by method and size by size.</summary>
internal sealed class ErrorSums(int sizes)
{
    private readonly Dictionary<(string Method, int Layer, int Size), double> _squares = [];
    private readonly Dictionary<int, double> _whole = [];

    /// <summary>Notes one weight's approximation.</summary>
    public void Add(string method, int layer, int size, Tensor weight, Tensor approximation)
    {
        double norm = weight.FrobeniusNorm(), error = WeightErrors.RelativeWeightError(weight, approximation) * norm;
        _squares[(method, layer, size)] = error * error;
        _whole[layer] = norm * norm;
    }

    /// <summary>‖W − Ŵ‖/‖W‖ over all weights at each size.</summary>
    public double[] Relative(string method) =>
        [.. Enumerable.Range(0, sizes).Select(size => Math.Sqrt(_whole.Keys.Sum(layer => _squares[(method, layer, size)]) / _whole.Values.Sum()))];

    /// <summary>The smallest ratio of two methods' errors over all weights and sizes.</summary>
    public double LeastRatio(string method, string baseline) =>
        _squares.Keys.Where(key => key.Method == method)
            .Min(key => Math.Sqrt(_squares[key] / _squares[(baseline, key.Layer, key.Size)]));
}
