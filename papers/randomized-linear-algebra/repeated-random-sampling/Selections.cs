using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>A subset of the training examples, and what it cost to choose.</summary>
/// <param name="Examples">The chosen ones.</param>
/// <param name="Cost">Multiplications spent on choosing.</param>
public sealed record Selected(int[] Examples, double Cost);

/// <summary>The static selections that repeated random sampling is compared with: each chooses once, before training.</summary>
/// <remarks>
/// EL2N and margin keep the hardest examples of the whole set; herding, facility location and k-center work on features. Scoring networks are
/// trained with the same options on all data for a few epochs, and their cost counts.
/// </remarks>
public static class Selections
{
    private const int ScoringEpochs = 3, ScoringNetworks = 3, ForgettingEpochs = 10;

    /// <summary>Names of the static selections, in the order in which tables show them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["uniform", "herding", "k-center", "EL2N", "margin", "forgetting", "facility location"];

    /// <summary>Chooses examples.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="data">The examples.</param>
    /// <param name="size">How many.</param>
    /// <param name="options">How scoring networks are trained (rounds are their own).</param>
    /// <param name="random">Chance in choosing.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <exception cref="ArgumentException">There is no selection of that name.</exception>
    public static Selected Choose(string name, LabelledData data, int size, TrainingOptions options, RandomStream random, CancellationToken cancel = default) => name switch
    {
        "uniform" => new(random.Choose(size, data.Labels.Length), 0),
        "herding" => PerClass(data, size, random, Herding),
        "k-center" => KCenter(data, size, random),
        "EL2N" => El2n(data, size, options, random, cancel),
        "margin" => Margin(data, size, options, random, cancel),
        "forgetting" => Forgetting(data, size, options, random, cancel),
        "facility location" => FacilityLocation(data, size, options, random, cancel),
        _ => throw new ArgumentException($"There is no selection '{name}'.", nameof(name)),
    };

    /// <summary>EL2N scores ‖softmax(z) − onehot(y)‖₂ of all examples with one network.</summary>
    public static double[] El2nScores(Perceptron network, LabelledData data)
    {
        var p = network.Probabilities(data.X); // (n, classes)
        return [.. data.Labels.Select((label, i) =>
        {
            var squared = TensorPrimitives.SumOfSquares<double>(p.RowSpan(i));
            return Math.Sqrt(squared - 2 * p[i, label] + 1); // ‖p − e_y‖² = ‖p‖² − 2 p_y + 1
        })];
    }

    /// <summary>The gap between the two most probable classes, negated: the most uncertain examples score highest.</summary>
    public static double[] MarginScores(Perceptron network, LabelledData data)
    {
        var p = network.Probabilities(data.X);
        return [.. Enumerable.Range(0, data.Labels.Length).Select(i =>
        {
            double first = 0, second = 0;
            foreach (var value in p.RowSpan(i))
                if (value > first) (first, second) = (value, first);
                else if (value > second) second = value;
            return second - first;
        })];
    }

