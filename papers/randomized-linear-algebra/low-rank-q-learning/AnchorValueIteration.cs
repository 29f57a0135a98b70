using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>
/// Value iteration from samples. Each sweep simulates either all pairs, or only the pairs in anchor rows and anchor columns and fills in the
/// others by <see cref="AnchorEstimator"/>.
/// </summary>
public static class AnchorValueIteration
{
    /// <summary>Runs sweeps from V = 0.</summary>
    /// <param name="problem">The simulator.</param>
    /// <param name="options">Discount, samples, anchors.</param>
    /// <param name="random">Simulations.</param>
    /// <param name="stop">Called after each sweep with its number and Q: (S, A); true ends the run.</param>
    /// <param name="cancel">Asked in every sweep.</param>
    /// <exception cref="ArgumentException">A discount outside [0, 1), no samples or sweeps, anchors that are not there or fewer than the rank.</exception>
    public static ValueIterationResult Run(ISimulator problem, ValueIterationOptions options, RandomStream random, Func<int, Tensor, bool>? stop = null, CancellationToken cancel = default)
    {
        if (!(options.Discount is >= 0 and < 1)) throw new ArgumentException($"The discount must be at least 0 and below 1; it is {options.Discount}.", nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Sweeps, 1);
        options.Anchors?.Require(problem);
        var limit = 1 / (1 - options.Discount); // no return is larger
        var values = new double[problem.States];
        var table = Tensor.Zeros(problem.States, problem.Actions);
        long calls = 0, clipped = 0;
        int sweep = 0, rank = 0;
        while (sweep < options.Sweeps)
        {
            sweep++;
            var pairs = new SampledPairs(problem, options, values, random.Fork(sweep));
            table = options.Anchors is { } anchors ? Filled(pairs, anchors, cancel) : pairs.All(cancel);
            calls += pairs.Calls;
            var cells = table.AsSpan();
            foreach (ref var cell in cells)
            {
                if (cell >= 0 && cell <= limit) continue;
                cell = Math.Clamp(cell, 0, limit);
                clipped++;
            }
            values = table.Max(1).ToArray(); // V(s) = max over a
            if (stop?.Invoke(sweep, table) == true) break;
        }
        return new ValueIterationResult(table, sweep, calls, clipped, rank);

        Tensor Filled(SampledPairs pairs, Anchors anchors, CancellationToken token)
        {
            var (columns, rows) = pairs.Cross(anchors, token); // (S, |A#|), (|S#|, A)
            // What noise alone can put into the anchor block's singular values.
            var tolerance = pairs.StandardError * Math.Sqrt((double)anchors.States.Length * anchors.Actions.Length);
            var estimate = AnchorEstimator.Fill(columns, rows, anchors.States, anchors.Rank, tolerance);
            rank = estimate.Rank;
            // What was measured is kept.
            var filled = estimate.Table;
            for (var j = 0; j < anchors.Actions.Length; j++)
                for (var s = 0; s < problem.States; s++) filled[s, anchors.Actions[j]] = columns[s, j];
            for (var i = 0; i < anchors.States.Length; i++) rows.RowSpan(i).CopyTo(filled.RowSpan(anchors.States[i]));
            return filled;
        }
    }
}

/// <summary>One sweep's simulations: Q̂(s, a) = r(s, a) + (γ/N)·Σ V(s′ᵢ).</summary>
internal sealed class SampledPairs(ISimulator problem, ValueIterationOptions options, double[] values, RandomStream random)
{
    private double _variances;
    private long _measured;

    /// <summary>Calls of the simulator so far.</summary>
    public long Calls { get; private set; }

    /// <summary>The root mean squared standard error of the estimates so far; 0 from one sample a pair, which says nothing of it.</summary>
    public double StandardError => _measured > 0 ? Math.Sqrt(_variances / _measured) : 0;

    /// <summary>All pairs: (S, A).</summary>
    public Tensor All(CancellationToken cancel)
    {
        var table = Tensor.Zeros(problem.States, problem.Actions);
        for (var s = 0; s < problem.States; s++)
        {
            cancel.ThrowIfCancellationRequested();
            for (var a = 0; a < problem.Actions; a++) table[s, a] = Estimate(s, a);
        }
        return table;
    }

