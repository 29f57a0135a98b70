using System.Numerics.Tensors;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>What is known of a mode's functions at the coordinate of an entry.</summary>
public interface IMomentsOfEntries
{
    /// <summary>r.</summary>
    int Rank { get; }

    /// <summary>E[u]: (r).</summary>
    ReadOnlySpan<double> MeanOf(int entry);

    /// <summary>E[u uᵀ]: (r, r).</summary>
    ReadOnlySpan<double> SecondOf(int entry);
}

/// <summary>Kronecker products of independent random vectors, and the unfolding whose columns are in the same order: the last mode runs fastest.</summary>
public static class Kronecker
{
    /// <summary>E[z] and E[z zᵀ] of z = ⊗_j u_j.</summary>
    /// <param name="modes">The vectors, in the order of the modes.</param>
    /// <param name="entry">At which entry.</param>
    /// <param name="mean">E[z]: (R).</param>
    /// <param name="second">E[z zᵀ]: (R, R).</param>
    /// <param name="work">(R, R), overwritten.</param>
    public static void OfMoments(IReadOnlyList<IMomentsOfEntries> modes, int entry, Span<double> mean, Span<double> second, Span<double> work)
    {
        modes[0].MeanOf(entry).CopyTo(mean);
        modes[0].SecondOf(entry).CopyTo(second);
        var size = modes[0].Rank;
        for (var j = 1; j < modes.Count; j++)
        {
            var u = modes[j].MeanOf(entry);
            var uu = modes[j].SecondOf(entry);
            var r = modes[j].Rank;
            for (var a = size - 1; a >= 0; a--) // from behind: the product grows over its own first factor
                TensorPrimitives.Multiply(u, mean[a], mean.Slice(a * r, r));
            second[..(size * size)].CopyTo(work);
            for (var a = 0; a < size; a++)
                for (var i = 0; i < r; i++)
                    for (var b = 0; b < size; b++)
                        TensorPrimitives.Multiply(uu.Slice(i * r, r), work[a * size + b], second.Slice((a * r + i) * size * r + b * r, r));
            size *= r;
        }
    }

    /// <summary>Where the entries of the mode-k unfolding stand in vec(W): (r_k, R/r_k).</summary>
    public static int[] Unfolding(ReadOnlySpan<int> ranks, int mode)
    {
        int before = 1, after = 1;
        for (var j = 0; j < ranks.Length; j++)
        {
            if (j < mode) before *= ranks[j];
            if (j > mode) after *= ranks[j];
        }
        var place = new int[ranks[mode] * before * after];
        for (var i = 0; i < ranks[mode]; i++)
            for (var b = 0; b < before; b++)
                for (var a = 0; a < after; a++) place[(i * before + b) * after + a] = (b * ranks[mode] + i) * after + a;
        return place;
    }

    /// <summary>E[u uᵀ] = V + m mᵀ at every coordinate: (D, r, r).</summary>
    public static double[] SecondMoments(FunctionMoments moments, int r)
    {
        var second = moments.Covariance.ToArray();
        for (var d = 0; d < moments.Mean.Length / r; d++)
            for (var i = 0; i < r; i++)
                for (var j = 0; j < r; j++) second[(d * r + i) * r + j] += moments.Mean[d * r + i] * moments.Mean[d * r + j];
        return second;
    }
}
