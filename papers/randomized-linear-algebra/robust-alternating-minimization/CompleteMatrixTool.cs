using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>Fills in the missing entries of the reader's matrix, with the error on entries that were hidden from it.</summary>
[Paper("robust-alternating-minimization")]
public sealed class CompleteMatrixTool : ITool<CompleteMatrixToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Complete a matrix with missing entries by a low-rank one, with the error on held-out entries.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "ratings.csv -o completed.csv",
        "ratings.csv --triplets --rank 5 -o completed.npy",
    ];

    /// <inheritdoc/>
    public ToolReport Use(CompleteMatrixToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var known = KnownEntries.Read(options.Matrix, options.Triplets);
        var (m, n, entries) = (known.Rows, known.Columns, known.Entries);
        var largest = Math.Min(m, n);
        if (options.Rank > largest) throw new ToolException($"--rank {options.Rank}: a {m} × {n} matrix has rank {largest} at most. Give a rank from 1 to {largest}.");
        if (entries.Count < 10) throw new ToolException($"{known.Source}: only {entries.Count} entries are known; at least 10 are needed to fit and to measure an error.");

        var split = HeldOut.Split(m, n, entries, options.HeldOut, context.Random("held-out entries"));
        int[] candidates = options.Rank is { } asked ? [asked] : [.. Candidates(Math.Min(options.MostRank, largest))];
        var tried = new List<(int Rank, double Error)>();
        foreach (var rank in candidates)
        {
            context.Report($"held-out error at rank {rank}", 0.8 * tried.Count / candidates.Length);
            tried.Add((rank, split.Error(Fit(split.Seen, rank))));
            // Beyond the best rank the error grows; three worse ones in a row are enough to see it.
            if (tried.Count > 3 && tried.TakeLast(3).All(entry => entry.Error > tried.Min(other => other.Error))) break;
        }
        var best = tried.MinBy(entry => entry.Error);

        context.Report($"rank {best.Rank}, all known entries", 0.85);
        var all = HeldOut.Split(m, n, entries, 0, context.Random("all entries"));
        var completion = Fit(all.Seen, best.Rank);
        var completed = completion.Rebuild() + Tensor.FromArray([.. all.Means]); // (m, n)
        if (!options.Smooth)
            foreach (var (i, j, value) in entries) completed[i, j] = value;
        var means = split.MeansError();
        var missing = ((long)m * n) - entries.Count;
        return new ToolReport
        {
            Headline = $"{missing:N0} missing of {(long)m * n:N0} entries filled by a matrix of rank {best.Rank}: root mean squared error {Numbers.Short(best.Error)} on {split.HiddenCount:N0} hidden entries, against {Numbers.Short(means)} for the columns' means.",
            Guarantee = $"The theorem promises recovery for a matrix of exactly this rank, without noise, spread-out rows, and entries known at random, once their number is large against k(m + n); here it is {Numbers.Short((double)entries.Count / (best.Rank * (m + n)))} times k(m + n). "
                + "For other data nothing is promised: the error above is measured. It is that of entries like the known ones; where entries are missing for a reason, it may be larger.",
            Measures =
            [
                new("held-out error", best.Error, Note: $"root mean square over {split.HiddenCount} hidden entries"),
                new("error of the columns' means", means, Note: "the same entries"),
                new("residual on known entries", completion.Residual, Note: "share of their norm, columns centred"),
                new("rank", best.Rank),
                new("iterations", completion.Iterations),
                new("inner steps per regression", (double)completion.InnerSteps / completion.Regressions),
            ],
            Tables = tried.Count < 2 ? [] : [new FindingsTable("Held-out error by rank", ["rank", "root mean squared error"], [.. tried.Select(entry => (IReadOnlyList<string>)[$"{entry.Rank}", Numbers.Short(entry.Error)])])],
            Remarks = Remarks(known, completion, all.Seen, best, means, missing),
            Outputs =
            [
                new MatrixOutput("completed", $"the completed matrix, {m} × {n}{(options.Smooth ? ", known entries smoothed" : ", known entries as they were")}", completed, known.Names),
                new MatrixOutput("left", $"left factor, {m} × {best.Rank}", completion.Left),
                new MatrixOutput("right", $"right factor with orthonormal columns, {n} × {best.Rank}; left · rightᵀ + column means is the low-rank matrix", completion.Right),
                new MatrixOutput("means", $"column means, {n}", Tensor.FromArray([.. all.Means])),
            ],
        };

        Completion Fit(SparseMatrix seen, int rank)
        {
            var sketched = options.Solver == RegressionChoice.Sketched || options.Solver == RegressionChoice.Auto && (double)seen.StoredCount / Math.Max(m, n) > 16.0 * rank;
            IRowSolver solver = sketched ? new SketchedRowSolver(options.Tolerance) : new ExactRowSolver();
            return AlternatingMinimization.Run(
                seen, rank, solver, context.Random($"completion of rank {rank}"),
                new CompletionOptions { Iterations = options.Iterations, Ridge = options.Ridge, LeastProgress = 1e-4, Tolerance = 1e-9 }, null, cancel);
        }
    }

    private static IEnumerable<int> Candidates(int most)
    {
        for (var rank = 1; rank <= most; rank = Math.Max(rank + 1, rank * 5 / 4)) yield return rank;
    }

    private static List<string> Remarks(KnownEntries known, Completion completion, SparseMatrix seen, (int Rank, double Error) best, double means, long missing)
    {
        var remarks = new List<string>();
        if (missing == 0) remarks.Add("No entry is missing: the error says how well a low-rank matrix would predict entries like these.");
        if (best.Error >= means) remarks.Add("The completion is no better than the columns' means: these entries show no low-rank structure that can be learned from what is known.");
        if (completion.ShortRows + completion.ShortColumns > 0)
            remarks.Add($"{completion.ShortRows} rows and {completion.ShortColumns} columns have fewer known entries than the rank; the ridge, or the shortest solution, decides there.");
        var emptyColumns = Enumerable.Range(0, known.Columns).Except(known.Entries.Select(entry => entry.Column)).Count();
        var emptyRows = Enumerable.Range(0, known.Rows).Count(i => seen.RowColumns(i).Length == 0);
        if (emptyColumns > 0) remarks.Add($"{emptyColumns} columns have no known entry and were filled with the mean of all known entries.");
        if (emptyRows > 0) remarks.Add($"{emptyRows} rows have no known entry and were filled with the columns' means.");
        return remarks;
    }
}
