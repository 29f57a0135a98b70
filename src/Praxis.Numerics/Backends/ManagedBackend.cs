using System.Numerics;
using System.Runtime.Intrinsics;
using MathNet.Numerics;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace Praxis.Numerics.Backends;

/// <summary>
/// Everything in managed code: our own products and blocked factorisations; the iterative ones (singular values, eigenvalues)
/// by MathNet.Numerics, on a matrix made as small as possible first.
/// </summary>
internal sealed class ManagedBackend : IDenseBackend
{
    private readonly ManagedLinearAlgebraProvider _iterative = ManagedLinearAlgebraProvider.Instance;

    public string Name => "managed";

    public int Threads { get; private set; } = 1;

    public string Description =>
        $"managed code, {(Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128)}-bit vectors";

    public void UseThreads(int threads)
    {
        Threads = threads;
        Control.MaxDegreeOfParallelism = threads;
    }

    public void Multiply(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c) =>
        PackedGemm.Multiply(product, alpha, a, b, beta, c, Threads);

    public void Multiply(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c) =>
        PackedGemm.Multiply(product, alpha, a, b, beta, c, Threads);

    public void MultiplyAlone(in MatrixProduct product, double alpha, ReadOnlySpan<double> a, ReadOnlySpan<double> b, double beta, Span<double> c) =>
        PackedGemm.Multiply(product, alpha, a, b, beta, c, threads: 1);

    public void MultiplyAlone(in MatrixProduct product, float alpha, ReadOnlySpan<float> a, ReadOnlySpan<float> b, float beta, Span<float> c) =>
        PackedGemm.Multiply(product, alpha, a, b, beta, c, threads: 1);

    public void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<double> a, ReadOnlySpan<double> b, ReadOnlySpan<double> row, Span<double> c) =>
        PackedGemm.Multiply(product, 1, a, b, 0, c, Threads, row);

    public void MultiplyPlusRow(in MatrixProduct product, ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> row, Span<float> c) =>
        PackedGemm.Multiply(product, 1, a, b, 0, c, Threads, row);

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b) => SolveByStrips(system, t, b);

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<float> t, Span<float> b) => SolveByStrips(system, t, b);

    public void Qr(double[] a, int m, int n, int columns, double[] q, double[] r) =>
        BlockedHouseholder.Factor(this, a, m, n, columns, q, r);

    public int Cholesky(double[] a, int n) => BlockedCholesky.Factor(this, a, n);

    public void Lu(double[] a, int m, int n, int[] exchanges) => BlockedLu.Factor(this, a, m, n, exchanges);

    public void Svd(double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt) =>
        Backends.SingularValues.Decompose(this, a, m, n, vectors, values, u, vt);

    public void BidiagonalSvd(int n, double[] diagonal, double[] above, double[] leftRows, double[] rightColumns)
    {
        BidiagonalQr.Solve(n, diagonal, above, leftRows, rightColumns, Threads);
        for (int i = 0; i < n && rightColumns.Length > 0; i++)
            for (int j = i + 1; j < n; j++)
                (rightColumns[(i * n) + j], rightColumns[(j * n) + i]) = (rightColumns[(j * n) + i], rightColumns[(i * n) + j]);
    }

    public void TridiagonalEigen(int n, double[] diagonal, double[] beside, double[] vectorRows) =>
        TridiagonalQl.Solve(n, diagonal, beside, vectorRows, Threads);

    public void SingularValues(Complex[] a, int m, int n, double[] values)
    {
        var computed = new Complex[Math.Min(m, n)];
        int exponent = UnitScale.Apply(a);
        _iterative.SingularValueDecomposition(false, a, n, m, computed, new Complex[n * n], new Complex[m * m]);
        for (int i = 0; i < values.Length; i++)
            values[i] = computed[i].Magnitude;
        Array.Sort(values);
        Array.Reverse(values);
        UnitScale.Undo(values, exponent);
    }

    public void SymmetricEigen(double[] a, int n, bool vectors, double[] values) =>
        Backends.SymmetricEigen.Decompose(this, a, n, vectors, values);

    public void Eigen(double[] a, int n, Complex[] values, Complex[,]? vectors)
    {
        // MathNet divides by the norm of the matrix when it makes vectors.
        if (!a.AsSpan(0, n * n).ContainsAnyExcept(0.0))
        {
            Array.Clear(values);
            for (int i = 0; vectors is not null && i < n; i++)
                vectors[i, i] = 1;
            return;
        }

        var transposed = new double[a.Length];
        StridedCopy.Transpose(a, n, n, transposed);

        // The iteration divides by the norm; of a zero matrix every vector is an eigenvector.
        if (transposed.AsSpan().IndexOfAnyExcept(0.0) < 0)
        {
            values.AsSpan().Clear();
            for (int i = 0; i < n && vectors is not null; i++)
                vectors[i, i] = 1;
            return;
        }

        var packed = new double[n * n];
        int exponent = UnitScale.Apply(transposed);
        _iterative.EigenDecomp(false, n, transposed, packed, values, new double[n * n]);
        UnitScale.Undo(values, exponent);
        if (vectors is null)
            return;

        // As in LAPACK, a complex pair takes two columns: real and imaginary part of its first vector.
        for (int j = 0; j < n; j++)
        {
            bool pair = values[j].Imaginary > 0 && j + 1 < n;
            for (int i = 0; i < n; i++)
            {
                vectors[i, j] = new Complex(packed[(j * n) + i], pair ? packed[((j + 1) * n) + i] : 0);
                if (pair)
                    vectors[i, j + 1] = Complex.Conjugate(vectors[i, j]);
            }

            if (pair)
                j++;
        }
    }

    public void Eigenvalues(Complex[] a, int n, Complex[] values)
    {
        var transposed = new Complex[a.Length];
        StridedCopy.Transpose(a, n, n, transposed);
        int exponent = UnitScale.Apply(transposed);
        _iterative.EigenDecomp(false, n, transposed, new Complex[n * n], values, new Complex[n * n]);
        UnitScale.Undo(values, exponent);
    }

    public int LeastSquares(double[] a, int m, int n, double[] b, int columns, double tolerance, double[] x) =>
        SpectralLeastSquares.Solve(this, a, m, n, b, columns, tolerance, x);

    private unsafe void SolveByStrips<T>(in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int lengthT, int lengthB) = (t.Length, b.Length);
        fixed (T* pt = t, pb = b)
        {
            (nint baseT, nint baseB) = ((nint)pt, (nint)pb);
            TriangularStrips.ForEach(system, Threads, (strip, offset) => BlockedTriangular.Solve(
                strip, new ReadOnlySpan<T>((T*)baseT, lengthT), new Span<T>((T*)baseB + offset, lengthB - (int)offset)));
        }
    }
}
