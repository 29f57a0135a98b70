namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>What is known of r functions at D coordinates.</summary>
/// <param name="Mean">m: (D, r).</param>
/// <param name="Covariance">V: (D, r, r), between the functions at one coordinate.</param>
public sealed record FunctionMoments(double[] Mean, double[] Covariance);

/// <summary>
/// r independent Matérn functions of one coordinate, observed jointly with Gaussian noise: a Kalman filter along the sorted coordinates and
/// the smoother of Rauch, Tung and Striebel back (section 4.2). Linear in the number of coordinates.
/// </summary>
/// <remarks>
/// The state holds all f first, then all f′. An observation is given by its precision Λ and by η = Λ·(observed value), so a coordinate without
/// data has Λ = 0 and nothing has to be inverted: P⁺ = P − P Hᵀ (I + Λ H P Hᵀ)⁻¹ Λ H P.
/// </remarks>
public static class FunctionChain
{
    /// <summary>The posterior at every coordinate.</summary>
    /// <param name="x">Ascending coordinates, each once: (D).</param>
    /// <param name="process">The prior of each function.</param>
    /// <param name="r">The number of functions.</param>
    /// <param name="precision">Λ: (D, r, r), symmetric and positive semidefinite.</param>
    /// <param name="information">η: (D, r).</param>
    public static FunctionMoments Smooth(ReadOnlySpan<double> x, MaternProcess process, int r, ReadOnlySpan<double> precision, ReadOnlySpan<double> information)
    {
        int d = x.Length, s = r * process.StateLength, ss = s * s;
        double[] filteredMean = new double[d * s], filtered = new double[d * ss], predictedMean = new double[d * s], predicted = new double[d * ss];
        double[] work = new double[ss], rows = new double[ss];
        var stationary = process.Stationary();

        for (var n = 0; n < d; n++)
        {
            var mean = predictedMean.AsSpan(n * s, s);
            var p = predicted.AsSpan(n * ss, ss);
            if (n == 0)
            {
                AddBlocks(stationary, p, r);
            }
            else
            {
                var gap = x[n] - x[n - 1];
                var before = filtered.AsSpan((n - 1) * ss, ss);
                var a = process.Transition(gap);
                Move(a, filteredMean.AsSpan((n - 1) * s, s), mean, r, 1);  // A m
                Array.Clear(work);
                Move(a, before, work, r, s);                               // A P
                MoveColumns(a, work, p, r, s);                             // A P Aᵀ
                AddBlocks(process.Diffusion(gap), p, r);
                SmallMatrix.Symmetrize(p, s);
            }
            var newMean = filteredMean.AsSpan(n * s, s);
            var q = filtered.AsSpan(n * ss, ss);
            mean.CopyTo(newMean);
            p.CopyTo(q);
            Observe(newMean, q, precision.Slice(n * r * r, r * r), information.Slice(n * r, r), r, s, work, rows);
        }

        var moments = new FunctionMoments(new double[d * r], new double[d * r * r]);
        double[] smoothedMean = filteredMean[((d - 1) * s)..], smoothed = filtered[((d - 1) * ss)..];
        Keep(moments, d - 1, smoothedMean, smoothed, r, s);
        double[] gain = new double[ss], change = new double[ss], shift = new double[s];
        for (var n = d - 2; n >= 0; n--)
        {
            // Gᵀ = (P⁻ₙ₊₁)⁻¹ A Pₙ, both covariances symmetric.
            Array.Clear(gain);
            Move(process.Transition(x[n + 1] - x[n]), filtered.AsSpan(n * ss, ss), gain, r, s);
            predicted.AsSpan((n + 1) * ss, ss).CopyTo(work);
            SmallMatrix.SolveInPlace(work, gain, s, s);
            var mean = filteredMean.AsSpan(n * s, s);
            var p = filtered.AsSpan(n * ss, ss);
            for (var i = 0; i < s; i++) shift[i] = smoothedMean[i] - predictedMean[(n + 1) * s + i];
            for (var i = 0; i < ss; i++) change[i] = smoothed[i] - predicted[(n + 1) * ss + i];
            for (var i = 0; i < s; i++)
                for (var j = 0; j < s; j++) mean[i] += gain[j * s + i] * shift[j]; // m + G (mˢ − m⁻)
            Array.Clear(work);
            SmallMatrix.AddProduct(change, gain, work, s, s, s);                    // (Pˢ − P⁻) Gᵀ
            for (var i = 0; i < s; i++)
                for (var k = 0; k < s; k++)
                {
                    var g = gain[k * s + i];
                    for (var j = 0; j < s; j++) p[i * s + j] += g * work[k * s + j]; // P + G (Pˢ − P⁻) Gᵀ
                }
            SmallMatrix.Symmetrize(p, s);
            mean.CopyTo(smoothedMean);
            p.CopyTo(smoothed);
            Keep(moments, n, smoothedMean, smoothed, r, s);
        }
        return moments;
    }

