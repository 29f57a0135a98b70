using System.Numerics.Tensors;
using MathNet.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// The baseline: multinomial logistic regression by stochastic gradient descent with clipped gradients and normal noise (DP-SGD, Abadi et al. 2016).
/// </summary>
/// <param name="Steps">T.</param>
/// <param name="Share">q: each point takes part in a step with this probability.</param>
/// <param name="Rate">The learning rate.</param>
public sealed record PrivateGradientDescent(int Steps, double Share, double Rate)
{
    private const double Clip = 1;
    private const int LargestOrder = 128;

    /// <summary>Trains weights (d + 1, classes), the last row for the constant.</summary>
    /// <param name="points">(n, d).</param>
    /// <param name="labels">The class of each point.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="sigma">σ, the noise in units of the clipping norm, from <see cref="NoiseFor"/>.</param>
    /// <param name="random">Noise from a seed: for studies, not for a release.</param>
    public Tensor Train(Tensor points, IReadOnlyList<int> labels, int classes, double sigma, RandomStream random)
    {
        var (n, d) = (points.Rows, points.Columns);
        var weights = Tensor.Zeros(d + 1, classes);
        for (var step = 0; step < Steps; step++)
        {
            int[] batch = [.. Enumerable.Range(0, n).Where(_ => random.NextDouble() < Share)]; // Poisson sampling, as the accountant assumes
            var a = WithOnes(points, batch);                       // (batch, d + 1)
            var slopes = LinearAlgebra.MatMul(a, weights);         // (batch, classes): logits, then p − one-hot, clipped
            for (var i = 0; i < batch.Length; i++)
            {
                var row = slopes.RowSpan(i);
                TensorPrimitives.SoftMax<double>(row, row);
                row[labels[batch[i]]] -= 1;
                // The gradient of one point is a ⊗ (p − e), of norm ‖a‖·‖p − e‖.
                var norm = TensorPrimitives.Norm<double>(a.RowSpan(i)) * TensorPrimitives.Norm<double>(row);
                TensorPrimitives.Multiply(row, Math.Min(1, Clip / Math.Max(norm, 1e-300)), row);
            }
            var gradient = LinearAlgebra.MatMul(a, slopes, transposeA: true, transposeB: false) + random.Normal(d + 1, classes) * (sigma * Clip); // (d + 1, classes)
            weights.AddScaled(gradient, -Rate / (Share * n));
        }
        return weights;
    }

    /// <summary>The class of each query.</summary>
    public static int[] Predict(Tensor weights, Tensor queries)
    {
        var logits = LinearAlgebra.MatMul(WithOnes(queries, [.. Enumerable.Range(0, queries.Rows)]), weights); // (queries, classes)
        return [.. Enumerable.Range(0, queries.Rows).Select(i => TensorPrimitives.IndexOfMax<double>(logits.RowSpan(i)))];
    }

    /// <summary>The noise multiplier σ for which T steps with sampling probability q are (ε, δ)-private.</summary>
    public static double NoiseFor(double epsilon, double delta, double share, int steps)
    {
        Privacy.RequireEpsilon(epsilon);
        var (low, high) = (0.3, 1000.0);
        for (var step = 0; step < 40; step++)
        {
            var middle = Math.Sqrt(low * high);
            if (Epsilon(middle, delta, share, steps) > epsilon) low = middle;
            else high = middle;
        }
        return high;
    }

    /// <summary>
    /// The moments accountant: with Rényi divergence of order α, ln Σ_k C(α, k)(1 − q)^(α−k) q^k e^((k² − k)/(2σ²))/(α − 1) for each step
    /// (Mironov, Talwar and Zhang 2019), ε = min over α of T times that + ln(1/δ)/(α − 1).
    /// </summary>
    public static double Epsilon(double sigma, double delta, double share, int steps)
    {
        var best = double.PositiveInfinity;
        for (var order = 2; order <= LargestOrder; order++)
        {
            var terms = new double[order + 1];
            for (var k = 0; k <= order; k++)
                terms[k] = SpecialFunctions.BinomialLn(order, k) + (order - k) * Math.Log(1 - share) + k * Math.Log(share) + (k * k - k) / (2.0 * sigma * sigma);
            var most = terms.Max();
            var divergence = (most + Math.Log(terms.Sum(term => Math.Exp(term - most)))) / (order - 1);
            best = Math.Min(best, steps * divergence + Math.Log(1 / delta) / (order - 1));
        }
        return best;
    }

    private static Tensor WithOnes(Tensor points, int[] rows)
    {
        var d = points.Columns;
        var values = Tensor.Ones(rows.Length, d + 1);
        for (var i = 0; i < rows.Length; i++) points.RowSpan(rows[i]).CopyTo(values.RowSpan(i));
        return values;
    }
}
