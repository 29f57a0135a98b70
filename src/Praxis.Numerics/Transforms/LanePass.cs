using System.Numerics;
using System.Runtime.CompilerServices;

namespace Praxis.Numerics;

/// <summary>
/// One pass of Stockham's algorithm over <see cref="Lanes"/>: of transforms of length n = radix · m lying interleaved with a
/// stride, it does the transforms of length radix, turns the results by the twiddle factors, and leaves radix · stride
/// interleaved transforms of length m.
/// </summary>
internal sealed unsafe class LanePass
{
    private readonly int _radix;
    private readonly int _groups;
    private readonly int _stride;

    // Real and imaginary part of exp(−2πi pj/n) for group p and output j = 1 … radix − 1.
    private readonly double[] _twiddles;

    public LanePass(int radix, int length, int stride)
    {
        _radix = radix;
        _groups = length / radix;
        _stride = stride;
        _twiddles = new double[2 * _groups * (radix - 1)];
        for (int p = 0; p < _groups; p++)
            for (int j = 1; j < radix; j++)
            {
                Complex root = RootsOfUnity.Root((long)p * j, length);
                int place = 2 * ((p * (radix - 1)) + j - 1);
                (_twiddles[place], _twiddles[place + 1]) = (root.Real, root.Imaginary);
            }
    }

    /// <param name="from">The elements before the pass.</param>
    /// <param name="to">The elements after it.</param>
    /// <param name="width">How many groups of lanes lie side by side in each element.</param>
    public void Run(double* from, double* to, int width)
    {
        switch (_radix)
        {
            case 2:
                Run<Radix2>(from, to, width);
                break;
            case 3:
                Run<Radix3>(from, to, width);
                break;
            case 4:
                Run<Radix4>(from, to, width);
                break;
            case 5:
                Run<Radix5>(from, to, width);
                break;
            case 7:
                Run<Radix7>(from, to, width);
                break;
            default:
                Run<Radix8>(from, to, width);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Run<TButterfly>(double* from, double* to, int width)
        where TButterfly : struct, ILaneButterfly
    {
        int run = _stride * width * Lanes.Size;
        nint apart = (nint)run * _groups;
        fixed (double* twiddles = _twiddles)
        {
            // Group 0 is not turned.
            for (int q = 0; q < run; q += Lanes.Size)
                TButterfly.Apply<NotTurned>(from + q, apart, to + q, run, twiddles);
            for (int p = 1; p < _groups; p++)
            {
                double* input = from + ((nint)run * p);
                double* output = to + ((nint)run * _radix * p);
                double* turns = twiddles + (2 * (nint)p * (_radix - 1));
                for (int q = 0; q < run; q += Lanes.Size)
                    TButterfly.Apply<Turned>(input + q, apart, output + q, run, turns);
            }
        }
    }
}
