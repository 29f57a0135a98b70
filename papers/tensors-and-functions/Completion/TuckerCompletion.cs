using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Tucker tensors fitted to some entries by alternating ridge regressions: min Σ_observed (y − Â)² + λ(‖β‖² + Σ‖V_l‖²).</summary>
public static class TuckerCompletion
{
    private const int LargestCore = 2048;
    private const int EntriesPerBlock = 2048;

    /// <summary>Fits a Tucker tensor.</summary>
    /// <param name="observed">The observed entries; all others are unknown.</param>
    /// <param name="ranks">r₁, …, r_d.</param>
    /// <param name="random">Random numbers for the start.</param>
    /// <param name="options">Ridge and sweeps.</param>
    /// <exception cref="ArgumentException">There are no entries.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A rank or an option is out of range, or the core has more than 2,048 entries.</exception>
    public static Completion<TuckerTensor> Fit(TensorEntries observed, IReadOnlyList<int> ranks, RandomStream random, CompletionOptions? options = null)
    {
        options ??= new CompletionOptions();
        options.Check();
        if (ranks.Count != observed.Order) throw new ArgumentOutOfRangeException(nameof(ranks), ranks.Count, $"One rank for each of the {observed.Order} modes is needed.");
        for (var mode = 0; mode < ranks.Count; mode++)
            if (ranks[mode] < 1) throw new ArgumentOutOfRangeException(nameof(ranks), ranks[mode], $"The rank of mode {mode} must be at least 1.");
        if (TensorIndices.Count(ranks) > LargestCore)
            throw new ArgumentOutOfRangeException(nameof(ranks), TensorIndices.Count(ranks), $"The core is fitted as a whole and may have at most {LargestCore} entries; lower the ranks.");
        if (observed.Count == 0) throw new ArgumentException("There are no observed entries to fit.", nameof(observed));

        int[] shape = [.. ranks];
        var factors = observed.Shape.Select((n, mode) => random.Fork(mode).Normal(n, shape[mode]) / Math.Sqrt(shape[mode])).ToArray(); // (n_l, r_l)
        var core = Core(observed, factors, shape, options.Ridge);
        var regression = new RowRegression(observed);
        List<double> objectives = [];
        while (true)
        {
            for (var mode = 0; mode < factors.Length; mode++)
                factors[mode] = regression.Solve(mode, shape[mode], options.Ridge, core.Length, (entry, z, workspace) =>
                    Contraction.To(core.AsSpan(), shape, other => Row(factors[other], observed.Indices[other][entry]), mode, workspace).CopyTo(z));
            core = Core(observed, factors, shape, options.Ridge);
            var fit = new TuckerTensor(core, [.. factors]);
            var (objective, error) = regression.Measure(fit, options.Ridge, [core, .. factors]);
            objectives.Add(objective);
            if (objectives.Count == options.Sweeps || (objectives.Count > 1 && objectives[^2] - objective <= options.Tolerance * objectives[^2]))
                return new Completion<TuckerTensor>(fit, objectives, error);
        }
    }

    // The core that fits best: one ridge regression whose rows are Kronecker products of rows of the factors, (P, r₁⋯r_d).
    private static Tensor Core(TensorEntries observed, Tensor[] factors, int[] shape, double ridge)
    {
        var size = (int)TensorIndices.Count(shape);
        var normal = Tensor.Identity(size) * ridge; // (r₁⋯r_d, r₁⋯r_d)
        var right = Tensor.Zeros(size, 1);
        for (var start = 0; start < observed.Count; start += EntriesPerBlock)
        {
            var count = Math.Min(EntriesPerBlock, observed.Count - start);
            var rows = Tensor.Ones(count, 1);
            for (var mode = 0; mode < factors.Length; mode++)
            {
                var next = factors[mode].TakeRows(observed.Indices[mode].AsSpan(start, count));     // (block, r_l)
                rows = (rows.Reshape(count, rows.Columns, 1) * next.Reshape(count, 1, next.Columns)).Reshape(count, rows.Columns * next.Columns);
            }
            normal.AddScaled(LinearAlgebra.MatMul(rows, rows, transposeA: true, transposeB: false));
            right.AddScaled(LinearAlgebra.MatMul(rows, Tensor.Wrap(observed.Values[start..(start + count)], count, 1), transposeA: true, transposeB: false));
        }
        return LinearAlgebra.Solve(normal, right).Reshape(shape);
    }

    private static ReadOnlySpan<double> Row(Tensor factor, int row) => factor.AsSpan().Slice(row * factor.Columns, factor.Columns);
}
