using System.Numerics;
using System.Runtime.InteropServices;

namespace Praxis.Numerics.Backends;

/// <summary>
/// The LAPACK routines we use, by their Fortran names (32-bit integers), each with its workspace query. Matrices are stored
/// by columns here. Every character argument is followed, after all others, by its length, as Fortran compilers expect.
/// </summary>
internal sealed unsafe class LapackFunctions(nint library)
{
    private static readonly nuint One = 1;

    private readonly delegate* unmanaged<int*, int*, double*, int*, double*, double*, int*, int*, void> _dgeqrf =
        (delegate* unmanaged<int*, int*, double*, int*, double*, double*, int*, int*, void>)NativeLibrary.GetExport(library, "dgeqrf_");

    private readonly delegate* unmanaged<int*, int*, int*, double*, int*, double*, double*, int*, int*, void> _dorgqr =
        (delegate* unmanaged<int*, int*, int*, double*, int*, double*, double*, int*, int*, void>)NativeLibrary.GetExport(library, "dorgqr_");

    private readonly delegate* unmanaged<byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, double*, int*, int*, int*, nuint, void> _dgesdd =
        (delegate* unmanaged<byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, double*, int*, int*, int*, nuint, void>)NativeLibrary.GetExport(library, "dgesdd_");

    private readonly delegate* unmanaged<byte*, byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void> _dgesvd =
        (delegate* unmanaged<byte*, byte*, int*, int*, double*, int*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "dgesvd_");

    private readonly delegate* unmanaged<byte*, int*, int*, Complex*, int*, double*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, int*, nuint, void> _zgesdd =
        (delegate* unmanaged<byte*, int*, int*, Complex*, int*, double*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, int*, nuint, void>)NativeLibrary.GetExport(library, "zgesdd_");

    private readonly delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, nuint, nuint, void> _dsyevd =
        (delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, int*, int*, int*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "dsyevd_");

    private readonly delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void> _dgeev =
        (delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "dgeev_");

    private readonly delegate* unmanaged<byte*, byte*, int*, Complex*, int*, Complex*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, nuint, nuint, void> _zgeev =
        (delegate* unmanaged<byte*, byte*, int*, Complex*, int*, Complex*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "zgeev_");

    private readonly delegate* unmanaged<byte*, int*, double*, int*, int*, nuint, void> _dpotrf =
        (delegate* unmanaged<byte*, int*, double*, int*, int*, nuint, void>)NativeLibrary.GetExport(library, "dpotrf_");

    private readonly delegate* unmanaged<int*, int*, double*, int*, int*, int*, void> _dgetrf =
        (delegate* unmanaged<int*, int*, double*, int*, int*, int*, void>)NativeLibrary.GetExport(library, "dgetrf_");

    private readonly delegate* unmanaged<int*, int*, int*, double*, int*, double*, int*, double*, double*, int*, double*, int*, int*, int*, void> _dgelsd =
        (delegate* unmanaged<int*, int*, int*, double*, int*, double*, int*, double*, double*, int*, double*, int*, int*, int*, void>)NativeLibrary.GetExport(library, "dgelsd_");

    /// <summary>a ← Householder vectors below R, with their factors in tau.</summary>
    public void Geqrf(int m, int n, double[] a, double[] tau)
    {
        int info;
        int query = -1;
        double best;
        fixed (double* pa = a, ptau = tau)
        {
            _dgeqrf(&m, &n, pa, &m, ptau, &best, &query, &info);
            int size = (int)best;
            fixed (double* work = new double[size])
                _dgeqrf(&m, &n, pa, &m, ptau, work, &size, &info);
        }

        Check("dgeqrf", info);
    }

    /// <summary>a (m × columns) ← the first columns of the orthogonal matrix that Geqrf left in a.</summary>
    public void Orgqr(int m, int columns, int k, double[] a, double[] tau)
    {
        int info;
        int query = -1;
        double best;

        // With fewer columns than reflectors, the later reflectors do not touch them.
        k = Math.Min(k, columns);
        fixed (double* pa = a, ptau = tau)
        {
            _dorgqr(&m, &columns, &k, pa, &m, ptau, &best, &query, &info);
            int size = (int)best;
            fixed (double* work = new double[size])
                _dorgqr(&m, &columns, &k, pa, &m, ptau, work, &size, &info);
        }

        Check("dorgqr", info);
    }

