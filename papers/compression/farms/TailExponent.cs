namespace Praxis.Papers.Compression.Farms;

/// <summary>
/// How heavy the tail of a spectrum is: the exponent α of a density ∝ λ^−α, by Hill's estimate on the upper half of the eigenvalues (as TempBalance does it). Large α, light tail.
/// </summary>
public static class TailExponent
{
    /// <summary>Eigenvalues at most this times the largest are left out: rounding of what is zero.</summary>
    public const double Floor = 1e-5;

    /// <summary>The fewest eigenvalues from which a tail is read.</summary>
    public const int Fewest = 5;

    /// <summary>α = 1 + k/Σᵢ ln(λ_{N−i+1}/λ_{N−k}) with k = ⌊N/2⌋ of the N eigenvalues above the floor.</summary>
    /// <param name="eigenvalues">In any order, not negative.</param>
    /// <returns>α; null if fewer than <see cref="Fewest"/> are above the floor or all of the tail are equal.</returns>
    /// <exception cref="ArgumentException">One is no finite number, or negative beyond rounding.</exception>
    public static double? OfUpperHalf(IReadOnlyCollection<double> eigenvalues)
    {
        double largest = eigenvalues.DefaultIfEmpty(0).Max();
        foreach (double value in eigenvalues)
            if (!double.IsFinite(value) || value < -1e-9 * largest)
                throw new ArgumentException($"{value} is no eigenvalue of WᵀW.", nameof(eigenvalues));
        double[] kept = [.. eigenvalues.Where(value => value > Floor * largest).Order()];
        if (kept.Length < Fewest)
            return null;
        int tail = kept.Length / 2;
        double edge = kept[kept.Length - tail - 1], sum = 0;
        for (int i = kept.Length - tail; i < kept.Length; i++)
            sum += Math.Log(kept[i] / edge);
        return sum > 0 ? 1 + (tail / sum) : null;
    }
}
