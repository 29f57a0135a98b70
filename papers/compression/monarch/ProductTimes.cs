using System.Diagnostics;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>What a product of some rows with a square matrix takes in one form.</summary>
/// <param name="Form">The form.</param>
/// <param name="Size">n.</param>
/// <param name="Seconds">The fastest of several runs.</param>
/// <param name="Operations">Multiplications and additions.</param>
/// <param name="WeightBytes">F32.</param>
/// <param name="BetweenBytes">What lies between the two products, F32.</param>
internal sealed record ProductTimes(string Form, int Size, double Seconds, long Operations, long WeightBytes, long BetweenBytes)
{
    /// <summary>Dense, Monarch in both usual cuts, and low-rank forms with as many parameters.</summary>
    public static IEnumerable<ProductTimes> Measure(int size, int rows, RandomStream random)
    {
        int root = (int)Math.Sqrt(size), inner = size / 16;
        (string Name, CompressedWeight Form, int Between)[] forms =
        [
            ("dense", new DenseWeight(random.Normal(size, size)), 0),
            ("Monarch, 4 blocks", new MonarchWeight(random.Normal(4, size / 4, 4 * inner), random.Normal(4, inner * 4, size / 4)), 16 * inner),
            ("low rank n/4", new LowRankWeight(random.Normal(size, size / 4), random.Normal(size / 4, size)), size / 4),
            ("Monarch, √n blocks", new MonarchWeight(random.Normal(root, size / root, root), random.Normal(root, root, size / root)), root * root),
            ("low rank √n", new LowRankWeight(random.Normal(size, root), random.Normal(root, size)), root),
        ];
        var x = random.Normal(rows, size).To(DType.F32);
        Layer[] layers = [.. forms.Select(form => form.Form.ToLayer(null, DType.F32))];
        double[] fastest = [.. forms.Select(_ => double.PositiveInfinity)];
        using var still = NoGradient.Scope();
        for (int repeat = 0; repeat < 9; repeat++) // in turns, so that a busy moment does not fall on one form alone
            for (int i = 0; i < layers.Length; i++)
            {
                using var memory = TensorScope.Begin();
                long start = Stopwatch.GetTimestamp();
                layers[i].Forward(x);
                fastest[i] = Math.Min(fastest[i], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

        return forms.Select((form, i) => new ProductTimes(form.Name, size, fastest[i], rows * form.Form.FlopsPerRow, 4 * form.Form.Parameters, 4L * rows * form.Between));
    }
}