    /// <summary>Divide and conquer; false when it did not converge.</summary>
    public bool Gesdd(SingularVectors vectors, int m, int n, double[] a, double[] values, double[] u, double[] vt)
    {
        byte job = Job(vectors);
        int k = Math.Min(m, n);
        int leadingU = Math.Max(m, 1);
        int leadingVt = vectors == SingularVectors.Full ? n : k;
        int info;
        int query = -1;
        double best;
        fixed (double* pa = a, ps = values, pu = Some(u), pvt = Some(vt))
        fixed (int* integers = new int[8 * k])
        {
            _dgesdd(&job, &m, &n, pa, &m, ps, pu, &leadingU, pvt, &leadingVt, &best, &query, integers, &info, One);
            int size = (int)best;
            fixed (double* work = new double[size])
                _dgesdd(&job, &m, &n, pa, &m, ps, pu, &leadingU, pvt, &leadingVt, work, &size, integers, &info, One);
        }

        if (info > 0)
            return false;
        Check("dgesdd", info);
        return true;
    }

    /// <summary>QR iteration: slower than divide and conquer, but it converges where that fails.</summary>
    public void Gesvd(SingularVectors vectors, int m, int n, double[] a, double[] values, double[] u, double[] vt)
    {
        byte job = Job(vectors);
        int leadingU = Math.Max(m, 1);
        int leadingVt = vectors == SingularVectors.Full ? n : Math.Min(m, n);
        int info;
        int query = -1;
        double best;
        fixed (double* pa = a, ps = values, pu = Some(u), pvt = Some(vt))
        {
            _dgesvd(&job, &job, &m, &n, pa, &m, ps, pu, &leadingU, pvt, &leadingVt, &best, &query, &info, One, One);
            int size = (int)best;
            fixed (double* work = new double[size])
                _dgesvd(&job, &job, &m, &n, pa, &m, ps, pu, &leadingU, pvt, &leadingVt, work, &size, &info, One, One);
        }

        Check("dgesvd", info);
    }

    /// <summary>Singular values of a complex matrix, which is left as it is.</summary>
    public void SingularValues(int m, int n, Complex[] a, double[] values)
    {
        byte job = (byte)'N';
        int k = Math.Min(m, n);
        int one = 1;
        int info;
        int query = -1;
        Complex best;
        Complex none;
        fixed (Complex* pa = WithMargin(a, m))
        fixed (double* ps = values, reals = new double[7 * k])
        fixed (int* integers = new int[8 * k])
        {
            _zgesdd(&job, &m, &n, pa, &m, ps, &none, &one, &none, &one, &best, &query, reals, integers, &info, One);
            int size = (int)best.Real;
            fixed (Complex* work = new Complex[size + Margin(m)])
                _zgesdd(&job, &m, &n, pa, &m, ps, &none, &one, &none, &one, work, &size, reals, integers, &info, One);
        }

        Check("zgesdd", info);
    }

    /// <summary>Eigenvalues, ascending, of the symmetric matrix in a; with vectors, a ← them, one per column.</summary>
    public void Syevd(bool vectors, int n, double[] a, double[] values)
    {
        byte job = vectors ? (byte)'V' : (byte)'N';
        byte triangle = (byte)'L';
        int info;
        int query = -1;
        double best;
        int bestIntegers;
        fixed (double* pa = a, pw = values)
        {
            _dsyevd(&job, &triangle, &n, pa, &n, pw, &best, &query, &bestIntegers, &query, &info, One, One);
            int size = (int)best;
            fixed (double* work = new double[size])
            fixed (int* integers = new int[bestIntegers])
                _dsyevd(&job, &triangle, &n, pa, &n, pw, work, &size, integers, &bestIntegers, &info, One, One);
        }

        Check("dsyevd", info);
    }

