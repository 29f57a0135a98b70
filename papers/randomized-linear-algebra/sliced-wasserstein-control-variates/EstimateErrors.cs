using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>How far repeated estimates of one pair of clouds are from the truth, for one seed.</summary>
/// <param name="Truth">SW₂².</param>
/// <param name="Cells">One for each method and number of directions.</param>
internal sealed record EstimateErrors(double Truth, ErrorCell[] Cells)
{
    public const string Plain = "plain", Lower = "lower bound (LCV)", Upper = "upper bound (UCV)", Both = "both (ours)", Orthogonal = "orthogonal directions", Even = "Fibonacci lattice";

    private const int MostRepeats = 400, MostRepeatsOfOthers = 20;

    private static readonly (string Name, ControlVariate Variate)[] Methods =
        [(Plain, ControlVariate.None), (Lower, ControlVariate.Lower), (Upper, ControlVariate.Upper), (Both, ControlVariate.Both)];

    /// <summary>
    /// Measures errors. One pool of directions is cut into groups of L, each of which gives one estimate by every method; orthogonal and
    /// evenly spread directions are drawn for themselves.
    /// </summary>
    public static EstimateErrors Measure(PointCloud x, PointCloud y, double truth, int pool, int[] counts, RandomStream random, CancellationToken cancel)
    {
        var d = x.Dimension;
        var sample = SliceSample.Measure(x, y, Directions.Uniform(pool, d, random.Fork("pool")), ControlVariate.Both, cancel: cancel);
        var cells = new List<ErrorCell>();
        foreach (var count in counts)
        {
            var repeats = Math.Min(MostRepeats, pool / count);
            foreach (var (name, variate) in Methods)
                Add(name, repeats, i => SlicedWasserstein.FromSample(sample.Part(i * count, count), variate).Power);

            var others = Math.Clamp(pool / (4 * count), 1, MostRepeatsOfOthers);
            Add(Orthogonal, others, i => Fresh(Directions.Orthogonal(count, d, random.Fork($"orthogonal, {count}, {i}"))));
            if (d == 3) Add(Even, others, i => Fresh(Directions.FibonacciSphere(count, random.Fork($"lattice, {count}, {i}"))));

            void Add(string name, int times, Func<int, double> estimate)
            {
                double squares = 0, sum = 0;
                for (var i = 0; i < times; i++)
                {
                    var error = estimate(i) / truth - 1;
                    squares += error * error;
                    sum += error;
                }
                cells.Add(new ErrorCell(count, name, squares / times, sum / times));
            }
        }
        return new EstimateErrors(truth, [.. cells]);

        double Fresh(Tensor directions) =>
            SlicedWasserstein.FromSample(SliceSample.Measure(x, y, directions, ControlVariate.None, cancel: cancel), ControlVariate.None).Power;
    }

    /// <summary>The truth from many directions with both variates; its own error is far below that of any estimate judged.</summary>
    public static double TruthOf(PointCloud x, PointCloud y, int directions, RandomStream random, CancellationToken cancel) =>
        SlicedWasserstein.FromSample(
            SliceSample.Measure(x, y, Directions.Uniform(directions, x.Dimension, random), ControlVariate.Both, cancel: cancel), ControlVariate.Both).Power;

    /// <summary>The cell of a method at L directions.</summary>
    public ErrorCell At(string method, int directions) => Cells.Single(cell => cell.Method == method && cell.Directions == directions);
}

/// <summary>Errors of repeated estimates, relative to the true squared distance.</summary>
/// <param name="Directions">L.</param>
/// <param name="Method">The method's name.</param>
/// <param name="SquaredError">The mean squared relative error, bias included.</param>
/// <param name="Bias">The mean relative error.</param>
internal sealed record ErrorCell(int Directions, string Method, double SquaredError, double Bias);
