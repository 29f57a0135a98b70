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

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b) => SolveByStrips(system, t, b);

    public void SolveTriangular(in TriangularSystem system, ReadOnlySpan<float> t, Span<float> b) => SolveByStrips(system, t, b);

    public void Qr(double[] a, int m, int n, int columns, double[] q, double[] r) =>
        BlockedHouseholder.Factor(this, a, m, n, columns, q, r);

    public int Cholesky(double[] a, int n) => BlockedCholesky.Factor(this, a, n);

    public void Lu(double[] a, int m, int n, int[] exchanges) => BlockedLu.Factor(this, a, m, n, exchanges);

    public void Svd(double[] a, int m, int n, SingularVectors vectors, double[] values, double[] u, double[] vt)
    {
        if (m < n)
        {
            // A = U S Vᵀ is Aᵀ = V S Uᵀ.
            var transposed = new double[a.Length];
            StridedCopy.Transpose(a, m, n, transposed);
            var v = new double[vt.Length];
            var ut = new double[u.Length];
            Svd(transposed, n, m, vectors, values, v, ut);
            if (vectors != SingularVectors.None)
            {
                StridedCopy.Transpose(v, n, v.Length / n, vt);
                StridedCopy.Transpose(ut, ut.Length / m, m, u);
            }

            return;
        }

        // A = QR first, so that the iteration works on a square matrix: R = W S Vᵀ gives U = QW.
        int columns = vectors == SingularVectors.Full ? m : n;
        var q = new double[m * columns];
        var r = new double[n * n];
        Qr(a, m, n, columns, q, r);

        // MathNet stores columns: it sees Rᵀ = V S Wᵀ, and its factors are, in our order, vt and w.
        var w = new double[n * n];
        int exponent = UnitScale.Apply(r);
        _iterative.SingularValueDecomposition(vectors != SingularVectors.None, r, n, n, values, vt.Length > 0 ? vt : new double[n * n], w);
        UnitScale.Undo(values, exponent);
        if (vectors == SingularVectors.None)
            return;
        var product = new MatrixProduct(m, n, n) { LeadingA = columns, LeadingB = n, LeadingC = columns };
        Multiply(product, 1, q, w, 0, u);
        for (int i = 0; i < m && columns > n; i++)
            q.AsSpan((i * columns) + n, columns - n).CopyTo(u.AsSpan((i * columns) + n));
    }

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

    public void SymmetricEigen(double[] a, int n, bool vectors, double[] values)
    {
        var columns = new double[n * n];
        var computed = new Complex[n];
        int exponent = UnitScale.Apply(a);
        _iterative.EigenDecomp(true, n, a, columns, computed, new double[n * n]);
        int[] order = [.. Enumerable.Range(0, n).OrderBy(j => computed[j].Real)];
        for (int j = 0; j < n; j++)
        {
            values[j] = computed[order[j]].Real;
            for (int i = 0; vectors && i < n; i++)
                a[(i * n) + j] = columns[(order[j] * n) + i];
        }

        UnitScale.Undo(values, exponent);
    }

    public void Eigen(double[] a, int n, Complex[] values, Complex[,]? vectors)
    {
        var transposed = new double[a.Length];
        StridedCopy.Transpose(a, n, n, transposed);
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

    public int LeastSquares(double[] a, int m, int n, double[] b, int columns, double tolerance, double[] x)
    {
        // x = V S⁺ Uᵀ b over the singular values that count.
        int k = Math.Min(m, n);
        var values = new double[k];
        var u = new double[m * k];
        var vt = new double[k * n];
        Svd(a, m, n, SingularVectors.Thin, values, u, vt);
        int rank = 0;
        while (rank < k && values[rank] > tolerance * values[0])
            rank++;
        var coefficients = new double[k * columns];
        var projection = new MatrixProduct(k, columns, m) { TransposeA = true, LeadingA = k, LeadingB = columns, LeadingC = columns };
        Multiply(projection, 1, u, b, 0, coefficients);
        for (int i = 0; i < k; i++)
            for (int j = 0; j < columns; j++)
                coefficients[(i * columns) + j] = i < rank ? coefficients[(i * columns) + j] / values[i] : 0;
        var combination = new MatrixProduct(n, columns, k) { TransposeA = true, LeadingA = n, LeadingB = columns, LeadingC = columns };
        Multiply(combination, 1, vt, coefficients, 0, x);
        return rank;
    }

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
