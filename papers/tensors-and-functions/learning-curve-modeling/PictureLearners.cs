using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>Four classifiers of pictures that learn one batch after another, so that a whole learning curve costs one pass.</summary>
internal sealed class PictureLearners
{
    private const double Ridge = 1;               // on pixels between 0 and 1
    private const double VarianceFloor = 0.01;    // of the largest variance of a pixel, for pixels that are always black

    /// <summary>The classifiers.</summary>
    public static IReadOnlyList<string> Classifiers { get; } = ["nearest mean", "naive Bayes", "nearest neighbour", "least squares"];

    private readonly Tensor _pixels; // (pictures, pixels)
    private readonly int[] _labels;
    private readonly int _classes;

    private PictureLearners(Tensor pixels, int[] labels, int classes) => (_pixels, _labels, _classes) = (pixels, labels, classes);

    /// <summary>Handwritten digits of 8 × 8 pixels.</summary>
    public static PictureLearners Digits(DataFolder data)
    {
        var table = FeatureTable.Load(data, "digits");
        return new(table.Features / 16, [.. table.Target.ToArray().Select(label => (int)label)], table.ClassNames.Count);
    }

    /// <summary>Pieces of clothing, brought to 14 × 14 pixels by means of four.</summary>
    public static PictureLearners Fashion(DataFolder data)
    {
        var images = LabelledImages.Load(data, "fashion-mnist");
        int half = images.Height / 2, width = images.Width / 2;
        var pixels = Tensor.Zeros(images.Count, half * width);
        var bytes = images.Pixels;
        for (var i = 0; i < images.Count; i++)
        {
            var row = pixels.RowSpan(i);
            for (var y = 0; y < images.Height; y++)
                for (var x = 0; x < images.Width; x++)
                    row[((y / 2) * width) + (x / 2)] += bytes[(((i * images.Height) + y) * images.Width) + x] / (4 * 255.0);
        }
        return new(pixels, [.. images.Labels().ToArray().Select(label => (int)label)], images.ClassNames.Count);
    }

    /// <summary>One learning curve for each classifier: pictures are shuffled, the first make the test.</summary>
    public IReadOnlyList<ObservedCurve> Learn(string task, RandomStream random, int step, int levels, int tests, CancellationToken cancel)
    {
        var order = random.Permutation(_labels.Length);
        if (tests + (step * levels) > order.Length) throw new ArgumentException($"{task} has {order.Length} pictures, fewer than {tests} + {step}·{levels}.", nameof(levels));
        var (test, testLabels) = Part(order.AsSpan(0, tests)); // (tests, pixels)
        var squares = test * test;
        var d = test.Columns;

        var counts = new double[_classes];
        var sums = Tensor.Zeros(_classes, d);
        var squareSums = Tensor.Zeros(_classes, d);
        var gram = Tensor.Zeros(d + 1, d + 1);
        var products = Tensor.Zeros(d + 1, _classes);
        var nearest = new (double Distance, int Label)[tests];
        Array.Fill(nearest, (double.PositiveInfinity, -1));

        var scores = Classifiers.Select(_ => new double[levels]).ToArray();
        for (var level = 0; level < levels; level++)
        {
            cancel.ThrowIfCancellationRequested();
            var (batch, labels) = Part(order.AsSpan(tests + (level * step), step)); // (step, pixels)
            var oneHot = Tensor.Zeros(step, _classes);
            for (var i = 0; i < step; i++)
            {
                oneHot[i, labels[i]] = 1;
                counts[labels[i]]++;
            }
            sums += LinearAlgebra.MatMul(oneHot, batch, transposeA: true, transposeB: false);
            squareSums += LinearAlgebra.MatMul(oneHot, batch * batch, transposeA: true, transposeB: false);
            var withOne = Tensor.Concat(1, batch, Tensor.Ones(step, 1)); // (step, pixels + 1)
            gram += LinearAlgebra.MatMul(withOne, withOne, transposeA: true, transposeB: false);
            products += LinearAlgebra.MatMul(withOne, oneHot, transposeA: true, transposeB: false);
            Approach(nearest, test, batch, labels);

            scores[0][level] = Accuracy(MeanScores(test, sums, counts), testLabels);
            scores[1][level] = Accuracy(BayesScores(test, squares, sums, squareSums, counts), testLabels);
            scores[2][level] = 100.0 * nearest.Zip(testLabels).Count(pair => pair.First.Label == pair.Second) / tests;
            var weights = LinearAlgebra.Solve(gram + (Ridge * Tensor.Identity(d + 1)), products); // (pixels + 1, classes)
            scores[3][level] = Accuracy(LinearAlgebra.MatMul(Tensor.Concat(1, test, Tensor.Ones(tests, 1)), weights), testLabels);
        }
        double[] sizes = [.. Enumerable.Range(1, levels).Select(level => (double)(level * step))];
        return [.. Classifiers.Zip(scores, (classifier, score) => new ObservedCurve(task, classifier, sizes, score))];
    }

