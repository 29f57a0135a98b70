namespace Praxis.Numerics.Backends;

/// <summary>
/// Singular values and vectors of an upper bidiagonal matrix by the implicit QR iteration, without shift where a shift would cost small
/// values their accuracy (J. Demmel, W. Kahan, "Accurate singular values of bidiagonal matrices", SISSC 1990; LAPACK's dbdsqr).
/// </summary>
internal sealed class BidiagonalQr
{
    private const double Epsilon = 1.0 / (1L << 53);
    private const double Tolerance = 64 * Epsilon;
    private const double SmallestNormal = 2.2250738585072014e-308;
    private const int SweepsPerValue = 30;

    private readonly int _n;
    private readonly double[] _d;
    private readonly double[] _e;
    private readonly Rotations _left;
    private readonly Rotations _right;

    private BidiagonalQr(int n, double[] diagonal, double[] above) =>
        (_n, _d, _e, _left, _right) = (n, diagonal, above, new Rotations(n), new Rotations(n));

    /// <summary>diagonal ← the singular values, descending; the rows of left and right (n × n, or both empty) ← the vectors.</summary>
    public static void Solve(int n, double[] diagonal, double[] above, double[] left, double[] right, int threads)
    {
        using var team = WorkTeam.Gather(n > 200 && left.Length > 0 ? threads : 1);
        for (int i = 0; i < n && left.Length > 0; i++)
        {
            left.AsSpan(i * n, n).Clear();
            right.AsSpan(i * n, n).Clear();
            left[(i * n) + i] = right[(i * n) + i] = 1;
        }

        new BidiagonalQr(n, diagonal, above).Iterate(left, right, threads);
        Finish(n, diagonal, left, right);
    }

    private void Iterate(double[] left, double[] right, int threads)
    {
        double threshold = Math.Max(Tolerance * SmallestEstimate() / Math.Sqrt(_n), SmallestNormal);
        long sweeps = 0;
        int high = _n - 1;
        (int lastLow, int lastHigh, bool down) = (-1, -1, true);
        while (high > 0)
        {
            if (Math.Abs(_e[high - 1]) <= threshold)
            {
                _e[--high] = 0;
                continue;
            }

            int low = high - 1;
            while (low > 0 && Math.Abs(_e[low - 1]) > threshold)
                low--;
            if (low > 0)
                _e[low - 1] = 0;

            // Bulges are chased from the larger end of a block to the smaller; a block keeps its direction until it splits.
            if (low > lastHigh || high < lastLow || lastLow < 0)
                down = Math.Abs(_d[low]) >= Math.Abs(_d[high]);
            (lastLow, lastHigh) = (low, high);
            if (Splits(low, high, down, out double smallest))
                continue;
            if (sweeps++ > (long)SweepsPerValue * _n)
                throw new ArithmeticException($"The singular value iteration did not converge for value {high} of {_n}.");
            double shift = Shift(low, high, down, smallest);
            if (down)
                SweepDown(low, high, shift);
            else
                SweepUp(low, high, shift);
            _left.Apply(left, _n, threads);
            _right.Apply(right, _n, threads);
        }
    }

    // A lower bound of the smallest singular value.
    private double SmallestEstimate()
    {
        double mu = Math.Abs(_d[0]);
        double smallest = mu;
        for (int i = 1; i < _n && smallest > 0; i++)
        {
            mu = Math.Abs(_d[i]) * (mu / (mu + Math.Abs(_e[i - 1])));
            smallest = Math.Min(smallest, mu);
        }

        return smallest;
    }

    // Sets entries to zero that are negligible relative to the smallest singular value near them; true when there was one.
    private bool Splits(int low, int high, bool down, out double smallest)
    {
        (int first, int step, int near) = down ? (low, 1, 0) : (high, -1, -1);
        int last = down ? high - 1 : low;
        double mu = smallest = Math.Abs(_d[first]);
        if (Math.Abs(_e[last]) <= Tolerance * Math.Abs(_d[down ? high : low]))
        {
            _e[last] = 0;
            return true;
        }

        for (int i = first; i != (down ? high : low); i += step)
        {
            ref double beside = ref _e[i + near];
            if (Math.Abs(beside) <= Tolerance * mu)
            {
                beside = 0;
                return true;
            }

            mu = Math.Abs(_d[i + step]) * (mu / (mu + Math.Abs(beside)));
            smallest = Math.Min(smallest, mu);
        }

        return false;
    }

    private double Shift(int low, int high, bool down, double smallest)
    {
        double largest = 0;
        for (int i = low; i <= high; i++)
            largest = Math.Max(largest, Math.Max(Math.Abs(_d[i]), i < high ? Math.Abs(_e[i]) : 0));
        if (_n * Tolerance * (smallest / largest) <= Epsilon)
            return 0;
        double start = Math.Abs(_d[down ? low : high]);
        int corner = down ? high - 1 : low;
        double shift = SmallerOfTwo(_d[corner], _e[corner], _d[corner + 1]);
        return start > 0 && shift / start * (shift / start) < Epsilon ? 0 : shift;
    }

