using System.Numerics;

namespace Praxis.Numerics.Backends;

/// <summary>
/// Dense matrix kernels on row-major arrays without gaps (products and triangular solves also with). Callers have checked
/// the shapes and that no dimension is zero.
/// </summary>
internal interface IDenseBackend
{
    /// <summary>Short name, as PRAXIS_BLAS spells it.</summary>
    string Name { get; }

    /// <summary>What does the work: the library and the kind of processor it found.</summary>
    string Description { get; }

    /// <summary>How many threads the backend may use.</summary>
    int Threads { get; }

    /// <summary>Tells the backend how many threads it may use.</summary>
    void UseThreads(int threads);

    /// <summary>C ← alpha · op(A) · op(B) + beta · C.</summary>
    void Multiply(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c);

    /// <inheritdoc cref="Multiply(in MatrixProduct, double, ReadOnlySpan{double}, ReadOnlySpan{double}, double, Span{double})"/>
    void Multiply(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c);

    /// <summary>C ← alpha · op(A) · op(B) + beta · C on the calling thread, for work that is already shared among threads.</summary>
    void MultiplyAlone(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c);

    /// <inheritdoc cref="MultiplyAlone(in MatrixProduct, double, ReadOnlySpan{double}, ReadOnlySpan{double}, double, Span{double})"/>
    void MultiplyAlone(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c);

    /// <summary>C ← op(A) · op(B), to each row of which <paramref name="row"/> is added, as a layer adds its bias.</summary>
    void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> row, Span<double> c);

    /// <inheritdoc cref="MultiplyPlusRow(in MatrixProduct, ReadOnlySpan{double}, ReadOnlySpan{double}, ReadOnlySpan{double}, Span{double})"/>
    void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> row, Span<float> c);

    /// <summary>Overwrites b with the solution of a triangular system whose diagonal has no zero.</summary>
    void SolveTriangular(in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b);

    /// <inheritdoc cref="SolveTriangular(in TriangularSystem, ReadOnlySpan{double}, Span{double})"/>
    void SolveTriangular(in TriangularSystem system, ReadOnlySpan<float> t, Span<float> b);

    /// <summary>The first <paramref name="columns"/> columns of Q (m × columns) and R (min(m, n) × n); a is overwritten.</summary>
    void Qr(double[] a, int m, int n, int columns, double[] q, double[] r);

    /// <summary>
    /// Singular values, descending; u is m × k and vt k × n with k = min(m, n) for thin vectors, square for full ones;
    /// a is overwritten.
    /// </summary>
    void Svd(double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt);

    /// <summary>
    /// diagonal ← the singular values, descending, of the upper bidiagonal matrix; left vectors as rows and right vectors as
    /// columns of n × n arrays, or both empty. above (n entries, the last unused) is overwritten.
    /// </summary>
    void BidiagonalSvd(int n, double[] diagonal, double[] above, double[] leftRows, double[] rightColumns);

    /// <summary>
    /// diagonal ← the eigenvalues, ascending, of the symmetric tridiagonal matrix; vectors as rows of an n × n array, or none when it
    /// is empty. beside (n entries, the last unused) is overwritten.
    /// </summary>
    void TridiagonalEigen(int n, double[] diagonal, double[] beside, double[] vectorRows);

    /// <summary>Singular values, descending, of a complex matrix; a is overwritten.</summary>
    void SingularValues(Complex[] a, int m, int n, double[] values);

    /// <summary>Eigenvalues, ascending; with vectors, a is overwritten with them, one per column.</summary>
    void SymmetricEigen(double[] a, int n, bool vectors, double[] values);

    /// <summary>Eigenvalues in any order, and right eigenvectors as columns when vectors is not null; a is overwritten.</summary>
    void Eigen(double[] a, int n, Complex[] values, Complex[,]? vectors);

    /// <summary>Eigenvalues, in any order, of a complex matrix; a is overwritten.</summary>
    void Eigenvalues(Complex[] a, int n, Complex[] values);

    /// <summary>
    /// Overwrites the lower triangle of a with its Cholesky factor; the upper triangle is left undefined.
    /// Returns −1, or the first row whose pivot is not positive.
    /// </summary>
    int Cholesky(double[] a, int n);

    /// <summary>
    /// Overwrites a with L (below the diagonal, unit diagonal implied) and U. In step i row i was exchanged with row
    /// <c>exchanges[i]</c>. A zero pivot is left standing.
    /// </summary>
    void Lu(double[] a, int m, int n, int[] exchanges);

    /// <summary>
    /// Minimum-norm least squares: x is n × columns. Singular values at most tolerance times the largest count as zero.
    /// Returns the numerical rank; a and b are overwritten.
    /// </summary>
    int LeastSquares(double[] a, int m, int n, double[] b, int columns, double tolerance, double[] x);
}