    /// <summary>Eigenvalues in two parts, and right eigenvectors packed as LAPACK does when right is not empty.</summary>
    public void Geev(int n, double[] a, double[] real, double[] imaginary, double[] right)
    {
        byte no = (byte)'N';
        byte job = right.Length > 0 ? (byte)'V' : no;
        int one = 1;
        int info;
        int query = -1;
        double best;
        double none;
        fixed (double* pa = a, pr = real, pi = imaginary, pv = Some(right))
        {
            _dgeev(&no, &job, &n, pa, &n, pr, pi, &none, &one, pv, &n, &best, &query, &info, One, One);
            int size = (int)best;
            fixed (double* work = new double[size])
                _dgeev(&no, &job, &n, pa, &n, pr, pi, &none, &one, pv, &n, work, &size, &info, One, One);
        }

        Check("dgeev", info);
    }

    /// <summary>Eigenvalues of a complex matrix, which is left as it is.</summary>
    public void Eigenvalues(int n, Complex[] a, Complex[] values)
    {
        byte no = (byte)'N';
        int one = 1;
        int info;
        int query = -1;
        Complex best;
        Complex none;
        fixed (Complex* pa = WithMargin(a, n), pw = values)
        fixed (double* reals = new double[2 * n])
        {
            _zgeev(&no, &no, &n, pa, &n, pw, &none, &one, &none, &one, &best, &query, reals, &info, One, One);
            int size = (int)best.Real;
            fixed (Complex* work = new Complex[size + Margin(n)])
                _zgeev(&no, &no, &n, pa, &n, pw, &none, &one, &none, &one, work, &size, reals, &info, One, One);
        }

        Check("zgeev", info);
    }

    /// <summary>Upper Cholesky factor in the upper triangle; returns 0 or the order of the first minor that is not positive.</summary>
    public int Potrf(int n, double[] a)
    {
        byte triangle = (byte)'U';
        int info;
        fixed (double* pa = a)
            _dpotrf(&triangle, &n, pa, &n, &info, One);
        if (info < 0)
            Check("dpotrf", info);
        return info;
    }

    /// <summary>LU with row exchanges, counted from one.</summary>
    public void Getrf(int m, int n, double[] a, int[] exchanges)
    {
        int info;
        fixed (double* pa = a)
        fixed (int* pivots = exchanges)
            _dgetrf(&m, &n, pa, &m, pivots, &info);

        // A positive info names a zero pivot, which the caller looks for.
        if (info < 0)
            Check("dgetrf", info);
    }

    /// <summary>Minimum-norm least squares; the solution overwrites the first n rows of b. Returns the rank.</summary>
    public int Gelsd(int m, int n, int columns, double[] a, double[] b, int leadingB, double tolerance)
    {
        int info;
        int query = -1;
        int rank;
        double best;
        int bestIntegers;
        fixed (double* pa = a, pb = b, ps = new double[Math.Min(m, n)])
        {
            _dgelsd(&m, &n, &columns, pa, &m, pb, &leadingB, ps, &tolerance, &rank, &best, &query, &bestIntegers, &info);
            int size = (int)best;
            fixed (double* work = new double[size])
            fixed (int* integers = new int[Math.Max(1, bestIntegers)])
                _dgelsd(&m, &n, &columns, pa, &m, pb, &leadingB, ps, &tolerance, &rank, work, &size, integers, &info);
        }

        Check("dgelsd", info);
        return rank;
    }

    private static byte Job(SingularVectors vectors) => vectors switch
    {
        SingularVectors.None => (byte)'N',
        SingularVectors.Thin => (byte)'S',
        _ => (byte)'A',
    };

    // zgemv in some versions of OpenBLAS (0.3.21 among them) reads past the last column of a complex matrix on some processors
    // (its issues 4013 and 5000), and dies where no memory follows. So complex matrices get some columns of air behind them.
    private static int Margin(int rows) => (4 * rows) + 64;

    private static Complex[] WithMargin(Complex[] matrix, int rows)
    {
        var longer = new Complex[matrix.Length + Margin(rows)];
        matrix.CopyTo(longer, 0);
        return longer;
    }

    // LAPACK wants a valid address even for what it will not touch.
    private static double[] Some(double[] array) => array.Length > 0 ? array : new double[1];

    private static void Check(string routine, int info)
    {
        if (info < 0)
            throw new InvalidOperationException($"{routine}: argument {-info} is not valid.");
        if (info > 0)
            throw new ArithmeticException($"{routine} did not converge (info {info}); check the input for extreme or non-finite values.");
    }
}