    private static void Observe(Span<double> mean, Span<double> p, ReadOnlySpan<double> precision, ReadOnlySpan<double> information, int r, int s, double[] work, double[] rows)
    {
        // (I + Λ P_ff) X = [Λ P_f· | η − Λ m_f], and then m += P_·f x, P −= P_·f X.
        var system = work.AsSpan(0, r * r);
        var any = false;
        for (var i = 0; i < r; i++)
            for (var j = 0; j < r; j++)
            {
                any |= precision[i * r + j] != 0;
                double sum = i == j ? 1 : 0;
                for (var k = 0; k < r; k++) sum += precision[i * r + k] * p[k * s + j];
                system[i * r + j] = sum;
            }
        if (!any) return;
        var width = s + 1;
        Span<double> right = stackalloc double[r * width];
        right.Clear();
        for (var i = 0; i < r; i++)
        {
            right[i * width + s] = information[i];
            for (var k = 0; k < r; k++)
            {
                var weight = precision[i * r + k];
                for (var j = 0; j < s; j++) right[i * width + j] += weight * p[k * s + j];
                right[i * width + s] -= weight * mean[k];
            }
        }
        SmallMatrix.SolveInPlace(system, right, r, width);
        p[..(r * s)].CopyTo(rows); // P_f·: (r, s)
        for (var i = 0; i < s; i++)
            for (var k = 0; k < r; k++)
            {
                var weight = rows[k * s + i];
                mean[i] += weight * right[k * width + s];
                for (var j = 0; j < s; j++) p[i * s + j] -= weight * right[k * width + j];
            }
        SmallMatrix.Symmetrize(p, s);
    }

    // out += (a ⊗ I_r)·v, v: (m·r, columns).
    private static void Move(double[] a, ReadOnlySpan<double> v, Span<double> moved, int r, int columns)
    {
        var m = a.Length == 1 ? 1 : 2;
        for (var i = 0; i < m; i++)
            for (var k = 0; k < m; k++)
            {
                var weight = a[i * m + k];
                var from = v.Slice(k * r * columns, r * columns);
                var to = moved.Slice(i * r * columns, r * columns);
                for (var j = 0; j < from.Length; j++) to[j] += weight * from[j];
            }
    }

    // out += v·(a ⊗ I_r)ᵀ, v: (s, s).
    private static void MoveColumns(double[] a, ReadOnlySpan<double> v, Span<double> moved, int r, int s)
    {
        var m = a.Length == 1 ? 1 : 2;
        for (var row = 0; row < s; row++)
            for (var i = 0; i < m; i++)
                for (var k = 0; k < m; k++)
                    for (var j = 0; j < r; j++) moved[row * s + i * r + j] += a[i * m + k] * v[row * s + k * r + j];
    }

    // P += b ⊗ I_r.
    private static void AddBlocks(double[] b, Span<double> p, int r)
    {
        var m = b.Length == 1 ? 1 : 2;
        for (var i = 0; i < m; i++)
            for (var k = 0; k < m; k++)
                for (var j = 0; j < r; j++) p[(i * r + j) * m * r + k * r + j] += b[i * m + k];
    }

    private static void Keep(FunctionMoments moments, int n, double[] mean, double[] p, int r, int s)
    {
        mean.AsSpan(0, r).CopyTo(moments.Mean.AsSpan(n * r));
        for (var i = 0; i < r; i++) p.AsSpan(i * s, r).CopyTo(moments.Covariance.AsSpan((n * r + i) * r));
    }
}
