using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// One pass of Stockham's algorithm: of transforms of length n = radix · m lying interleaved with a stride, it does the
/// transforms of length radix, turns the results by the twiddle factors, and leaves radix · stride interleaved transforms
/// of length m.
/// </summary>
internal sealed class FourierPass
{
    private const double Sine60 = 0.86602540378443864676;
    private const double Cosine72 = 0.30901699437494742410;
    private const double Cosine144 = -0.80901699437494742410;
    private const double Sine72 = 0.95105651629515357212;
    private const double Sine144 = 0.58778525229247312917;

    private readonly int _radix;
    private readonly int _groups;
    private readonly int _stride;

    // exp(−2πi pj/n) for group p and output j = 1 … radix − 1.
    private readonly Complex[] _twiddles;

    public FourierPass(int radix, int length, int stride)
    {
        _radix = radix;
        _groups = length / radix;
        _stride = stride;
        _twiddles = new Complex[_groups * (radix - 1)];
        for (int p = 0; p < _groups; p++)
            for (int j = 1; j < radix; j++)
                _twiddles[(p * (radix - 1)) + j - 1] = RootsOfUnity.Root((long)p * j, length);
    }

    public void Run(ReadOnlySpan<Complex> from, Span<Complex> to)
    {
        for (int p = 0; p < _groups; p++)
        {
            var input = from[(_stride * p)..];
            var output = to[(_stride * _radix * p)..];
            var twiddles = _twiddles.AsSpan(p * (_radix - 1), _radix - 1);
            switch (_radix)
            {
                case 2:
                    Radix2(input, output, twiddles);
                    break;
                case 3:
                    Radix3(input, output, twiddles);
                    break;
                case 4:
                    Radix4(input, output, twiddles);
                    break;
                case 5:
                    Radix5(input, output, twiddles);
                    break;
                default:
                    AnyRadix(input, output, twiddles);
                    break;
            }
        }
    }

    // −i z
    private static Complex TurnBack(Complex z) => new(z.Imaginary, -z.Real);

    private static Complex Scale(Complex z, double factor) => new(z.Real * factor, z.Imaginary * factor);

    private void Radix2(ReadOnlySpan<Complex> x, Span<Complex> y, ReadOnlySpan<Complex> w)
    {
        int step = _stride * _groups;
        for (int q = 0; q < _stride; q++)
        {
            var a = x[q];
            var b = x[q + step];
            y[q] = a + b;
            y[q + _stride] = (a - b) * w[0];
        }
    }

    private void Radix3(ReadOnlySpan<Complex> x, Span<Complex> y, ReadOnlySpan<Complex> w)
    {
        int step = _stride * _groups;
        for (int q = 0; q < _stride; q++)
        {
            var a = x[q];
            var sum = x[q + step] + x[q + (2 * step)];
            var turned = TurnBack(Scale(x[q + step] - x[q + (2 * step)], Sine60));
            var middle = a - Scale(sum, 0.5);
            y[q] = a + sum;
            y[q + _stride] = (middle + turned) * w[0];
            y[q + (2 * _stride)] = (middle - turned) * w[1];
        }
    }

    private void Radix4(ReadOnlySpan<Complex> x, Span<Complex> y, ReadOnlySpan<Complex> w)
    {
        int step = _stride * _groups;
        for (int q = 0; q < _stride; q++)
        {
            var even = x[q] + x[q + (2 * step)];
            var evenDifference = x[q] - x[q + (2 * step)];
            var odd = x[q + step] + x[q + (3 * step)];
            var oddDifference = TurnBack(x[q + step] - x[q + (3 * step)]);
            y[q] = even + odd;
            y[q + _stride] = (evenDifference + oddDifference) * w[0];
            y[q + (2 * _stride)] = (even - odd) * w[1];
            y[q + (3 * _stride)] = (evenDifference - oddDifference) * w[2];
        }
    }

    private void Radix5(ReadOnlySpan<Complex> x, Span<Complex> y, ReadOnlySpan<Complex> w)
    {
        int step = _stride * _groups;
        for (int q = 0; q < _stride; q++)
        {
            var a = x[q];
            var outerSum = x[q + step] + x[q + (4 * step)];
            var outerDifference = x[q + step] - x[q + (4 * step)];
            var innerSum = x[q + (2 * step)] + x[q + (3 * step)];
            var innerDifference = x[q + (2 * step)] - x[q + (3 * step)];
            var real1 = a + Scale(outerSum, Cosine72) + Scale(innerSum, Cosine144);
            var real2 = a + Scale(outerSum, Cosine144) + Scale(innerSum, Cosine72);
            var turned1 = TurnBack(Scale(outerDifference, Sine72) + Scale(innerDifference, Sine144));
            var turned2 = TurnBack(Scale(outerDifference, Sine144) - Scale(innerDifference, Sine72));
            y[q] = a + outerSum + innerSum;
            y[q + _stride] = (real1 + turned1) * w[0];
            y[q + (2 * _stride)] = (real2 + turned2) * w[1];
            y[q + (3 * _stride)] = (real2 - turned2) * w[2];
            y[q + (4 * _stride)] = (real1 - turned1) * w[3];
        }
    }

    // The definition, for radices without a pass of their own.
    private void AnyRadix(ReadOnlySpan<Complex> x, Span<Complex> y, ReadOnlySpan<Complex> w)
    {
        int step = _stride * _groups;
        Span<Complex> roots = stackalloc Complex[_radix];
        for (int j = 0; j < _radix; j++)
            roots[j] = RootsOfUnity.Root(j, _radix);
        for (int q = 0; q < _stride; q++)
            for (int j = 0; j < _radix; j++)
            {
                var sum = x[q];
                for (int k = 1; k < _radix; k++)
                    sum += x[q + (k * step)] * roots[j * k % _radix];
                y[q + (j * _stride)] = j == 0 ? sum : sum * w[j - 1];
            }
    }
}
