using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>
/// Low-rank matrix completion M ≈ U Vᵀ by alternating minimisation over the observed entries: one factor is held, every row of the other is a
/// small regression, then they change places. The regressions may be solved approximately.
/// </summary>
/// <remarks>All entries are used in every step. The paper's proof takes fresh entries for each step, which wastes data and is not done in practice.</remarks>
public static class AlternatingMinimization
{
    /// <summary>Completes a matrix.</summary>
    /// <param name="observed">The observed entries: (m, n). What is stored is observed, also where it is zero.</param>
    /// <param name="rank">k, 1 to min(m, n).</param>
    /// <param name="solver">How the regressions are solved.</param>
    /// <param name="random">Random numbers of start and solver.</param>
    /// <param name="options">Iterations, tolerance, ridge.</param>
    /// <param name="visit">Called after every iteration with its number (0 for the start) and the orthonormal column basis U: (m, k).</param>
    /// <param name="cancel">Asked in every half iteration.</param>
    /// <exception cref="ArgumentException">A rank outside 1 to min(m, n), or no observed entries.</exception>
    public static Completion Run(
        SparseMatrix observed, int rank, IRowSolver solver, RandomStream random, CompletionOptions? options = null, Action<int, Tensor>? visit = null, CancellationToken cancel = default)
    {
        options ??= new CompletionOptions();
        if (observed.StoredCount == 0) throw new ArgumentException("There are no observed entries.", nameof(observed));
        if (rank < 1 || rank > Math.Min(observed.Rows, observed.Columns))
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"The rank must lie between 1 and {Math.Min(observed.Rows, observed.Columns)}.");
        var byColumn = observed.Transpose();                                                    // (n, m)
        var u = SpectralStart.Of(observed, rank, options.Incoherence, random.Fork("start"));    // (m, k)
        var count = new Counts();
        Tensor? v = null, previousU = null, previousV = null, previousBasis = null, left = null;
        var residual = double.PositiveInfinity;
        var iteration = 0;
        visit?.Invoke(0, u);
        while (iteration < options.Iterations)
        {
            cancel.ThrowIfCancellationRequested();
            iteration++;
            var rows = HalfStep(byColumn, u, Warm(previousBasis, u, v), random.Fork(2 * iteration));            // V: (n, k)
            (previousBasis, v) = (u, rows);
            var basis = LinearAlgebra.Qr(rows).Q;
            cancel.ThrowIfCancellationRequested();
            left = HalfStep(observed, basis, Warm(previousV, basis, previousU), random.Fork(2 * iteration + 1)); // U with the scale: (m, k)
            (previousV, previousU) = (basis, left);
            u = LinearAlgebra.Qr(left).Q;
            visit?.Invoke(iteration, u);

            var before = residual;
            residual = Residual(observed, left, basis);
            if (residual <= options.Tolerance || iteration > 1 && before - residual <= options.LeastProgress * before) break;
        }
        return new Completion
        {
            Left = left!,
            Right = previousV!,
            Iterations = iteration,
            Residual = residual,
            InnerSteps = count.InnerSteps,
            Regressions = count.Regressions,
            EntryOperations = count.EntryOperations,
            BasisOperations = count.BasisOperations,
            ShortRows = Enumerable.Range(0, observed.Rows).Count(i => observed.RowColumns(i).Length < rank),
            ShortColumns = Enumerable.Range(0, observed.Columns).Count(j => byColumn.RowColumns(j).Length < rank),
        };

