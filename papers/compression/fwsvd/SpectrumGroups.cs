using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>What happens when one group of a layer's singular triplets is removed (C4).</summary>
/// <param name="Layer">The layer's name.</param>
/// <param name="Order">In whose order the triplets were cut into groups.</param>
/// <param name="Energy">The share of the squared singular values in each group, descending.</param>
/// <param name="Validation">Increase of the loss on each validation window, group by group: (groups, windows).</param>
/// <param name="Test">The same on each test window.</param>
internal sealed record GroupLosses(string Layer, string Order, double[] Energy, double[][] Validation, double[][] Test)
{
    /// <summary>The mean increase on the validation windows by group.</summary>
    public double[] Mean => [.. Validation.Select(windows => windows.Average())];

    /// <summary>
    /// The pair of groups for which it is clearest on the validation windows that the one of smaller singular values hurts more: the
    /// largest mean difference over its standard error.
    /// </summary>
    public (int Larger, int Smaller, double Clear) ClearestReversal()
    {
        (double best, int larger, int smaller) = (double.NegativeInfinity, 0, 1);
        for (int i = 0; i < Validation.Length; i++)
            for (int j = i + 1; j < Validation.Length; j++)
            {
                double[] differences = [.. Validation[j].Zip(Validation[i], (small, large) => small - large)];
                double mean = differences.Average(), variance = differences.Sum(d => (d - mean) * (d - mean)) / (differences.Length - 1);
                double clear = mean / Math.Sqrt((variance / differences.Length) + 1e-30);
                if (clear > best)
                    (best, larger, smaller) = (clear, i, j);
            }

        return (larger, smaller, best);
    }

    /// <summary>Kendall's τ between the groups' order and the loss that their removal costs: 1 if larger groups always cost more.</summary>
    public double Tau
    {
        get
        {
            double[] mean = Mean;
            int agreeing = 0, pairs = mean.Length * (mean.Length - 1) / 2;
            for (int i = 0; i < mean.Length; i++)
                for (int j = i + 1; j < mean.Length; j++)
                    agreeing += Math.Sign(mean[i] - mean[j]);
            return (double)agreeing / pairs;
        }
    }

    /// <summary>Removes each group in turn and measures.</summary>
    /// <param name="model">The model.</param>
    /// <param name="map">The layer.</param>
    /// <param name="basis">Its directions, all of them.</param>
    /// <param name="order">Their order's name.</param>
    /// <param name="groups">How many groups of (nearly) as many triplets.</param>
    /// <param name="validation">Text to choose by.</param>
    /// <param name="test">Text to measure on; null if it is not needed.</param>
    /// <param name="cancel">Stops it.</param>
    public static GroupLosses Measure(LanguageModel model, LinearMap map, LowRankBasis basis, string order, int groups, TextWindows validation, TextWindows? test, CancellationToken cancel)
    {
        double[] wholeValidation = WindowLosses.Of(model, validation, cancel: cancel);
        double[] wholeTest = test is null ? [] : WindowLosses.Of(model, test, cancel: cancel);
        var all = basis.Truncate(basis.Rank);
        var weight = map.Weight.To(DType.F64);
        double energy = Math.Pow(weight.FrobeniusNorm(), 2);
        var found = new GroupLosses(map.Name, order, new double[groups], new double[groups][], new double[groups][]);
        for (int g = 0; g < groups; g++)
        {
            int first = g * basis.Rank / groups, count = ((g + 1) * basis.Rank / groups) - first;
            var part = LinearAlgebra.MatMul(all.Left.Slice(1, first, count).Contiguous(), all.Right.Slice(0, first, count)); // (outputs, inputs)
            found.Energy[g] = Math.Pow(part.FrobeniusNorm(), 2) / energy;
            map.ReplaceBy(new DenseWeight(weight - part));
            found.Validation[g] = Difference(WindowLosses.Of(model, validation, cancel: cancel), wholeValidation);
            found.Test[g] = test is null ? [] : Difference(WindowLosses.Of(model, test, cancel: cancel), wholeTest);
            map.Restore();
        }

        return found;
    }

    private static double[] Difference(double[] after, double[] before) => [.. after.Zip(before, (a, b) => a - b)];
}
