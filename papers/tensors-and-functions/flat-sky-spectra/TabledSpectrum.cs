namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>A power spectrum known at some wavenumbers: straight between them in both logarithms, and beyond the ends with the last slope.</summary>
public sealed class TabledSpectrum
{
    private readonly double[] _logK, _logP;

    /// <summary>A spectrum from its table, k growing.</summary>
    /// <exception cref="ArgumentException">Fewer than two points, k not growing, or a value that is not positive and finite.</exception>
    public TabledSpectrum(IReadOnlyList<double> k, IReadOnlyList<double> power)
    {
        if (k.Count < 2 || k.Count != power.Count) throw new ArgumentException($"A spectrum needs at least two wavenumbers and as many values; there are {k.Count} and {power.Count}.", nameof(k));
        for (var i = 0; i < k.Count; i++)
        {
            if (!(k[i] > 0 && power[i] > 0 && double.IsFinite(k[i]) && double.IsFinite(power[i]))) throw new ArgumentException($"At place {i + 1}, k = {k[i]:R} and P = {power[i]:R}; both must be positive and finite.", nameof(k));
            if (i > 0 && k[i] <= k[i - 1]) throw new ArgumentException($"Wavenumbers must grow; at place {i + 1}, {k[i]:R} follows {k[i - 1]:R}.", nameof(k));
        }
        _logK = [.. k.Select(value => Math.Log(value))];
        _logP = [.. power.Select(value => Math.Log(value))];
    }

    /// <summary>P(k).</summary>
    public double At(double k)
    {
        var x = Math.Log(k);
        var i = Array.BinarySearch(_logK, x);
        if (i < 0) i = ~i - 1;
        i = Math.Clamp(i, 0, _logK.Length - 2);
        return Math.Exp(_logP[i] + (_logP[i + 1] - _logP[i]) * (x - _logK[i]) / (_logK[i + 1] - _logK[i]));
    }
}
