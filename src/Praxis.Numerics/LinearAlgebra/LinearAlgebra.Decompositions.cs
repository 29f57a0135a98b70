using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    // How far, relative to its largest entry, a matrix given as symmetric may be from it.
    private const double SymmetryTolerance = 1e-8;

    /// <summary>
    /// The thin QR factorisation A = Q R with a non-negative diagonal of R: by Householder reflections, or, for a tall matrix with clearly
    /// independent columns, by two rounds of Cholesky, which is as exact and faster.
    /// </summary>
    /// <param name="a">m × n.</param>
    /// <returns>Q m × k and R k × n with k = min(m, n).</returns>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static QrDecomposition Qr(Tensor a)
    {
        double[] work = Working("Qr", a);
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        var q = new double[m * k];
        var r = new double[k * n];
        if (k > 0)
            Backend.Current.Qr(work, m, n, k, q, r);
        var signs = new double[k];
        for (int i = 0; i < k; i++)
        {
            signs[i] = r[(i * n) + i] < 0 ? -1 : 1;
            var row = r.AsSpan((i * n) + i, n - i);
            TensorPrimitives.Multiply(row, signs[i], row);
        }

        Blocks.ForEach(m, RowsPerTask, (first, count) =>
        {
            for (int i = first; i < first + count; i++)
                TensorPrimitives.Multiply(q.AsSpan(i * k, k), signs, q.AsSpan(i * k, k));
        });

        DType dtype = ResultType(a);
        return new QrDecomposition(Tensor.Wrap(q, m, k).To(dtype), Tensor.Wrap(r, k, n).To(dtype));
    }

    /// <summary>The singular value decomposition A = U diag(S) Vᵀ.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="full">Whether U and V shall be square instead of m × k and n × k.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static SvdDecomposition Svd(Tensor a, bool full = false)
    {
        double[] work = Working("Svd", a);
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        (int left, int right) = full ? (m, n) : (k, k);
        var u = new double[m * left];
        var s = new double[k];
        var vt = new double[right * n];
        if (k > 0)
        {
            Backend.Current.Svd(work, m, n, full ? SingularVectors.Full : SingularVectors.Thin, s, u, vt);
            FixSigns(u, m, left, vt, n, k);
        }
        else
        {
            // Without rows or columns any orthonormal basis will do.
            for (int i = 0; i < left; i++)
                u[(i * left) + i] = 1;
            for (int i = 0; i < right; i++)
                vt[(i * n) + i] = 1;
        }

        DType dtype = ResultType(a);
        return new SvdDecomposition(Tensor.Wrap(u, m, left).To(dtype), Tensor.Wrap(s, k).To(dtype), Tensor.Wrap(vt, right, n).To(dtype));
    }

    /// <summary>The singular values of A, descending.</summary>
    /// <param name="a">m × n.</param>
    /// <returns>min(m, n) values.</returns>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static Tensor SingularValues(Tensor a)
    {
        double[] work = Working("SingularValues", a);
        var values = new double[Math.Min(a.Rows, a.Columns)];
        if (values.Length > 0)
            Backend.Current.Svd(work, a.Rows, a.Columns, SingularVectors.None, values, [], []);
        return Tensor.Wrap(values, values.Length).To(ResultType(a));
    }

    /// <summary>The singular values of a complex matrix, descending.</summary>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static Tensor SingularValues(Complex[,] a)
    {
        Complex[] work = Working("SingularValues", a);
        var values = new double[Math.Min(a.GetLength(0), a.GetLength(1))];
        if (values.Length > 0)
            Backend.Current.SingularValues(work, a.GetLength(0), a.GetLength(1), values);
        return Tensor.Wrap(values, values.Length);
    }

    /// <summary>Eigenvalues (ascending) and orthonormal eigenvectors of a symmetric matrix.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric; the message names the worst pair of entries.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static SymmetricEigenDecomposition SymmetricEigen(Tensor a)
    {
        double[] work = WorkingSymmetric("SymmetricEigen", a);
        int n = a.Rows;
        var values = new double[n];
        if (n > 0)
            Backend.Current.SymmetricEigen(work, n, vectors: true, values);
        FixSigns(work, n, n, [], 0, n);
        DType dtype = ResultType(a);
        return new SymmetricEigenDecomposition(Tensor.Wrap(values, n).To(dtype), Tensor.Wrap(work, n, n).To(dtype));
    }

    /// <summary>The eigenvalues of a symmetric matrix, ascending.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric; the message names the worst pair of entries.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static Tensor SymmetricEigenvalues(Tensor a)
    {
        double[] work = WorkingSymmetric("SymmetricEigenvalues", a);
        var values = new double[a.Rows];
        if (values.Length > 0)
            Backend.Current.SymmetricEigen(work, a.Rows, vectors: false, values);
        return Tensor.Wrap(values, values.Length).To(ResultType(a));
    }

    /// <summary>Eigenvalues and, when wanted, right eigenvectors of a general square matrix.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static EigenDecomposition Eigen(Tensor a, bool vectors = true)
    {
        RequireSquare("Eigen", a);
        double[] work = Working("Eigen", a);
        int n = a.Rows;
        var values = new Complex[n];
        var columns = vectors ? new Complex[n, n] : null;
        if (n > 0)
            Backend.Current.Eigen(work, n, values, columns);
        int[] order = EigenOrder(values);
        return new EigenDecomposition([.. order.Select(j => values[j])], columns is null ? null : Normalized(columns, order));
    }

    /// <summary>The eigenvalues of a general square matrix, ordered as in <see cref="EigenDecomposition"/>.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static Complex[] Eigenvalues(Tensor a) => Eigen(a, vectors: false).Values;

    /// <summary>The eigenvalues of a complex square matrix, ordered as in <see cref="EigenDecomposition"/>.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static Complex[] Eigenvalues(Complex[,] a)
    {
        if (a.GetLength(0) != a.GetLength(1))
            throw ShapeException.Of("Eigenvalues", [a.GetLength(0), a.GetLength(1)], "a square matrix is needed");
        Complex[] work = Working("Eigenvalues", a);
        var values = new Complex[a.GetLength(0)];
        if (values.Length > 0)
            Backend.Current.Eigenvalues(work, values.Length, values);
        return [.. EigenOrder(values).Select(j => values[j])];
    }

    /// <summary>The lower triangular L with A = L Lᵀ of a symmetric positive definite matrix.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">a is not positive definite; the message names the failing pivot.</exception>
    public static Tensor Cholesky(Tensor a)
    {
        double[] work = WorkingSymmetric("Cholesky", a);
        int n = a.Rows;
        int failure = n > 0 ? Backend.Current.Cholesky(work, n) : -1;
        if (failure >= 0)
            throw new ArithmeticException(
                $"Cholesky: pivot {failure} of {n} (counted from 0) is not positive, so the matrix is not positive definite.");
        for (int i = 0; i < n; i++)
            work.AsSpan((i * n) + i + 1, n - i - 1).Clear();
        return Tensor.Wrap(work, n, n).To(ResultType(a));
    }

    /// <summary>The factorisation P A = L U with partial pivoting.</summary>
    /// <param name="a">m × n.</param>
    /// <exception cref="ShapeException">a is no matrix.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    public static LuDecomposition Lu(Tensor a)
    {
        double[] work = Working("Lu", a);
        (int m, int n) = (a.Rows, a.Columns);
        int k = Math.Min(m, n);
        var exchanges = new int[k];
        if (k > 0)
            Backend.Current.Lu(work, m, n, exchanges);
        var lower = new double[m * k];
        var upper = new double[k * n];
        for (int i = 0; i < m; i++)
        {
            int below = Math.Min(i, k);
            work.AsSpan(i * n, below).CopyTo(lower.AsSpan(i * k));
            if (i >= k)
                continue;
            lower[(i * k) + i] = 1;
            work.AsSpan((i * n) + i, n - i).CopyTo(upper.AsSpan((i * n) + i));
        }

        int[] permutation = [.. Enumerable.Range(0, m)];
        for (int i = 0; i < k; i++)
            (permutation[i], permutation[exchanges[i]]) = (permutation[exchanges[i]], permutation[i]);
        DType dtype = ResultType(a);
        return new LuDecomposition(Tensor.Wrap(lower, m, k).To(dtype), Tensor.Wrap(upper, k, n).To(dtype), permutation);
    }

    // A fresh row-major copy, free for the backend to overwrite.
    private static double[] Working(string operation, Tensor a)
    {
        RequireMatrix(operation, a);
        double[] copy = a.ToArray();
        if (!TensorPrimitives.IsFiniteAll<double>(copy))
            a.EnsureFinite($"{operation}: the matrix");
        return copy;
    }

    private static Complex[] Working(string operation, Complex[,] a)
    {
        var copy = new Complex[a.Length];
        MemoryMarshal.CreateReadOnlySpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, Complex>(ref MemoryMarshal.GetArrayDataReference(a)), a.Length).CopyTo(copy);
        int columns = a.GetLength(1);
        for (int i = 0; i < copy.Length; i++)
            if (!Complex.IsFinite(copy[i]))
                throw new NonFiniteException(
                    $"{operation}: the matrix is {copy[i]} at index ({i / columns}, {i % columns}); every value must be finite.");
        return copy;
    }

    private static double[] WorkingSymmetric(string operation, Tensor a)
    {
        RequireSquare(operation, a);
        double[] work = Working(operation, a);
        int n = a.Rows;
        double largest = n == 0 ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude<double>(work));
        if (!Symmetrization.Apply(work, n, SymmetryTolerance * largest, Backend.Threads))
            throw NotSymmetric(operation, a, SymmetryTolerance * largest);
        return work;
    }

    private static ArgumentException NotSymmetric(string operation, Tensor a, double tolerance)
    {
        (int i, int j) = (0, 0);
        while (Math.Abs(a[i, j] - a[j, i]) <= tolerance)
            (i, j) = j < i ? (i, j + 1) : (i + 1, 0);
        return new ArgumentException(
            $"{operation}: the matrix is not symmetric: entry ({j}, {i}) is {a[j, i]}, entry ({i}, {j}) is {a[i, j]}.", nameof(a));
    }

    private static void RequireMatrix(string operation, Tensor a)
    {
        if (a.Rank != 2)
            throw ShapeException.Of(operation, a.Shape, "a matrix has rank 2");
    }

    private static void RequireSquare(string operation, Tensor a)
    {
        RequireMatrix(operation, a);
        if (a.Rows != a.Columns)
            throw ShapeException.Of(operation, a.Shape, "a square matrix is needed");
    }

    // Makes the largest entry of each column of u positive, changing the first count rows of vt along with it.
    private static void FixSigns(double[] u, int m, int columns, double[] vt, int n, int count)
    {
        var signs = new double[columns];
        Blocks.ForEach(columns, RowsPerTask, (first, width) =>
        {
            var largest = new double[width];
            for (int i = 0; i < m; i++)
            {
                var row = u.AsSpan((i * columns) + first, width);
                for (int j = 0; j < width; j++)
                    largest[j] = Math.Abs(row[j]) > Math.Abs(largest[j]) ? row[j] : largest[j];
            }

            for (int j = 0; j < width; j++)
                signs[first + j] = largest[j] < 0 ? -1 : 1;
        });
        Blocks.ForEach(m, RowsPerTask, (first, rows) =>
        {
            for (int i = first; i < first + rows; i++)
                TensorPrimitives.Multiply(u.AsSpan(i * columns, columns), signs, u.AsSpan(i * columns, columns));
        });
        for (int j = 0; n > 0 && j < count; j++)
            if (signs[j] < 0)
                TensorPrimitives.Negate(vt.AsSpan(j * n, n), vt.AsSpan(j * n, n));
    }

    private static int[] EigenOrder(Complex[] values) =>
    [
        .. Enumerable.Range(0, values.Length)
            .OrderByDescending(j => values[j].Magnitude)
            .ThenByDescending(j => values[j].Real)
            .ThenByDescending(j => values[j].Imaginary),
    ];

    private static Complex[,] Normalized(Complex[,] vectors, int[] order)
    {
        int n = order.Length;
        var result = new Complex[n, n];
        for (int j = 0; j < n; j++)
        {
            double squares = 0;
            Complex largest = 0;
            for (int i = 0; i < n; i++)
            {
                var entry = vectors[i, order[j]];
                squares += (entry.Real * entry.Real) + (entry.Imaginary * entry.Imaginary);
                if (entry.Magnitude > largest.Magnitude)
                    largest = entry;
            }

            // Divide by the norm and turn the largest entry onto the positive real axis.
            Complex factor = Complex.Conjugate(largest) / (largest.Magnitude * Math.Sqrt(squares));
            for (int i = 0; i < n; i++)
                result[i, j] = vectors[i, order[j]] * factor;
        }

        return result;
    }
}
