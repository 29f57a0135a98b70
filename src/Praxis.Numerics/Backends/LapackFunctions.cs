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

    private readonly delegate* unmanaged<byte*, byte*, int*, double*, double*, double*, int*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void> _dbdsdc =
        (delegate* unmanaged<byte*, byte*, int*, double*, double*, double*, int*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "dbdsdc_");

    private readonly delegate* unmanaged<byte*, int*, double*, double*, double*, int*, double*, int*, int*, int*, int*, nuint, void> _dstedc =
        (delegate* unmanaged<byte*, int*, double*, double*, double*, int*, double*, int*, int*, int*, int*, nuint, void>)NativeLibrary.GetExport(library, "dstedc_");

    private readonly delegate* unmanaged<byte*, int*, int*, Complex*, int*, double*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, int*, nuint, void> _zgesdd =
        (delegate* unmanaged<byte*, int*, int*, Complex*, int*, double*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, int*, nuint, void>)NativeLibrary.GetExport(library, "zgesdd_");

    private readonly delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void> _dgeev =
        (delegate* unmanaged<byte*, byte*, int*, double*, int*, double*, double*, double*, int*, double*, int*, double*, int*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "dgeev_");

    private readonly delegate* unmanaged<byte*, byte*, int*, Complex*, int*, Complex*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, nuint, nuint, void> _zgeev =
        (delegate* unmanaged<byte*, byte*, int*, Complex*, int*, Complex*, Complex*, int*, Complex*, int*, Complex*, int*, double*, int*, nuint, nuint, void>)NativeLibrary.GetExport(library, "zgeev_");

    private readonly delegate* unmanaged<int*, int*, double*, int*, int*, int*, void> _dgetrf =
        (delegate* unmanaged<int*, int*, double*, int*, int*, int*, void>)NativeLibrary.GetExport(library, "dgetrf_");

    /// <summary>
    /// Divide and conquer on an upper bidiagonal matrix: diagonal ← its singular values, descending; u and vt (n × n, or both
    /// empty) ← its vectors. False when it did not converge.
    /// </summary>
    public bool Bdsdc(int n, double[] diagonal, double[] above, double[] u, double[] vt)
    {
        byte triangle = (byte)'U';
        byte job = u.Length > 0 ? (byte)'I' : (byte)'N';
        int info;
        double none;
        int noInteger;
        double[] work = GC.AllocateUninitializedArray<double>(u.Length > 0 ? (3 * n * n) + (4 * n) : 8 * n);
        fixed (double* pd = diagonal, pe = above, pu = Some(u), pvt = Some(vt), pwork = work)
        fixed (int* integers = new int[8 * n])
            _dbdsdc(&triangle, &job, &n, pd, pe, pu, &n, pvt, &n, &none, &noInteger, pwork, integers, &info, One, One);
        if (info < 0)
            Check("dbdsdc", info);
        return info == 0;
    }

    /// <summary>
    /// Divide and conquer on a symmetric tridiagonal matrix: diagonal ← its eigenvalues, ascending; the columns of vectors (n × n,
    /// or empty) ← its vectors. False when it did not converge.
    /// </summary>
    public bool Stedc(int n, double[] diagonal, double[] beside, double[] vectors)
    {
        byte job = vectors.Length > 0 ? (byte)'I' : (byte)'N';
        int info;
        int query = -1;
        double best;
        int bestIntegers;
        fixed (double* pd = diagonal, pe = beside, pz = Some(vectors))
        {
            _dstedc(&job, &n, pd, pe, pz, &n, &best, &query, &bestIntegers, &query, &info, One);
            int size = (int)best;
            fixed (double* work = GC.AllocateUninitializedArray<double>(Math.Max(1, size)))
            fixed (int* integers = new int[Math.Max(1, bestIntegers)])
                _dstedc(&job, &n, pd, pe, pz, &n, work, &size, integers, &bestIntegers, &info, One);
        }

        if (info < 0)
            Check("dstedc", info);
        return info == 0;
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
