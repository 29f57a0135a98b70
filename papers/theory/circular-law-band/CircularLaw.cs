using System.Numerics;

namespace Praxis.Papers.Theory.CircularLawBand;

/// <summary>The limits of the theorem and how far a finite spectrum is from them.</summary>
public static class CircularLaw
{
    /// <summary>D = sup_r |F(r) − min(r², 1)|: F(r) is the share of eigenvalues with |λ| ≤ r.</summary>
    public static double RadialDistance(IReadOnlyCollection<Complex> eigenvalues) => KolmogorovDistance(eigenvalues.Select(z => z.Magnitude * z.Magnitude));

    /// <summary>The same for a product of m matrices: |λ|^{2/m} is uniform on [0, 1] in the limit, density |z|^{2/m−2}/(mπ) on the disk.</summary>
    public static double ProductDistance(IReadOnlyCollection<Complex> eigenvalues, int factors) =>
        KolmogorovDistance(eigenvalues.Select(z => Math.Pow(z.Magnitude, 2.0 / factors)));

    /// <summary>sup |F(t) − min(t, 1)| for the empirical distribution F of the values, which are not negative.</summary>
    public static double KolmogorovDistance(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        var distance = 0.0;
        for (var i = 0; i < sorted.Length; i++)
        {
            var uniform = Math.Min(sorted[i], 1);
            // Just before and just after the jump at the i-th value.
            distance = Math.Max(distance, Math.Max(Math.Abs((double)i / sorted.Length - uniform), Math.Abs((i + 1.0) / sorted.Length - uniform)));
        }
        return distance;
    }

    /// <summary>U(z) = (|z|² − 1)/2 inside the disk, ln|z| outside: the limit of (1/n)·ln|det(X − z)|.</summary>
    public static double LogPotential(double modulus) => modulus <= 1 ? (modulus * modulus - 1) / 2 : Math.Log(modulus);

    /// <summary>
    /// The limit v of (1/n)·Σᵢ η/(sᵢ(X − z)² + η²) for every doubly stochastic profile: the positive root of 1/v = η + v + |z|²/(η + v).
    /// </summary>
    public static double ResolventTrace(double modulus, double eta)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(eta);
        // v·(η + v + |z|²/(η + v)) grows with v from 0 to infinity: bisection on [0, 1/η].
        double low = 0, high = 1 / eta;
        for (var step = 0; step < 200; step++)
        {
            var v = (low + high) / 2;
            if (v * (eta + v + modulus * modulus / (eta + v)) < 1) low = v;
            else high = v;
        }
        return (low + high) / 2;
    }

    /// <summary>(1/n)·Σᵢ η/(sᵢ² + η²) for singular values s.</summary>
    public static double ResolventTrace(Tensor singularValues, double eta) =>
        singularValues.ToArray().Average(s => eta / (s * s + eta * eta));

    /// <summary>The largest c with s₍ₙ₋ᵢ₎ ≥ c·i/n for all i ≥ n^0.8; singular values descending, s₍ₙ₋ᵢ₎ the (i+1)-th smallest.</summary>
    public static double LinearBoundConstant(Tensor singularValues)
    {
        var n = singularValues.Length;
        return Enumerable.Range(0, n)
            .Where(i => i >= Math.Pow(n, 0.8))
            .Min(i => singularValues[n - 1 - i] * n / i);
    }

    /// <summary>1/Σ|uᵢ|⁴ of the most localised eigenvector: between 1 (one coordinate) and n (all alike).</summary>
    /// <param name="vectors">Eigenvectors of length 1 as columns: (n, n).</param>
    public static double SmallestParticipation(Complex[,] vectors)
    {
        var smallest = double.PositiveInfinity;
        for (var j = 0; j < vectors.GetLength(1); j++)
        {
            var fourth = 0.0;
            for (var i = 0; i < vectors.GetLength(0); i++)
            {
                var squared = vectors[i, j].Real * vectors[i, j].Real + vectors[i, j].Imaginary * vectors[i, j].Imaginary;
                fourth += squared * squared;
            }
            smallest = Math.Min(smallest, 1 / fourth);
        }
        return smallest;
    }
}
