namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>The posterior of the r functions of one mode.</summary>
/// <remarks>Sign, scale and mixture of the functions are not determined: a core can undo them. Compare products of all modes, or align first.</remarks>
public sealed class ModeFunctions
{
    private readonly double[] _places, _precision, _information;

    internal ModeFunctions(double low, double high, double[] places, MaternProcess process, int rank, double[] precision, double[] information)
    {
        (Low, High, Rank, Process) = (low, high, rank, process);
        (_places, _precision, _information) = (places, precision.ToArray(), information.ToArray());
    }

    /// <summary>The smallest coordinate of the data.</summary>
    public double Low { get; }

    /// <summary>The largest coordinate of the data.</summary>
    public double High { get; }

    /// <summary>r.</summary>
    public int Rank { get; }

    /// <summary>The prior of each function, over coordinates scaled to 0 to 1.</summary>
    public MaternProcess Process { get; }

    /// <summary>Mean and standard deviation of every function.</summary>
    /// <param name="coordinates">Any coordinates, in the unit of the data.</param>
    /// <returns>Both (coordinates, r).</returns>
    public (Tensor Mean, Tensor Deviation) At(IReadOnlyList<double> coordinates)
    {
        var axis = new CoordinateAxis([.. coordinates]);
        var moments = Posterior(axis.Distinct);
        Tensor mean = Tensor.Zeros(coordinates.Count, Rank), deviation = Tensor.Zeros(coordinates.Count, Rank);
        for (var n = 0; n < coordinates.Count; n++)
            for (var i = 0; i < Rank; i++)
            {
                var place = axis.PlaceOf[n] * Rank + i;
                mean[n, i] = moments.Mean[place];
                deviation[n, i] = Math.Sqrt(Math.Max(0, moments.Covariance[place * Rank + i]));
            }
        return (mean, deviation);
    }

    /// <summary>The posterior at ascending coordinates in the unit of the data, by smoothing the chain with them in it.</summary>
    internal FunctionMoments Posterior(double[] coordinates)
    {
        int r = Rank, rr = r * r;
        var asked = coordinates.Select(x => (x - Low) / (High - Low)).ToArray();
        double[] all = [.. _places.Concat(asked).Distinct().Order()];
        double[] precision = new double[all.Length * rr], information = new double[all.Length * r];
        for (int d = 0, at = 0; d < _places.Length; d++)
        {
            while (all[at] != _places[d]) at++; // added, not copied: far from 0 two coordinates may be scaled to one place
            for (var i = 0; i < rr; i++) precision[at * rr + i] += _precision[d * rr + i];
            for (var i = 0; i < r; i++) information[at * r + i] += _information[d * r + i];
        }
        var smoothed = FunctionChain.Smooth(all, Process, r, precision, information);
        var moments = new FunctionMoments(new double[asked.Length * r], new double[asked.Length * rr]);
        for (int q = 0, at = 0; q < asked.Length; q++)
        {
            while (all[at] != asked[q]) at++;
            smoothed.Mean.AsSpan(at * r, r).CopyTo(moments.Mean.AsSpan(q * r));
            smoothed.Covariance.AsSpan(at * rr, rr).CopyTo(moments.Covariance.AsSpan(q * rr));
        }
        return moments;
    }
}