    private (Tensor Pixels, int[] Labels) Part(ReadOnlySpan<int> pictures)
    {
        int[] labels = new int[pictures.Length];
        for (var i = 0; i < labels.Length; i++) labels[i] = _labels[pictures[i]];
        return (_pixels.TakeRows(pictures).Contiguous(), labels);
    }

    // −½‖x − mean‖² without what does not depend on the class: x·mean − ½‖mean‖².
    private Tensor MeanScores(Tensor test, Tensor sums, double[] counts)
    {
        var means = sums.Clone();
        var offsets = new double[_classes];
        for (var k = 0; k < _classes; k++)
        {
            var mean = means.RowSpan(k);
            foreach (ref var value in mean) value /= Math.Max(1, counts[k]);
            foreach (var value in mean) offsets[k] -= 0.5 * value * value;
        }
        return Score(LinearAlgebra.MatMul(test, means, transposeA: false, transposeB: true), offsets, counts);
    }

    // Σ −½(x − μ)²/σ² − ½ ln σ² + ln prior, as products with x² and x.
    private Tensor BayesScores(Tensor test, Tensor squares, Tensor sums, Tensor squareSums, double[] counts)
    {
        int d = test.Columns;
        var (precision, pull) = (Tensor.Zeros(_classes, d), Tensor.Zeros(_classes, d)); // −1/(2σ²), μ/σ²
        var floor = 1e-6;
        for (var j = 0; j < d; j++)
        {
            double sum = 0, square = 0;
            for (var k = 0; k < _classes; k++) (sum, square) = (sum + sums[k, j], square + squareSums[k, j]);
            floor = Math.Max(floor, VarianceFloor * ((square / counts.Sum()) - Math.Pow(sum / counts.Sum(), 2)));
        }
        var offsets = new double[_classes];
        for (var k = 0; k < _classes; k++)
        {
            var n = Math.Max(1, counts[k]);
            offsets[k] = Math.Log(n / counts.Sum());
            for (var j = 0; j < d; j++)
            {
                var mean = sums[k, j] / n;
                var variance = Math.Max(0, (squareSums[k, j] / n) - (mean * mean)) + floor;
                (precision[k, j], pull[k, j]) = (-0.5 / variance, mean / variance);
                offsets[k] -= 0.5 * ((mean * mean / variance) + Math.Log(variance));
            }
        }
        return Score(
            LinearAlgebra.MatMul(squares, precision, transposeA: false, transposeB: true) + LinearAlgebra.MatMul(test, pull, transposeA: false, transposeB: true),
            offsets, counts);
    }

    // A class that was never seen is never chosen.
    private static Tensor Score(Tensor scores, double[] offsets, double[] counts) =>
        scores + Tensor.FromArray([.. offsets.Zip(counts, (offset, count) => count > 0 ? offset : -1e300)]).Reshape(1, offsets.Length);

    private static void Approach((double Distance, int Label)[] nearest, Tensor test, Tensor batch, int[] labels)
    {
        // ‖t − x‖² without ‖t‖², which is the same for all x.
        var products = LinearAlgebra.MatMul(test, batch, transposeA: false, transposeB: true); // (tests, step)
        double[] norms = [.. Enumerable.Range(0, batch.Rows).Select(i => LinearAlgebra.Dot(batch.Row(i), batch.Row(i)))];
        for (var i = 0; i < nearest.Length; i++)
        {
            var row = products.RowSpan(i);
            for (var j = 0; j < row.Length; j++)
                if (norms[j] - (2 * row[j]) is var distance && distance < nearest[i].Distance) nearest[i] = (distance, labels[j]);
        }
    }

    private static double Accuracy(Tensor scores, int[] labels)
    {
        var right = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var row = scores.RowSpan(i);
            var best = 0;
            for (var k = 1; k < row.Length; k++)
                if (row[k] > row[best]) best = k;
            if (best == labels[i]) right++;
        }
        return 100.0 * right / labels.Length;
    }
}
