using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>
/// The squared distance Z between two clouds of equally many points, and its gradient with respect to the first: through the transport
/// costs, through the control variate and through its fitted coefficient γ̂, as automatic differentiation would give it.
/// </summary>
public static class SlicedWassersteinGradient
{
    /// <summary>Computes value and gradient for p = 2.</summary>
    /// <param name="x">X: (n, d), the points that move.</param>
    /// <param name="y">Y: (n, d).</param>
    /// <param name="directions">θ: (L, d).</param>
    /// <param name="variate">The control variate: none, lower or upper.</param>
    /// <param name="throughCoefficient">Whether γ̂ is differentiated too, or taken as a constant.</param>
    /// <exception cref="ArgumentException">Shapes that differ, or both variates at once.</exception>
    public static ValueAndGradient Evaluate(Tensor x, Tensor y, Tensor directions, ControlVariate variate, bool throughCoefficient = true)
    {
        if (variate == ControlVariate.Both) throw new ArgumentException("The gradient is there for one control variate at a time.", nameof(variate));
        if (x.Rank != 2 || y.Rank != 2 || x.Rows != y.Rows || x.Columns != y.Columns)
            throw new ArgumentException("The gradient needs two clouds of equally many points in the same dimension.", nameof(y));
        var (n, d, count) = (x.Rows, x.Columns, directions.Rows);
        var slicesX = LinearAlgebra.MatMul(directions, x, transposeA: false, transposeB: true); // P: (L, n)
        var slicesY = LinearAlgebra.MatMul(directions, y, transposeA: false, transposeB: true); // (L, n)
        var (transport, residuals) = Match(slicesX, slicesY);                                    // (L), (L, n): P − its matched point of Y

        var (meanX, meanY) = (x.Mean(0), y.Mean(0));                                             // (d)
        var shift = meanX - meanY;
        var slicesOfShift = LinearAlgebra.MatVec(directions, shift);                             // δ_l = θ_lᵀ(m_X − m_Y): (L)
        var upper = variate == ControlVariate.Upper;
        var centred = upper ? slicesX - slicesX.Mean(1, keepAxis: true) : null;                  // (L, n)
        var g = variate == ControlVariate.None ? new double[count] : Variate();

        double plain = transport.Average(), mean = g.Average(), covariance = 0, square = 1e-24 * plain * plain;
        for (var l = 0; l < count; l++)
        {
            covariance += (transport[l] - plain) * g[l] / count;
            square += g[l] * g[l] / count;
        }
        var gamma = square > 0 && count >= 3 ? covariance / square : 0;
        var through = throughCoefficient && square > 0 && count >= 3;

        // Z = Â − γ̂ ḡ. With γ̂ = C/S: ∂γ̂/∂W_l = (g_l − ḡ)/(L·S) and ∂γ̂/∂g_l = (W_l − Â − 2 γ̂ g_l)/(L·S).
        var weights = Tensor.Zeros(count, n); // what multiplies θ_l in the gradient at x_i
        double variateWeight = 0;
        for (var l = 0; l < count; l++)
        {
            var byTransport = 1.0 / count - (through ? mean * (g[l] - mean) / (count * square) : 0);
            var byVariate = -gamma / count - (through ? mean * (transport[l] - plain - 2 * gamma * g[l]) / (count * square) : 0);
            if (variate == ControlVariate.None) byVariate = 0;
            variateWeight += byVariate;
            var row = weights.RowSpan(l);
            var residual = residuals.RowSpan(l);
            for (var i = 0; i < n; i++)
                row[i] = 2.0 / n * (byTransport * residual[i] + byVariate * slicesOfShift[l]);       // ∇W_l = (2/n) r θ, ∇(δ_l²) = (2/n) δ_l θ
            if (centred is not null) weights.Row(l).AddScaled(centred.Row(l), 2.0 / n * byVariate);   // ∇s_X² = (2/n)(p_i − p̄) θ
        }
        var gradient = LinearAlgebra.MatMul(weights, directions, transposeA: true, transposeB: false); // (n, d)
        // The known means depend on X too: ∇(‖m_X − m_Y‖²/d) = 2(m_X − m_Y)/(n d), ∇(tr Σ_X/d) = 2(x_i − m_X)/(n d).
        gradient -= (upper ? x - meanX + shift : shift) * (2.0 * variateWeight / ((double)n * d));
        return new ValueAndGradient(plain - gamma * mean, plain, gradient);

        double[] Variate()
        {
            var known = Math.Pow(shift.FrobeniusNorm(), 2) / d;
            if (upper) known += (Math.Pow((x - meanX).FrobeniusNorm(), 2) + Math.Pow((y - meanY).FrobeniusNorm(), 2)) / ((double)n * d);
            var spread = upper ? (centred!.Square().Mean(1) + (slicesY - slicesY.Mean(1, keepAxis: true)).Square().Mean(1)).ToArray() : new double[count];
            return [.. Enumerable.Range(0, count).Select(l => slicesOfShift[l] * slicesOfShift[l] + spread[l] - known)];
        }
    }

    /// <summary>W_l, and for every point of X its distance along θ_l to the point of Y of the same rank.</summary>
    private static (double[] Transport, Tensor Residuals) Match(Tensor slicesX, Tensor slicesY)
    {
        var (count, n) = (slicesX.Rows, slicesX.Columns);
        var transport = new double[count];
        var residuals = Tensor.Zeros(count, n);
        var (order, sortedX, sortedY) = (new int[n], new double[n], new double[n]);
        for (var l = 0; l < count; l++)
        {
            for (var i = 0; i < n; i++) order[i] = i;
            slicesX.RowSpan(l).CopyTo(sortedX);
            slicesY.RowSpan(l).CopyTo(sortedY); // the slices themselves are used again
            Array.Sort(sortedX, order);
            Array.Sort(sortedY);
            var residual = residuals.RowSpan(l);
            double sum = 0;
            for (var i = 0; i < n; i++)
            {
                var difference = sortedX[i] - sortedY[i];
                residual[order[i]] = difference;
                sum += difference * difference;
            }
            transport[l] = sum / n;
        }
        return (transport, residuals);
    }
}

/// <summary>A squared distance and its gradient.</summary>
/// <param name="Value">Z; may be negative when a control variate is used on a tiny distance.</param>
/// <param name="Plain">Â, the plain average over the same directions.</param>
/// <param name="Gradient">∂Z/∂X: (n, d).</param>
public sealed record ValueAndGradient(double Value, double Plain, Tensor Gradient);
