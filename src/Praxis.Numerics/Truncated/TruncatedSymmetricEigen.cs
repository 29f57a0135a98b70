namespace Praxis.Numerics;

/// <summary>
/// Some eigenpairs from the ends of the spectrum of a symmetric matrix, to a tolerance, by Lanczos' method with thick restarts and full
/// reorthogonalisation (K. Wu, H. Simon, SIAM J. Matrix Anal. Appl. 22, 2000).
/// </summary>
/// <remarks>
/// No system is solved, so that the smallest eigenvalues of a matrix with a wide spectrum come slowly; then give an operator that applies
/// the inverse and ask for its largest. As to multiple eigenvalues, see <see cref="TruncatedSvd"/>.
/// </remarks>
public static class TruncatedSymmetricEigen
{
    private const string Name = "TruncatedSymmetricEigen";
    private const double SymmetryTolerance = 1e-8;

    /// <summary>k eigenpairs of a dense symmetric matrix.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="k">At most n.</param>
    /// <param name="end">Which ones.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is negative or above n, or an option is out of range.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static TruncatedEigenResult Compute(Tensor a, int k, SpectrumEnd end = SpectrumEnd.Largest, TruncatedOptions? options = null) =>
        Compute(MatrixProducts.Of(Name, a), k, end, options);

    /// <summary>k eigenpairs of a sparse symmetric matrix.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, SpectrumEnd, TruncatedOptions?)"/>
    public static TruncatedEigenResult Compute(SparseMatrix a, int k, SpectrumEnd end = SpectrumEnd.Largest, TruncatedOptions? options = null) =>
        Compute(MatrixProducts.Of(Name, a), k, end, options);

    /// <summary>k eigenpairs of a symmetric operator.</summary>
    /// <inheritdoc cref="Compute(Tensor, int, SpectrumEnd, TruncatedOptions?)"/>
    public static TruncatedEigenResult Compute(LinearOperator a, int k, SpectrumEnd end = SpectrumEnd.Largest, TruncatedOptions? options = null) =>
        Compute(MatrixProducts.Of(Name, a), k, end, options);

    private static TruncatedEigenResult Compute(MatrixProducts a, int k, SpectrumEnd end, TruncatedOptions? options)
    {
        options ??= new TruncatedOptions();
        if (a.Rows != a.Columns)
            throw ShapeException.Of(Name, [a.Rows, a.Columns], "a square matrix is needed");
        TruncatedBounds.Check(Name, k, a.Rows, options);
        RequireSymmetric(a, options.Seed);
        int subspace = TruncatedBounds.Subspace(k, a.Rows, options);
        if (subspace >= a.Rows || k == 0)
            return Whole(a, k, end, options);
        var process = new SymmetricLanczos(a, k, end, subspace, options);
        process.Run();
        return Finish(a, process, options);
    }

    // Rayleigh and Ritz once more, on what was found.
    private static TruncatedEigenResult Finish(MatrixProducts a, SymmetricLanczos process, TruncatedOptions options)
    {
        var basis = process.Vectors(); // (n, k)
        var product = a.Apply(basis); // (n, k)
        var small = LinearAlgebra.SymmetricEigen(Symmetric(TallFactors.TransposedProduct(basis, product)));
        var vectors = LinearAlgebra.MatMul(basis, small.Vectors);
        var residuals = TruncatedBounds.ColumnNorms(LinearAlgebra.MatMul(product, small.Vectors) - (vectors * small.Values));
        return new TruncatedEigenResult(
            small.Values, vectors * TruncatedSigns.Of(vectors), residuals, process.Restarts, process.Steps, TruncatedBounds.Within(residuals, process.Scale, options));
    }

    private static TruncatedEigenResult Whole(MatrixProducts a, int k, SpectrumEnd end, TruncatedOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        var dense = Symmetric(a.ToDense());
        var eigen = LinearAlgebra.SymmetricEigen(dense);
        int[] chosen = SymmetricLanczos.Choose(eigen.Values.ToArray(), k, end);
        var values = eigen.Values.Take(0, chosen);
        var vectors = eigen.Vectors.TakeColumns(chosen);
        var residuals = TruncatedBounds.ColumnNorms(LinearAlgebra.MatMul(dense, vectors) - (vectors * values));
        return new TruncatedEigenResult(values, vectors, residuals, 0, 0, TruncatedBounds.Within(residuals, a.Rows == 0 ? 0 : eigen.Values.MaxAbs(), options));
    }

    private static Tensor Symmetric(Tensor matrix) => (matrix + matrix.Transpose()) * 0.5;

    // xᵀAy = yᵀAx for random vectors, which a matrix that is not symmetric almost surely violates.
    private static void RequireSymmetric(MatrixProducts a, long seed)
    {
        if (a.Rows == 0)
            return;
        var probes = new RandomStream(seed).Fork("symmetry").Normal(a.Rows, 2);
        var products = a.Apply(probes);
        double forward = LinearAlgebra.Dot(probes.Column(0), products.Column(1));
        double backward = LinearAlgebra.Dot(probes.Column(1), products.Column(0));
        double scale = products.FrobeniusNorm() * Math.Sqrt(a.Rows);
        if (Math.Abs(forward - backward) > SymmetryTolerance * scale)
            throw new ArgumentException($"{Name}: the matrix is not symmetric: xᵀAy = {forward} and yᵀAx = {backward} for two random vectors.", nameof(a));
    }
}
