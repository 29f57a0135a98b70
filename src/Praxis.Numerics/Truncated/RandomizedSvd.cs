namespace Praxis.Numerics;

/// <summary>
/// Approximate singular value decompositions from products with random blocks, at a given rank or to a given error (N. Halko,
/// P.-G. Martinsson, J. Tropp, "Finding structure with randomness", SIAM Review 53, 2011).
/// </summary>
public static class RandomizedSvd
{
    private const string Name = "RandomizedSvd";

    /// <summary>An approximation of a dense matrix of the given rank.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="rank">At most min(m, n).</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or above min(m, n), or an option is out of range.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RandomizedSvdResult Compute(Tensor a, int rank, RandomizedOptions? options = null) => AtRank(MatrixProducts.Of(Name, a), rank, options);

    /// <summary>An approximation of a sparse matrix of the given rank.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, RandomizedOptions?)"/>
    public static RandomizedSvdResult Compute(SparseMatrix a, int rank, RandomizedOptions? options = null) => AtRank(MatrixProducts.Of(Name, a), rank, options);

    /// <summary>An approximation of an operator of the given rank.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, RandomizedOptions?)"/>
    public static RandomizedSvdResult Compute(LinearOperator a, int rank, RandomizedOptions? options = null) => AtRank(MatrixProducts.Of(Name, a), rank, options);

    /// <summary>An approximation of a dense matrix with an error of at most tolerance · ‖A‖ in the Frobenius norm, of a rank as small as that allows.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="tolerance">Relative; from about 1e-7 on for a matrix, whose error is a difference of squares.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The tolerance or an option is out of range.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static RandomizedSvdResult ToTolerance(Tensor a, double tolerance, RandomizedOptions? options = null) =>
        AdaptiveRange.Compute(Name, MatrixProducts.Of(Name, a), tolerance, Checked(options));

    /// <summary>An approximation of a sparse matrix with an error of at most tolerance · ‖A‖ in the Frobenius norm, of a rank as small as that allows.</summary>
    /// <inheritdoc cref="ToTolerance(Tensor, double, RandomizedOptions?)"/>
    public static RandomizedSvdResult ToTolerance(SparseMatrix a, double tolerance, RandomizedOptions? options = null) =>
        AdaptiveRange.Compute(Name, MatrixProducts.Of(Name, a), tolerance, Checked(options));

    /// <summary>
    /// An approximation of an operator with an error of at most tolerance · ‖A‖ in the Frobenius norm; both norms are estimated by the
    /// probes, so that the tolerance is met up to their accuracy.
    /// </summary>
    /// <inheritdoc cref="ToTolerance(Tensor, double, RandomizedOptions?)"/>
    public static RandomizedSvdResult ToTolerance(LinearOperator a, double tolerance, RandomizedOptions? options = null) =>
        AdaptiveRange.Compute(Name, MatrixProducts.Of(Name, a), tolerance, Checked(options));

    private static RandomizedSvdResult AtRank(MatrixProducts given, int rank, RandomizedOptions? options)
    {
        options = Checked(options);
        int shorter = Math.Min(given.Rows, given.Columns);
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        if (rank > shorter)
            throw new ArgumentOutOfRangeException(nameof(rank), rank, $"{Name}: a matrix of {given.Rows} × {given.Columns} has rank {shorter} at most.");

        // Bases are made on the shorter side, where they cost less.
        bool flipped = given.Rows < given.Columns;
        var a = flipped ? given.Transpose() : given;
        var factors = rank == 0 ? Nothing(a) : Factors(a, rank, options);
        var errors = RandomizedErrors.Of(a, factors, options.Probes ?? 0, options);
        return new RandomizedSvdResult(Oriented(factors, flipped), a.Count, errors.Frobenius, errors.Spectral, true);
    }

    private static (Tensor U, Tensor S, Tensor V) Factors(MatrixProducts a, int rank, RandomizedOptions options)
    {
        int width = Math.Min(a.Columns, rank + options.Oversampling);
        var random = new RandomStream(options.Seed).Fork("randomized svd");
        if (width == a.Columns)
        {
            var svd = LinearAlgebra.Svd(a.ToDense());
            return (svd.U.Slice(1, 0, rank).Contiguous(), svd.S.Slice(0, 0, rank).Clone(), svd.Vt.Slice(0, 0, rank).Transpose().Contiguous());
        }

        var start = random.Normal(a.Columns, width); // (n, l)
        return options.Method == RandomizedMethod.BlockKrylov ? BlockKrylov.Compute(a, start, rank, options) : PowerIteration.Compute(a, start, rank, options);
    }

    private static (Tensor U, Tensor S, Tensor V) Nothing(MatrixProducts a) => (Tensor.Zeros(a.Rows, 0), Tensor.Zeros(0), Tensor.Zeros(a.Columns, 0));

    internal static SvdDecomposition Oriented((Tensor U, Tensor S, Tensor V) factors, bool flipped)
    {
        (var u, var s, var v) = flipped ? (factors.V, factors.S, factors.U) : factors;
        var signs = TruncatedSigns.Of(u);
        return new SvdDecomposition(u * signs, s, (v * signs).Transpose().Contiguous());
    }

    private static RandomizedOptions Checked(RandomizedOptions? options)
    {
        options ??= new RandomizedOptions();
        foreach ((int value, int least, string name) in (ReadOnlySpan<(int, int, string)>)
            [(options.Iterations, 0, "number of iterations"), (options.Oversampling, 0, "oversampling"), (options.BlockSize, 1, "block size"),
             (options.Probes ?? 0, 0, "number of probes"), (options.MaximumRank ?? 0, 0, "largest rank")])
            if (value < least)
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{Name}: the {name} must be at least {least}.");
        return options;
    }
}