        // Row j of the other factor: v_j = argmin ‖U_{Ω_j} v − M_{Ω_j, j}‖.
        Tensor HalfStep(SparseMatrix entries, Tensor basis, Tensor? warm, RandomStream stream)
        {
            var factor = Tensor.Zeros(entries.Rows, rank);
            for (var j = 0; j < entries.Rows; j++)
            {
                var places = entries.RowColumns(j);
                if (places.Length == 0) continue; // nothing is known of this row: it stays zero
                var (a, b) = Regression(places, entries.RowValues(j), basis, options.Ridge);
                var solved = solver.Solve(a, b, warm is null ? [] : warm.RowSpan(j), stream.Fork(j));
                solved.X.CopyTo(factor.RowSpan(j));
                count.Add(solved);
            }
            return factor;
        }
    }

    /// <summary>The rows of the basis at the observed places; a ridge adds k rows √λ·I, with λ in units of the mean of AᵀA's diagonal.</summary>
    private static (Tensor A, Tensor B) Regression(ReadOnlySpan<int> places, ReadOnlySpan<double> values, Tensor basis, double ridge)
    {
        var k = basis.Columns;
        var rows = places.Length + (ridge > 0 ? k : 0);
        var (a, b) = (new double[rows * k], new double[rows]);
        var from = basis.AsSpan();
        for (var r = 0; r < places.Length; r++) from.Slice(places[r] * k, k).CopyTo(a.AsSpan(r * k, k));
        values.CopyTo(b);
        if (ridge > 0)
        {
            var root = Math.Sqrt(ridge * places.Length / basis.Rows); // basis is orthonormal: AᵀA is about (N/m)·I
            for (var i = 0; i < k; i++) a[(places.Length + i) * k + i] = root;
        }
        return (Tensor.Wrap(a, rows, k), Tensor.Wrap(b, rows));
    }

    /// <summary>The factor of the step before, turned from its basis into the present one, as a first guess.</summary>
    private static Tensor? Warm(Tensor? basisBefore, Tensor basis, Tensor? factor) => basisBefore is null || factor is null
        ? null
        : LinearAlgebra.MatMul(factor, LinearAlgebra.MatMul(basisBefore, basis, transposeA: true, transposeB: false)); // V (U₋ᵀU): (n, k)

    private static double Residual(SparseMatrix observed, Tensor left, Tensor right)
    {
        double squares = 0, total = 0;
        for (var i = 0; i < observed.Rows; i++)
        {
            var (row, places, values) = (left.Row(i), observed.RowColumns(i).ToArray(), observed.RowValues(i).ToArray());
            for (var e = 0; e < places.Length; e++)
            {
                var error = values[e] - System.Numerics.Tensors.TensorPrimitives.Dot<double>(row.AsSpan(), right.RowSpan(places[e]));
                squares += error * error;
                total += values[e] * values[e];
            }
        }
        return total > 0 ? Math.Sqrt(squares / total) : 0;
    }

    private sealed class Counts
    {
        public long InnerSteps { get; private set; }
        public long Regressions { get; private set; }
        public long EntryOperations { get; private set; }
        public long BasisOperations { get; private set; }

        public void Add(RowSolution solution)
        {
            InnerSteps += solution.InnerSteps;
            Regressions++;
            EntryOperations += solution.EntryOperations;
            BasisOperations += solution.BasisOperations;
        }
    }
}

/// <summary>Choices of a completion.</summary>
public sealed record CompletionOptions
{
    /// <summary>T, the most iterations, each of two half steps.</summary>
    public int Iterations { get; init; } = 50;

    /// <summary>Stop when the residual on the observed entries is this share of their norm.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>Stop when an iteration lowers the residual by less than this share; 0 or below never stops for it.</summary>
    public double LeastProgress { get; init; } = -1;

    /// <summary>μ of the clipping at the start.</summary>
    public double Incoherence { get; init; } = 3;

    /// <summary>Ridge of the regressions, as a share of the mean eigenvalue; 0 for noiseless data.</summary>
    public double Ridge { get; init; }
}

/// <summary>A completed matrix in factors.</summary>
public sealed record Completion
{
    /// <summary>U with the scale: (m, k).</summary>
    public required Tensor Left { get; init; }

    /// <summary>V, orthonormal columns: (n, k).</summary>
    public required Tensor Right { get; init; }

    /// <summary>Iterations done.</summary>
    public required int Iterations { get; init; }

    /// <summary>‖P_Ω(M − U Vᵀ)‖ / ‖P_Ω(M)‖ at the end.</summary>
    public required double Residual { get; init; }

    /// <summary>Inner steps of all regressions together.</summary>
    public required long InnerSteps { get; init; }

    /// <summary>How many regressions were solved.</summary>
    public required long Regressions { get; init; }

    /// <summary>Operations on observed entries.</summary>
    public required long EntryOperations { get; init; }

    /// <summary>Operations on k × k matrices and sketches.</summary>
    public required long BasisOperations { get; init; }

    /// <summary>Rows with fewer observed entries than the rank: their regressions are underdetermined, the shortest solution was taken.</summary>
    public required int ShortRows { get; init; }

    /// <summary>Columns with fewer observed entries than the rank.</summary>
    public required int ShortColumns { get; init; }

    /// <summary>U Vᵀ: (m, n).</summary>
    public Tensor Rebuild() => LinearAlgebra.MatMul(Left, Right, transposeA: false, transposeB: true);
}
