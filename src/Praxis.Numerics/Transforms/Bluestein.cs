using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// A transform of any length as a convolution with a chirp: jk = (j² + k² − (k − j)²)/2 (L. Bluestein, "A linear filtering
/// approach to the computation of discrete Fourier transform", IEEE Trans. Audio Electroacoustics 18, 1970).
/// </summary>
internal sealed class Bluestein
{
    private readonly Complex[] _chirp;

    // The transform of the conjugate chirp, wrapped around.
    private readonly Complex[] _filter;
    private readonly FourierPlan _plan;

    public Bluestein(int length)
    {
        _chirp = new Complex[length];
        for (int k = 0; k < length; k++)
            _chirp[k] = RootsOfUnity.Root((long)k * k % (2L * length), 2L * length);
        int padded = FourierPlan.FastLengthAtLeast((2 * length) - 1);
        _plan = Fourier.PlanFor(padded);
        _filter = new Complex[padded];
        for (int k = 0; k < length; k++)
        {
            _filter[k] = Complex.Conjugate(_chirp[k]);
            _filter[(padded - k) % padded] = _filter[k];
        }

        _plan.Forward(_filter);
    }

    public void Forward(Span<Complex> values)
    {
        var padded = new Complex[_filter.Length];
        for (int k = 0; k < values.Length; k++)
            padded[k] = values[k] * _chirp[k];
        _plan.Forward(padded);

        for (int k = 0; k < padded.Length; k++)
            padded[k] *= _filter[k];
        _plan.Inverse(padded, 1.0 / padded.Length);
        for (int k = 0; k < values.Length; k++)
            values[k] = padded[k] * _chirp[k];
    }
}
