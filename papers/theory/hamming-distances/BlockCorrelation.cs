using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// Correlations of signals of a block of text with signals of the pattern, Σⱼ t[i + j]·p[j], summed over pairs of signals in the
/// frequency domain: one forward transform for each pair, one inverse transform for all.
/// </summary>
/// <param name="length">Transform length, at least that of the block: then no shift at which the pattern fits wraps around.</param>
internal sealed class BlockCorrelation(int length)
{
    private readonly Complex[] _sum = new Complex[length / 2 + 1];

    /// <summary>Adds the correlation of a text signal with a pattern signal.</summary>
    /// <param name="textSignal">(length)</param>
    /// <param name="patternSpectrum">From <see cref="Spectrum"/>.</param>
    public void Add(double[] textSignal, Complex[] patternSpectrum)
    {
        var spectrum = Fourier.ForwardReal(textSignal);
        for (var k = 0; k < _sum.Length; k++) _sum[k] += spectrum[k] * Complex.Conjugate(patternSpectrum[k]);
    }

    /// <summary>The sums at shifts 0, 1, …, of which those at which the pattern fits are meant.</summary>
    public double[] Finish() => Fourier.InverseReal(_sum, length);

    /// <summary>The transform of a pattern signal, filled up with zeros to the transform length.</summary>
    public static Complex[] Spectrum(double[] patternSignal) => Fourier.ForwardReal(patternSignal);

    /// <summary>A transform length for blocks of the given length: the next power of two.</summary>
    public static int LengthFor(int block) => (int)BitOperations.RoundUpToPowerOf2((uint)Math.Max(block, 2));

    /// <summary>What a transform is worth in increments: L·log₂L.</summary>
    public static long CostOf(int length) => (long)length * BitOperations.Log2((uint)length);
}