    /// <summary>The examples with the highest scores.</summary>
    public static int[] Highest(double[] scores, int size) => [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).ThenBy(i => i).Take(size)];

    private static Trained Scoring(LabelledData data, int epochs, TrainingOptions options, RandomStream random, Action<Perceptron>? afterRound, CancellationToken cancel)
    {
        int[] all = [.. Enumerable.Range(0, data.Labels.Length)];
        return Trainer.Train(data, (_, _) => all, options with { Rounds = epochs, TestEveryRound = false }, random, afterRound, cancel);
    }

    private static Selected El2n(LabelledData data, int size, TrainingOptions options, RandomStream random, CancellationToken cancel)
    {
        var sums = new double[data.Labels.Length];
        var cost = 0.0;
        for (var k = 0; k < ScoringNetworks; k++)
        {
            var trained = Scoring(data, ScoringEpochs, options, random.Fork(k), null, cancel);
            TensorPrimitives.Add<double>(sums, El2nScores(trained.Network, data), sums);
            cost += ScoringEpochs * trained.RoundCost + trained.RoundCost / 3;
        }
        return new Selected(Highest(sums, size), cost);
    }

    private static Selected Margin(LabelledData data, int size, TrainingOptions options, RandomStream random, CancellationToken cancel)
    {
        var trained = Scoring(data, ScoringEpochs, options, random, null, cancel);
        return new Selected(Highest(MarginScores(trained.Network, data), size), (ScoringEpochs + 1.0 / 3) * trained.RoundCost);
    }

    /// <summary>How often an example turned from right to wrong while a network learned; never learned counts as most forgotten.</summary>
    private static Selected Forgetting(LabelledData data, int size, TrainingOptions options, RandomStream random, CancellationToken cancel)
    {
        var n = data.Labels.Length;
        var (right, ever, forgotten) = (new bool[n], new bool[n], new double[n]);
        var trained = Scoring(data, ForgettingEpochs, options, random, network =>
        {
            var p = network.Probabilities(data.X);
            for (var i = 0; i < n; i++)
            {
                var now = TensorPrimitives.IndexOfMax<double>(p.RowSpan(i)) == data.Labels[i];
                if (right[i] && !now) forgotten[i]++;
                right[i] = now;
                ever[i] |= now;
            }
        }, cancel);
        // Ties are many: chance decides among them.
        var tie = random.Fork("ties").Uniform(n);
        return new Selected(Highest([.. forgotten.Select((times, i) => (ever[i] ? times : ForgettingEpochs + 1) + tie[i])], size), ForgettingEpochs * (4.0 / 3) * trained.RoundCost);
    }

    /// <summary>Greedily the example farthest from all chosen ones, in the standardised features.</summary>
    private static Selected KCenter(LabelledData data, int size, RandomStream random)
    {
        var n = data.Labels.Length;
        var chosen = new List<int> { random.Next(n) };
        double[] distance = [.. Enumerable.Repeat(double.PositiveInfinity, n)];
        while (chosen.Count < size)
        {
            var last = data.X.RowSpan(chosen[^1]);
            for (var i = 0; i < n; i++) distance[i] = Math.Min(distance[i], TensorPrimitives.Distance<double>(data.X.RowSpan(i), last));
            chosen.Add(TensorPrimitives.IndexOfMax<double>(distance));
        }
        return new Selected([.. chosen], (double)size * n * data.X.Columns);
    }

    /// <summary>Greedily the example that brings the mean of the chosen ones nearest to the mean of all, class by class.</summary>
    private static (int[] Chosen, double Cost) Herding(Tensor x, int size)
    {
        var mean = x.Mean(0).ToArray();
        var wanted = (double[])mean.Clone(); // (k + 1)·mean − Σ chosen; nearest to it is best
        var chosen = new List<int>();
        while (chosen.Count < size)
        {
            var best = Enumerable.Range(0, x.Rows).Where(i => !chosen.Contains(i)).MaxBy(i => TensorPrimitives.Dot<double>(x.RowSpan(i), wanted) - 0.5 * TensorPrimitives.SumOfSquares<double>(x.RowSpan(i)));
            chosen.Add(best);
            TensorPrimitives.Add(wanted, mean, wanted);
            TensorPrimitives.Subtract(wanted, x.RowSpan(best), wanted);
        }
        return ([.. chosen], (double)size * x.Length);
    }

    /// <summary>Greedy facility location on last-layer gradients, class by class: every example near to a chosen one.</summary>
    private static Selected FacilityLocation(LabelledData data, int size, TrainingOptions options, RandomStream random, CancellationToken cancel)
    {
        var trained = Scoring(data, ScoringEpochs, options, random.Fork("network"), null, cancel);
        var (p, features) = (trained.Network.Probabilities(data.X), trained.Network.LastFeatures(data.X));
        // The gradient of the last layer is the outer product of features and residual; distances between them need both parts only.
        for (var i = 0; i < data.Labels.Length; i++) p[i, data.Labels[i]] -= 1;
        var both = Tensor.Concat(1, p, features * (1 / Math.Sqrt(features.Columns)));
        var selected = PerClass(data with { X = both }, size, random, Facility);
        return selected with { Cost = selected.Cost + (ScoringEpochs + 1.0 / 3) * trained.RoundCost };
    }

    private static (int[] Chosen, double Cost) Facility(Tensor x, int size)
    {
        var n = x.Rows;
        var distances = new double[n][];
        var largest = 0.0;
        for (var i = 0; i < n; i++)
        {
            distances[i] = new double[n];
            for (var j = 0; j < n; j++) distances[i][j] = TensorPrimitives.Distance<double>(x.RowSpan(i), x.RowSpan(j));
            largest = Math.Max(largest, distances[i].Max());
        }
        double[] nearest = [.. Enumerable.Repeat(largest, n)];
        var gained = new double[n];
        var chosen = new List<int>();
        while (chosen.Count < size)
        {
            var best = Enumerable.Range(0, n).Where(i => !chosen.Contains(i)).MinBy(i =>
            {
                TensorPrimitives.Min<double>(nearest, distances[i], gained);
                return TensorPrimitives.Sum<double>(gained);
            });
            chosen.Add(best);
            TensorPrimitives.Min<double>(nearest, distances[best], nearest);
        }
        return ([.. chosen], (double)n * n * x.Columns);
    }

    /// <summary>Applies a choice to each class in proportion to its size; what rounding leaves over goes to chance.</summary>
    private static Selected PerClass(LabelledData data, int size, RandomStream random, Func<Tensor, int, (int[] Chosen, double Cost)> choose)
    {
        var chosen = new List<int>();
        var cost = 0.0;
        foreach (var members in Enumerable.Range(0, data.Labels.Length).GroupBy(i => data.Labels[i]).OrderBy(group => group.Key).Select(group => group.ToArray()))
        {
            var share = Math.Min(members.Length, (int)((double)size * members.Length / data.Labels.Length));
            if (share == 0) continue;
            var (own, spent) = choose(data.X.TakeRows(members), share);
            chosen.AddRange(own.Select(i => members[i]));
            cost += spent;
        }
        var rest = Enumerable.Range(0, data.Labels.Length).Except(chosen).ToArray();
        chosen.AddRange(random.Fork("rest").Choose(size - chosen.Count, rest.Length).Select(k => rest[k]));
        return new Selected([.. chosen], cost);
    }
}
