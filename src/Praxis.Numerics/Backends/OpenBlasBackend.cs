using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <summary>
/// OpenBLAS and the LAPACK inside it. LAPACK stores columns, we store rows: an array of ours is the transpose of the
/// matrix LAPACK sees. Where the decomposition of the transpose serves as well, no element is moved.
/// </summary>
internal sealed unsafe class OpenBlasBackend : IDenseBackend
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;
    private const int Upper = 121;
    private const int Lower = 122;
    private const int NonUnit = 131;
    private const int Unit = 132;
    private const int Left = 141;
    private const int Right = 142;

    private readonly LapackFunctions _lapack;
    private readonly delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void> _dgemm;
    private readonly delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void> _sgemm;
    private readonly delegate* unmanaged<int, int, int, int, int, int, int, double, double*, int, double*, int, void> _dtrsm;
    private readonly delegate* unmanaged<int, int, int, int, int, int, int, float, float*, int, float*, int, void> _strsm;

    // With 512-bit vectors our products are as fast as the best that OpenBLAS has, share the packed operands among threads, and do not
    // fall back where OpenBLAS does not know the processor or is told to take narrower kernels.
    private readonly bool _ownProducts = Vector512.IsHardwareAccelerated;

    public OpenBlasBackend(nint library)
    {
        _lapack = new LapackFunctions(library);
        _dgemm = (delegate* unmanaged<int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)
            NativeLibrary.GetExport(library, "cblas_dgemm");
        _sgemm = (delegate* unmanaged<int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_sgemm");
        _dtrsm = (delegate* unmanaged<int, int, int, int, int, int, int, double, double*, int, double*, int, void>)
            NativeLibrary.GetExport(library, "cblas_dtrsm");
        _strsm = (delegate* unmanaged<int, int, int, int, int, int, int, float, float*, int, float*, int, void>)
            NativeLibrary.GetExport(library, "cblas_strsm");

        // With several threads of its own OpenBLAS rounds differently from one number of threads to another. So it gets one,
        // and products are shared among ours, in tiles that depend on the shape alone.
        ((delegate* unmanaged<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
        Description = Describe(library) + (_ownProducts ? "; products by managed code, 512-bit vectors" : "");
    }

    public string Name => "openblas";

    public string Description { get; }

    public int Threads { get; private set; } = 1;

    public void UseThreads(int threads) => Threads = threads;

    public void Multiply(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c)
    {
        if (_ownProducts)
        {
            PackedGemm.Multiply(product, alpha, a, b, beta, c, Threads);
            return;
        }

        int transposeA = product.TransposeA ? Transpose : NoTranspose;
        int transposeB = product.TransposeB ? Transpose : NoTranspose;
        (int depth, int leadingA, int leadingB, int leadingC) = (product.K, product.LeadingA, product.LeadingB, product.LeadingC);
        fixed (double* pa = a, pb = b, pc = c)
        {
            (nint baseA, nint baseB, nint baseC) = ((nint)pa, (nint)pb, (nint)pc);
            ProductTiles.ForEach(product, Threads, tile => _dgemm(
                RowMajor, transposeA, transposeB, tile.Rows, tile.Columns, depth,
                alpha, (double*)baseA + tile.OffsetA, leadingA, (double*)baseB + tile.OffsetB, leadingB,
                beta, (double*)baseC + tile.OffsetC, leadingC));
        }
    }

    public void Multiply(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c)
    {
        if (_ownProducts)
        {
            PackedGemm.Multiply(product, alpha, a, b, beta, c, Threads);
            return;
        }

        int transposeA = product.TransposeA ? Transpose : NoTranspose;
        int transposeB = product.TransposeB ? Transpose : NoTranspose;
        (int depth, int leadingA, int leadingB, int leadingC) = (product.K, product.LeadingA, product.LeadingB, product.LeadingC);
        fixed (float* pa = a, pb = b, pc = c)
        {
            (nint baseA, nint baseB, nint baseC) = ((nint)pa, (nint)pb, (nint)pc);
            ProductTiles.ForEach(product, Threads, tile => _sgemm(
                RowMajor, transposeA, transposeB, tile.Rows, tile.Columns, depth,
                alpha, (float*)baseA + tile.OffsetA, leadingA, (float*)baseB + tile.OffsetB, leadingB,
                beta, (float*)baseC + tile.OffsetC, leadingC));
        }
    }

    public void MultiplyAlone(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c)
    {
        if (_ownProducts)
        {
            PackedGemm.Multiply(product, alpha, a, b, beta, c, threads: 1);
            return;
        }

        fixed (double* pa = a, pb = b, pc = c)
        {
            _dgemm(
                RowMajor, product.TransposeA ? Transpose : NoTranspose, product.TransposeB ? Transpose : NoTranspose,
                product.M, product.N, product.K, alpha, pa, product.LeadingA, pb, product.LeadingB, beta, pc, product.LeadingC);
        }
    }

    public void MultiplyAlone(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c)
    {
        if (_ownProducts)
        {
            PackedGemm.Multiply(product, alpha, a, b, beta, c, threads: 1);
            return;
        }

        fixed (float* pa = a, pb = b, pc = c)
        {
            _sgemm(
                RowMajor, product.TransposeA ? Transpose : NoTranspose, product.TransposeB ? Transpose : NoTranspose,
                product.M, product.N, product.K, alpha, pa, product.LeadingA, pb, product.LeadingB, beta, pc, product.LeadingC);
        }
    }

    public void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> row, Span<double> c)
    {
        if (_ownProducts || ThinProduct.Fits(product))
        {
            PackedGemm.Multiply(product, 1, a, b, 0, c, Threads, row);
            return;
        }

        for (int i = 0; i < product.M; i++)
            row[..product.N].CopyTo(c.Slice(i * product.LeadingC, product.N));
        Multiply(product, 1, a, b, 1, c);
    }

    public void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> row, Span<float> c)
    {
        if (_ownProducts || ThinProduct.Fits(product))
        {
            PackedGemm.Multiply(product, 1, a, b, 0, c, Threads, row);
            return;
        }

        for (int i = 0; i < product.M; i++)
            row[..product.N].CopyTo(c.Slice(i * product.LeadingC, product.N));
        Multiply(product, 1, a, b, 1, c);
    }

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b)
    {
        fixed (double* pt = t, pb = b)
        {
            (nint baseT, nint baseB) = ((nint)pt, (nint)pb);
            TriangularStrips.ForEach(system, Threads, (strip, offset) => _dtrsm(
                RowMajor, strip.Right ? Right : Left, strip.Lower ? Lower : Upper, strip.Transpose ? Transpose : NoTranspose,
                strip.UnitDiagonal ? Unit : NonUnit, strip.Right ? strip.Sides : strip.N, strip.Right ? strip.N : strip.Sides,
                1, (double*)baseT, strip.LeadingT, (double*)baseB + offset, strip.LeadingB));
        }
    }

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<float> t, Span<float> b)
    {
        fixed (float* pt = t, pb = b)
        {
            (nint baseT, nint baseB) = ((nint)pt, (nint)pb);
            TriangularStrips.ForEach(system, Threads, (strip, offset) => _strsm(
                RowMajor, strip.Right ? Right : Left, strip.Lower ? Lower : Upper, strip.Transpose ? Transpose : NoTranspose,
                strip.UnitDiagonal ? Unit : NonUnit, strip.Right ? strip.Sides : strip.N, strip.Right ? strip.N : strip.Sides,
                1, (float*)baseT, strip.LeadingT, (float*)baseB + offset, strip.LeadingB));
        }
    }

    public void Qr(double[] a, int m, int n, int columns, double[] q, double[] r) =>
        BlockedHouseholder.Factor(this, a, m, n, columns, q, r);

    public void Svd(double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt) =>
        Backends.SingularValues.Decompose(this, a, m, n, vectors, values, u, vt);

    public void BidiagonalSvd(int n, double[] diagonal, double[] above, double[] leftRows, double[] rightColumns)
    {
        (double[] d, double[] e) = ([.. diagonal], [.. above]);

        // LAPACK's columns of left vectors are our rows, and its Vᵀ by columns is our V by rows.
        if (_lapack.Bdsdc(n, diagonal, above, leftRows, rightColumns))
            return;
        d.CopyTo(diagonal, 0);
        BidiagonalQr.Solve(n, diagonal, e, leftRows, rightColumns, Threads);
        if (rightColumns.Length > 0)
            TransposeInPlace(rightColumns, n);
    }

    public void TridiagonalEigen(int n, double[] diagonal, double[] beside, double[] vectorRows)
    {
        (double[] d, double[] e) = ([.. diagonal], [.. beside]);
        if (_lapack.Stedc(n, diagonal, beside, vectorRows))
            return;
        d.CopyTo(diagonal, 0);
        TridiagonalQl.Solve(n, diagonal, e, vectorRows, Threads);
    }

    public void SingularValues(Complex[] a, int m, int n, double[] values) => _lapack.SingularValues(n, m, a, values);

    public void SymmetricEigen(double[] a, int n, bool vectors, double[] values) =>
        Backends.SymmetricEigen.Decompose(this, a, n, vectors, values);

    public void Eigen(double[] a, int n, Complex[] values, Complex[,]? vectors)
    {
        TransposeInPlace(a, n);
        var real = new double[n];
        var imaginary = new double[n];
        var right = vectors is null ? [] : new double[n * n];
        _lapack.Geev(n, a, real, imaginary, right);
        for (int j = 0; j < n; j++)
            values[j] = new Complex(real[j], imaginary[j]);
        if (vectors is null)
            return;

        // A complex pair takes two columns: real and imaginary part of the first vector; the second is its conjugate.
        for (int j = 0; j < n; j++)
        {
            bool pair = imaginary[j] > 0;
            for (int i = 0; i < n; i++)
            {
                vectors[i, j] = new Complex(right[(j * n) + i], pair ? right[((j + 1) * n) + i] : 0);
                if (pair)
                    vectors[i, j + 1] = Complex.Conjugate(vectors[i, j]);
            }

            if (pair)
                j++;
        }
    }

    public void Eigenvalues(Complex[] a, int n, Complex[] values) => _lapack.Eigenvalues(n, a, values);

    public int Cholesky(double[] a, int n) => BlockedCholesky.Factor(this, a, n);

    public void Lu(double[] a, int m, int n, int[] exchanges)
    {
        var columns = new double[a.Length];
        StridedCopy.Transpose(a, m, n, columns);
        _lapack.Getrf(m, n, columns, exchanges);
        StridedCopy.Transpose(columns, n, m, a);
        for (int i = 0; i < exchanges.Length; i++)
            exchanges[i]--;
    }

    public int LeastSquares(double[] a, int m, int n, double[] b, int columns, double tolerance, double[] x) =>
        SpectralLeastSquares.Solve(this, a, m, n, b, columns, tolerance, x);

    private static void TransposeInPlace(double[] a, int n)
    {
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++)
                (a[(i * n) + j], a[(j * n) + i]) = (a[(j * n) + i], a[(i * n) + j]);
    }

    private static string Describe(nint library)
    {
        string version = Text(library, "openblas_get_config", "OpenBLAS");
        string core = Text(library, "openblas_get_corename", "");
        return core.Length == 0 || version.Contains(core, StringComparison.Ordinal) ? version : $"{version} ({core})";
    }

    private static string Text(nint library, string function, string otherwise) =>
        NativeLibrary.TryGetExport(library, function, out nint address)
            ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint>)address)())?.Trim() ?? otherwise
            : otherwise;
}
