using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>
/// How far a sample may be off: Δ = max over x of |‖S A x‖ₚᵖ/‖A x‖ₚᵖ − 1|. The maximum of a function that is not concave is searched
/// from many starts by gradient ascent, so what is found is a lower estimate (with one or two columns it is exact to rounding of the search).
/// </summary>
public static class LpDistortion
{
    private const int Kept = 4;

    /// <summary>Searches the largest deviation.</summary>
    /// <param name="basis">U: an orthonormal basis of the column space, (n, rank), as <see cref="LeverageScores.Basis"/> returns it.</param>
    /// <param name="sample">Kept rows and their weights on |aᵢᵀx|ᵖ.</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="random">Where random starts come from.</param>
    /// <param name="randomStarts">How many there are, beside the eigenvectors of the sample's Gram matrix and the directions of the heaviest rows.</param>
    /// <param name="steps">Steps of gradient ascent from the best starts.</param>
    /// <exception cref="ArgumentOutOfRangeException">p outside 1 to 16, or a row that the matrix has not.</exception>
    public static double Search(Tensor basis, RowSample sample, double p, RandomStream random, int randomStarts = 12, int steps = 25)
    {
        LpPower.Require(p);
        foreach (var row in sample.Rows)
            if (row < 0 || row >= basis.Rows) throw new ArgumentOutOfRangeException(nameof(sample), row, $"The sample has a row that a matrix of {basis.Rows} rows has not.");
        if (sample.Count < basis.Columns) return 1 + Math.Max(0, Ascend(basis, sample, p, Starts(basis, sample, random, randomStarts), steps) - 1); // some x is lost wholly
        return Ascend(basis, sample, p, Starts(basis, sample, random, randomStarts), steps);
    }

    /// <summary>One direction in each row: (starts, d).</summary>
    private static Tensor Starts(Tensor basis, RowSample sample, RandomStream random, int randomStarts)
    {
        var d = basis.Columns;
        var starts = new List<Tensor> { random.Normal(randomStarts, d) };
        if (sample.Count > 0)
        {
            // For p = 2 the extremes are eigenvectors of the sample's Gram matrix; for other p they are a good place to begin.
            var scaled = sample.Scaled(basis, 2);
            starts.Add(LinearAlgebra.SymmetricEigen(LinearAlgebra.MatMul(scaled, scaled, true, false)).Vectors.Transpose());
            starts.Add(basis.TakeRows([.. Enumerable.Range(0, sample.Count).OrderByDescending(k => Length(scaled, k)).Take(8).Select(k => sample.Rows[k])]));
        }
        var kept = sample.Rows.ToHashSet();
        starts.Add(basis.TakeRows([.. Enumerable.Range(0, basis.Rows).Where(i => !kept.Contains(i)).OrderByDescending(i => Length(basis, i)).Take(4)]));
        return Tensor.Concat(0, [.. starts.Where(start => start.Rows > 0)]);

        static double Length(Tensor rows, int i) => TensorPrimitives.SumOfSquares<double>(rows.RowSpan(i));
    }

    private static double Ascend(Tensor basis, RowSample sample, double p, Tensor starts, int steps)
    {
        var weights = new double[basis.Rows];
        for (var k = 0; k < sample.Count; k++) weights[sample.Rows[k]] += sample.Weights[k];

        Normalise(starts);
        var first = new RatioPass(basis, weights, p, starts, gradient: false).Ratios;
        // The largest and the smallest ratios are followed up and down.
        int[] order = [.. Enumerable.Range(0, first.Length).OrderBy(k => first[k])];
        int[] chosen = [.. order.Take(Kept), .. order.TakeLast(Kept)];
        double[] sign = [.. chosen.Select((_, k) => k < Math.Min(Kept, order.Length) ? -1.0 : 1)];

        var x = starts.TakeRows(chosen); // (2·kept, d)
        var pass = new RatioPass(basis, weights, p, x, gradient: true);
        var (ratios, gradients) = (pass.Ratios, pass.Gradients);
        double[] step = [.. sign.Select(_ => 0.3)];
        for (var t = 0; t < steps; t++)
        {
            var trial = Tensor.Zeros(x.Rows, x.Columns);
            for (var k = 0; k < x.Rows; k++)
            {
                var uphill = gradients.RowSpan(k);
                var length = TensorPrimitives.Norm<double>(uphill);
                TensorPrimitives.MultiplyAdd(uphill, length > 0 ? sign[k] * step[k] / length : 0, x.RowSpan(k), trial.RowSpan(k));
            }
            Normalise(trial);
            pass = new RatioPass(basis, weights, p, trial, gradient: true);
            for (var k = 0; k < x.Rows; k++)
            {
                if (sign[k] * (pass.Ratios[k] - ratios[k]) > 0)
                {
                    ratios[k] = pass.Ratios[k];
                    trial.RowSpan(k).CopyTo(x.RowSpan(k));
                    pass.Gradients.RowSpan(k).CopyTo(gradients.RowSpan(k));
                    step[k] = Math.Min(1, 1.5 * step[k]);
                }
                else
                {
                    step[k] /= 3;
                }
            }
        }
        return Math.Max(first.Max(r => Math.Abs(r - 1)), ratios.Max(r => Math.Abs(r - 1)));
    }

    private static void Normalise(Tensor x)
    {
        for (var k = 0; k < x.Rows; k++)
            if (TensorPrimitives.Norm<double>(x.RowSpan(k)) is var length and > 0) TensorPrimitives.Divide(x.RowSpan(k), length, x.RowSpan(k));
    }

    /// <summary>R(x) = Σ wᵢ|uᵢᵀx|ᵖ/Σ|uᵢᵀx|ᵖ for several x of unit length, and its gradients along the sphere.</summary>
    private sealed class RatioPass
    {
        public RatioPass(Tensor basis, double[] weights, double p, Tensor x, bool gradient)
        {
            var count = x.Rows;
            var y = LinearAlgebra.MatMul(basis, x, false, true); // (n, k)
            var powers = Tensor.Zeros(y.Rows, count);            // |y|^p
            var ys = y.AsSpan();
            var all = powers.AsSpan();
            TensorPrimitives.Abs(ys, all);
            LpPower.Raise(all, p, all);
            double[] whole = new double[count], kept = new double[count];
            for (var i = 0; i < y.Rows; i++)
            {
                var row = all.Slice(i * count, count);
                TensorPrimitives.Add(whole, row, whole);
                if (weights[i] != 0) TensorPrimitives.MultiplyAdd(row, weights[i], kept, kept);
            }
            Ratios = [.. kept.Zip(whole, (part, all) => part / all)];
            if (!gradient)
            {
                Gradients = Tensor.Zeros(0, x.Columns);
                return;
            }
            // ∇R ∝ Σ (wᵢ − R)·|y|^(p−1)·sign(y)·uᵢ; along x it vanishes, because R does not depend on the length of x.
            for (var i = 0; i < y.Rows; i++)
                for (var k = 0; k < count; k++)
                {
                    var at = i * count + k;
                    ys[at] = ys[at] == 0 ? 0 : (weights[i] - Ratios[k]) * all[at] / (ys[at] * whole[k]);
                }
            Gradients = LinearAlgebra.MatMul(y, basis, true, false); // (k, d)
        }

        public double[] Ratios { get; }

        public Tensor Gradients { get; }
    }
}