    // The smaller singular value of [f g; 0 h], as LAPACK's dlas2 computes it without cancellation.
    private static double SmallerOfTwo(double f, double g, double h)
    {
        (double small, double large) = Math.Abs(f) < Math.Abs(h) ? (Math.Abs(f), Math.Abs(h)) : (Math.Abs(h), Math.Abs(f));
        double off = Math.Abs(g);
        if (small == 0)
            return 0;
        double plus = 1 + (small / large);
        double minus = (large - small) / large;
        if (off < large)
        {
            double square = off / large * (off / large);
            return small * (2 / (Math.Sqrt((plus * plus) + square) + Math.Sqrt((minus * minus) + square)));
        }

        double ratio = large / off;
        if (ratio == 0)
            return small * large / off;
        double half = 1 / (Math.Sqrt(1 + (plus * ratio * (plus * ratio))) + Math.Sqrt(1 + (minus * ratio * (minus * ratio))));
        return 2 * (small * half * ratio);
    }

    private void SweepDown(int low, int high, double shift)
    {
        (double[] d, double[] e) = (_d, _e);
        if (shift == 0)
        {
            (double cosine, double oldCosine, double oldSine) = (1, 1, 0);
            for (int i = low; i < high; i++)
            {
                (cosine, double sine, double radius) = Rotations.Of(d[i] * cosine, e[i]);
                if (i > low)
                    e[i - 1] = oldSine * radius;
                (oldCosine, oldSine, d[i]) = Rotations.Of(oldCosine * radius, d[i + 1] * sine);
                _right.Add(i, cosine, sine);
                _left.Add(i, oldCosine, oldSine);
            }

            double rest = d[high] * cosine;
            d[high] = rest * oldCosine;
            e[high - 1] = rest * oldSine;
            return;
        }

        double f = (Math.Abs(d[low]) - shift) * (Math.CopySign(1, d[low]) + (shift / d[low]));
        double g = e[low];
        for (int i = low; i < high; i++)
        {
            (double cosine, double sine, double radius) = Rotations.Of(f, g);
            if (i > low)
                e[i - 1] = radius;
            f = (cosine * d[i]) + (sine * e[i]);
            e[i] = (cosine * e[i]) - (sine * d[i]);
            g = sine * d[i + 1];
            d[i + 1] *= cosine;
            _right.Add(i, cosine, sine);
            (cosine, sine, d[i]) = Rotations.Of(f, g);
            f = (cosine * e[i]) + (sine * d[i + 1]);
            d[i + 1] = (cosine * d[i + 1]) - (sine * e[i]);
            if (i < high - 1)
            {
                g = sine * e[i + 1];
                e[i + 1] *= cosine;
            }

            _left.Add(i, cosine, sine);
        }

        e[high - 1] = f;
    }

    private void SweepUp(int low, int high, double shift)
    {
        (double[] d, double[] e) = (_d, _e);
        if (shift == 0)
        {
            (double cosine, double oldCosine, double oldSine) = (1, 1, 0);
            for (int i = high; i > low; i--)
            {
                (cosine, double sine, double radius) = Rotations.Of(d[i] * cosine, e[i - 1]);
                if (i < high)
                    e[i] = oldSine * radius;
                (oldCosine, oldSine, d[i]) = Rotations.Of(oldCosine * radius, d[i - 1] * sine);
                _left.Add(i - 1, cosine, -sine);
                _right.Add(i - 1, oldCosine, -oldSine);
            }

            double rest = d[low] * cosine;
            d[low] = rest * oldCosine;
            e[low] = rest * oldSine;
            return;
        }

        double f = (Math.Abs(d[high]) - shift) * (Math.CopySign(1, d[high]) + (shift / d[high]));
        double g = e[high - 1];
        for (int i = high; i > low; i--)
        {
            (double cosine, double sine, double radius) = Rotations.Of(f, g);
            if (i < high)
                e[i] = radius;
            f = (cosine * d[i]) + (sine * e[i - 1]);
            e[i - 1] = (cosine * e[i - 1]) - (sine * d[i]);
            g = sine * d[i - 1];
            d[i - 1] *= cosine;
            _left.Add(i - 1, cosine, -sine);
            (cosine, sine, d[i]) = Rotations.Of(f, g);
            f = (cosine * e[i - 1]) + (sine * d[i - 1]);
            d[i - 1] = (cosine * d[i - 1]) - (sine * e[i - 1]);
            if (i > low + 1)
            {
                g = sine * e[i - 2];
                e[i - 2] *= cosine;
            }

            _right.Add(i - 1, cosine, -sine);
        }

        e[low] = f;
    }

    private static void Finish(int n, double[] values, double[] left, double[] right)
    {
        for (int i = 0; i < n; i++)
        {
            if (!double.IsNegative(values[i]))
                continue;
            values[i] = -values[i];
            for (int j = 0; right.Length > 0 && j < n; j++)
                right[(i * n) + j] = -right[(i * n) + j];
        }

        int[] order = [.. Enumerable.Range(0, n)];
        double[] keys = [.. values.Take(n).Select(value => -value)];
        Array.Sort(keys, order);
        for (int i = 0; i < n; i++)
            values[i] = -keys[i];
        RowOrder.Apply(left, n, order);
        RowOrder.Apply(right, n, order);
    }
}
