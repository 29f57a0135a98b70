namespace Praxis.Numerics;

/// <summary>
/// Multiples of one vector modulo 1, with the vector of M. Roberts' R-sequence ("The unreasonable effectiveness of quasirandom sequences",
/// 2018): αⱼ = φ^−j, where φ &gt; 1 solves φ^(d+1) = φ + 1; in one dimension the golden ratio.
/// </summary>
public sealed class KroneckerSequence : PointSequence
{
    private readonly decimal[] _steps;
    private readonly double[] _start;

    /// <summary>Creates the sequence.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <param name="start">When given, a uniformly random first point; null for the centre of the cube.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public KroneckerSequence(int dimension, RandomStream? start = null)
        : base(dimension)
    {
        decimal ratio = Ratio(dimension);
        _steps = new decimal[dimension];
        decimal power = 1;
        for (int j = 0; j < dimension; j++)
            _steps[j] = power /= ratio;
        _start = [.. Enumerable.Range(0, dimension).Select(_ => start?.NextDouble() ?? 0.5)];
    }

    /// <inheritdoc/>
    protected override void Write(long index, Span<double> point)
    {
        // In 28 decimal digits, since a product in double precision would lose what is left modulo 1.
        for (int j = 0; j < point.Length; j++)
            point[j] = Wrap(_start[j] + (double)(index * _steps[j] % 1));
    }

    // The fixed point of φ ← (1 + φ)^(1 / (d + 1)), finished by Newton's method in decimal arithmetic.
    private static decimal Ratio(int dimension)
    {
        double start = 2;
        for (int i = 0; i < 100; i++)
            start = Math.Pow(1 + start, 1.0 / (dimension + 1));
        decimal ratio = (decimal)start;
        for (int i = 0; i < 3; i++)
        {
            decimal power = 1;
            for (int k = 0; k < dimension; k++)
                power *= ratio;
            ratio -= ((power * ratio) - ratio - 1) / (((dimension + 1) * power) - 1);
        }

        return ratio;
    }
}