    /// <summary>The anchor columns (S, |A#|) and the anchor rows (|S#|, A); a pair in both is simulated once.</summary>
    public (Tensor Columns, Tensor Rows) Cross(Anchors anchors, CancellationToken cancel)
    {
        var columns = Tensor.Zeros(problem.States, anchors.Actions.Length);
        var rows = Tensor.Zeros(anchors.States.Length, problem.Actions);
        cancel.ThrowIfCancellationRequested();
        for (var s = 0; s < problem.States; s++)
            for (var j = 0; j < anchors.Actions.Length; j++) columns[s, j] = Estimate(s, anchors.Actions[j]);
        cancel.ThrowIfCancellationRequested();
        for (var i = 0; i < anchors.States.Length; i++)
            for (var a = 0; a < problem.Actions; a++)
            {
                var known = Array.IndexOf(anchors.Actions, a);
                rows[i, a] = known >= 0 ? columns[anchors.States[i], known] : Estimate(anchors.States[i], a);
            }
        return (columns, rows);
    }

    private double Estimate(int state, int action)
    {
        double sum = 0, squares = 0;
        for (var i = 0; i < options.Samples; i++)
        {
            var value = problem.NextValue(state, action, values, random);
            sum += value;
            squares += value * value;
        }
        Calls += options.Samples;
        var mean = sum / options.Samples;
        if (options.Samples > 1)
        {
            _variances += options.Discount * options.Discount * Math.Max(0, squares / options.Samples - mean * mean) / (options.Samples - 1);
            _measured++;
        }
        return problem.Reward(state, action) + options.Discount * mean;
    }
}

/// <summary>Choices of value iteration.</summary>
public sealed record ValueIterationOptions
{
    /// <summary>γ, at least 0 and below 1.</summary>
    public required double Discount { get; init; }

    /// <summary>N, fresh simulations of a pair in every sweep.</summary>
    public int Samples { get; init; } = 1;

    /// <summary>T, the most sweeps.</summary>
    public int Sweeps { get; init; } = 50;

    /// <summary>The anchors, or null to simulate all pairs.</summary>
    public Anchors? Anchors { get; init; }
}

/// <summary>Anchor states and actions, fixed for a run.</summary>
/// <param name="States">S#, different states.</param>
/// <param name="Actions">A#, different actions.</param>
/// <param name="Rank">r, at most as large as either.</param>
public sealed record Anchors(int[] States, int[] Actions, int Rank)
{
    /// <summary>Random anchors.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="states">|S#|.</param>
    /// <param name="actions">|A#|.</param>
    /// <param name="rank">r.</param>
    /// <param name="random">Which ones.</param>
    public static Anchors Draw(ISimulator problem, int states, int actions, int rank, RandomStream random) =>
        new(random.Fork("states").Choose(states, problem.States), random.Fork("actions").Choose(actions, problem.Actions), rank);

    internal void Require(ISimulator problem)
    {
        Different(States, problem.States, "state");
        Different(Actions, problem.Actions, "action");
        if (Rank < 1 || Rank > Math.Min(States.Length, Actions.Length))
            throw new ArgumentException($"The rank is {Rank}, but there are {States.Length} anchor states and {Actions.Length} anchor actions; it must lie between 1 and the smaller number.");

        static void Different(int[] anchors, int count, string what)
        {
            foreach (var anchor in anchors)
                if (anchor < 0 || anchor >= count) throw new ArgumentException($"There is no {what} {anchor}; there are {count}.");
            if (anchors.Distinct().Count() != anchors.Length) throw new ArgumentException($"An anchor {what} is named twice.");
        }
    }
}

/// <summary>What value iteration found.</summary>
/// <param name="Table">Q: (S, A).</param>
/// <param name="Sweeps">Sweeps done.</param>
/// <param name="Calls">All calls of the simulator.</param>
/// <param name="Clipped">Entries over all sweeps that were outside 0 to 1/(1 − γ).</param>
/// <param name="Rank">Singular values kept in the last sweep; 0 without anchors.</param>
public sealed record ValueIterationResult(Tensor Table, int Sweeps, long Calls, long Clipped, int Rank);
