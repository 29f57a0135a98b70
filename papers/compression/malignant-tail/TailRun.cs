namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>What one network, trained until it knows its noisy labels by heart, and its truncations gave. Accuracies are shares of the test inputs, whose labels are clean.</summary>
internal sealed record TailRun
{
    /// <summary>The share of noisy training labels that the converged network gives back.</summary>
    public required double Memorised { get; init; }

    /// <summary>The accuracy of the converged network.</summary>
    public required double Converged { get; init; }

    /// <summary>After the epoch that noisy validation labels choose, after the best epoch, and both epochs from 1.</summary>
    public required Choice Epoch { get; init; }

    /// <summary>Refitted on d trained directions.</summary>
    public required Choice Refitted { get; init; }

    /// <summary>Refitted on d directions of the untrained network.</summary>
    public required Choice Untrained { get; init; }

    /// <summary>The network's own head on d trained directions.</summary>
    public required Choice Reused { get; init; }

    /// <summary>Ridge regression on all trained features.</summary>
    public required Choice Ridge { get; init; }

    /// <summary>Ridge regression on the inputs themselves.</summary>
    public required Choice RidgeOnInputs { get; init; }

    /// <summary>A probe on the directions up to the number of classes.</summary>
    public required double LeadingProbe { get; init; }

    /// <summary>A probe on all other directions.</summary>
    public required double OtherProbe { get; init; }

    /// <summary>What the bands hold of the label noise.</summary>
    public required BandEnergies Energies { get; init; }

    public required double EffectiveRank { get; init; }

    public required int Rank { get; init; }

    /// <summary>Accuracies for d = 1, 2, …: refitted, reused and untrained.</summary>
    public required double[][] Curves { get; init; }

    /// <summary>Bands along training, if they were asked for.</summary>
    public required BandEnergies[] Along { get; init; }
}

/// <summary>The best of several places on a curve as noisy validation labels choose it, and as the test labels would.</summary>
/// <param name="Place">The chosen place, from 1.</param>
/// <param name="Accuracy">The clean test accuracy there.</param>
/// <param name="BestPlace">The best place, from 1.</param>
/// <param name="Best">The clean test accuracy there.</param>
public sealed record Choice(int Place, double Accuracy, int BestPlace, double Best)
{
    /// <summary>What choosing without clean labels costs.</summary>
    public double Regret => Best - Accuracy;

    /// <summary>Chooses the first of the highest.</summary>
    /// <param name="validation">Accuracies on noisy validation labels.</param>
    /// <param name="test">Accuracies on clean test labels at the same places.</param>
    /// <param name="most">The places that may be chosen.</param>
    public static Choice Of(IReadOnlyList<double> validation, IReadOnlyList<double> test, int? most = null)
    {
        int end = Math.Min(most ?? test.Count, test.Count), chosen = 0, best = 0;
        for (int i = 1; i < end; i++)
            (chosen, best) = (validation[i] > validation[chosen] ? i : chosen, test[i] > test[best] ? i : best);
        return new Choice(chosen + 1, test[chosen], best + 1, test[best]);
    }
}

/// <summary>Shares of signal and noise in bands of directions.</summary>
/// <param name="Signal">By band, of all signal.</param>
/// <param name="Noise">By band, of all noise.</param>
/// <param name="Widths">Directions in each band.</param>
internal sealed record BandEnergies(double[] Signal, double[] Noise, int[] Widths)
{
    /// <summary>The bands' first directions, in numbers of classes: (0, K], (K, 2K], (2K, 4K], (4K, 8K], the rest.</summary>
    private static readonly int[] Starts = [0, 1, 2, 4, 8];

    /// <summary>The first band beyond four times the classes.</summary>
    public const int TailBand = 3;

    public static BandEnergies Of(LabelEnergies energies, int classes)
    {
        int rank = energies.Noise.Length;
        int[] edges = [.. Starts.Select(start => Math.Min(start * classes, rank)), rank];
        return new BandEnergies(
            [.. Starts.Select((_, b) => energies.Signal[edges[b]..edges[b + 1]].Sum())],
            [.. Starts.Select((_, b) => energies.Noise[edges[b]..edges[b + 1]].Sum())],
            [.. Starts.Select((_, b) => edges[b + 1] - edges[b])]);
    }

    /// <summary>The names of the bands.</summary>
    public static string[] Names(int classes) =>
        [.. Starts.Select((start, b) => b + 1 < Starts.Length ? $"{(start * classes) + 1}–{Starts[b + 1] * classes}" : $"over {start * classes}")];

    /// <summary>The tail's share of the noise that all directions hold.</summary>
    public double TailShare => Noise[TailBand..].Sum() / Noise.Sum();

    /// <summary>The noise that a direction of the tail holds, mean.</summary>
    public double TailPerDirection => Noise[TailBand..].Sum() / Widths[TailBand..].Sum();

    /// <summary>The noise that one of the leading directions holds, mean.</summary>
    public double LeadingPerDirection => Noise[0] / Widths[0];
}
