namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    // Up to this 1-norm the Padé approximant of degree 13 has full accuracy (N. Higham, SIMAX 26 (2005), table 2.3).
    private const double ExponentialRadius = 5.371920351148152;

    // The coefficients of that approximant's numerator; the denominator has the same with alternating signs.
    private static readonly double[] Pade13 =
    [
        64764752532480000, 32382376266240000, 7771770303897600, 1187353796428800, 129060195264000, 10559470521600, 670442572800,
        33522128640, 1323241920, 40840800, 960960, 16380, 182, 1,
    ];

    /// <summary>
    /// The matrix exponential, by scaling and squaring with the Padé approximant of degree 13 (N. Higham, "The scaling and squaring method
    /// for the matrix exponential revisited", SIMAX 2005).
    /// </summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">The exponential overflows.</exception>
    public static Tensor MatrixExponential(Tensor a)
    {
        RequireSquare("MatrixExponential", a);
        int n = a.Rows;
        var x = Tensor.Wrap(Working("MatrixExponential", a), n, n);
        double norm = Norm(x, MatrixNorm.One);
        int squarings = norm > ExponentialRadius ? (int)Math.Ceiling(Math.Log2(norm / ExponentialRadius)) : 0;
        if (squarings > 64)
            throw new ArithmeticException($"MatrixExponential: a matrix of 1-norm {norm:G3} is too large; its exponential overflows or has no correct digit.");
        x *= Math.ScaleB(1, -squarings);
        var identity = Tensor.Identity(n);
        var x2 = MatMul(x, x);
        var x4 = MatMul(x2, x2);
        var x6 = MatMul(x4, x2);
        double[] c = Pade13;
        var odd = MatMul(x, MatMul(x6, (x6 * c[13]) + (x4 * c[11]) + (x2 * c[9])) + (x6 * c[7]) + (x4 * c[5]) + (x2 * c[3]) + (identity * c[1]));
        var even = MatMul(x6, (x6 * c[12]) + (x4 * c[10]) + (x2 * c[8])) + (x6 * c[6]) + (x4 * c[4]) + (x2 * c[2]) + (identity * c[0]);
        var result = n == 0 ? identity : Lu(even - odd).Solve(even + odd);
        for (int i = 0; i < squarings; i++)
            result = MatMul(result, result);
        if (!double.IsFinite(result.Sum()))
            throw new ArithmeticException($"MatrixExponential: the exponential of a matrix of 1-norm {norm:G3} overflows.");
        return result.To(ResultType(a));
    }

    /// <summary>
    /// The principal square root: the X with X² = A whose eigenvalues have positive real parts. Symmetric positive semidefinite
    /// matrices go by their eigenvectors, others by the scaled iteration of Denman and Beavers in product form (N. Higham, "Functions of
    /// Matrices", 2008, eq. 6.29).
    /// </summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">
    /// There is no real principal root (an eigenvalue is negative, or zero and a not symmetric); the message names the eigenvalue.
    /// </exception>
    public static Tensor MatrixSquareRoot(Tensor a)
    {
        RequireSquare("MatrixSquareRoot", a);
        var x = Tensor.Wrap(Working("MatrixSquareRoot", a), a.Rows, a.Rows);
        if (IsSymmetric(x))
            return OfSymmetric("MatrixSquareRoot", x, Math.Sqrt, allowZero: true).To(ResultType(a));
        RequirePrincipal("MatrixSquareRoot", x);
        return PrincipalRoot("MatrixSquareRoot", x).To(ResultType(a));
    }

    /// <summary>
    /// The principal logarithm: the X with exp(X) = A whose eigenvalues have imaginary parts within (−π, π). Symmetric positive
    /// definite matrices go by their eigenvectors, others by inverse scaling and squaring (C. Kenney, A. Laub, SIMAX 1989).
    /// </summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">There is no real principal logarithm: an eigenvalue is negative or zero; the message names it.</exception>
    public static Tensor MatrixLogarithm(Tensor a)
    {
        RequireSquare("MatrixLogarithm", a);
        var x = Tensor.Wrap(Working("MatrixLogarithm", a), a.Rows, a.Rows);
        if (IsSymmetric(x))
            return OfSymmetric("MatrixLogarithm", x, Math.Log, allowZero: false).To(ResultType(a));
        RequirePrincipal("MatrixLogarithm", x);
        var identity = Tensor.Identity(a.Rows);
        int roots = 0;
        while (Norm(x - identity, MatrixNorm.One) > LogarithmRadius)
        {
            if (++roots > 100)
                throw new ArithmeticException("MatrixLogarithm: repeated square roots do not approach the identity; the matrix is too ill conditioned.");
            x = PrincipalRoot("MatrixLogarithm", x);
        }

        return (LogarithmNearIdentity(x - identity) * Math.ScaleB(1, roots)).To(ResultType(a));
    }

    /// <summary>A^(−1/p) of a symmetric positive definite matrix, symmetric itself.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="p">The root's order, at least 1; 2 gives the whitening matrix, 4 is Shampoo's.</param>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="ArgumentException">a is not symmetric.</exception>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="ArithmeticException">a is not positive definite; the message names the eigenvalue.</exception>
    public static Tensor InverseRoot(Tensor a, int p)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(p, 1);
        var x = Tensor.Wrap(WorkingSymmetric("InverseRoot", a), a.Rows, a.Rows);
        return OfSymmetric("InverseRoot", x, value => Math.Pow(value, -1.0 / p), allowZero: false).To(ResultType(a));
    }

    // Up to this distance from the identity the quadrature below, a Padé approximant of degree 8, has full accuracy.
    private const double LogarithmRadius = 0.25;

    // Nodes and weights of Gauss and Legendre on [−1, 1], degree 8, positive half.
    private static readonly (double Node, double Weight)[] GaussLegendre =
    [
        (0.1834346424956498, 0.3626837833783620), (0.5255324099163290, 0.3137066458778873),
        (0.7966664774136267, 0.2223810344533745), (0.9602898564975363, 0.1012285362903763),
    ];

    // log(I + E) = ∫₀¹ E (I + t E)⁻¹ dt.
    private static Tensor LogarithmNearIdentity(Tensor e)
    {
        var identity = Tensor.Identity(e.Rows);
        var sum = Tensor.Zeros(e.Rows, e.Rows);
        foreach ((double node, double weight) in GaussLegendre)
            foreach (double side in new[] { -node, node })
                sum += Lu(identity + (e * (0.5 * (1 + side)))).Solve(e) * (0.5 * weight);
        return sum;
    }

    private static Tensor PrincipalRoot(string operation, Tensor a)
    {
        int n = a.Rows;
        var identity = Tensor.Identity(n);
        (var m, var x) = (a, a);
        double distance = double.PositiveInfinity;
        for (int step = 0; step < 60; step++)
        {
            var lu = Lu(m);
            (int sign, double logarithm) = lu.LogDeterminant();
            if (sign == 0 || !double.IsFinite(logarithm))
                throw new ArithmeticException($"{operation}: the matrix is singular to working precision and has no square root that can be computed.");

            // Scaling by the determinant speeds up the start and disturbs the end.
            double square = distance > 0.01 ? Math.Exp(-logarithm / n) : 1;
            var inverse = lu.Solve(identity);
            x = (x + (MatMul(x, inverse) / square)) * (0.5 * Math.Sqrt(square));
            m = (identity + (((m * square) + (inverse / square)) * 0.5)) * 0.5;
            double next = Norm(m - identity, MatrixNorm.One);
            if (next <= n * MachineEpsilon || (next < 1e-10 && next >= distance))
            {
                double residual = (MatMul(x, x) - a).FrobeniusNorm();
                if (residual <= 1e-7 * a.FrobeniusNorm())
                    return x;
                break;
            }

            distance = next;
        }

        throw new ArithmeticException($"{operation}: the square root iteration lost all accuracy; the matrix is too close to one without a real principal root.");
    }

    private static bool IsSymmetric(Tensor a)
    {
        double largest = a.MaxAbs();
        return (a - a.Transpose()).MaxAbs() <= 4 * MachineEpsilon * largest;
    }

    private static Tensor OfSymmetric(string operation, Tensor a, Func<double, double> function, bool allowZero)
    {
        if (a.Rows == 0)
            return a;
        var eigen = SymmetricEigen(a);
        double rounding = a.Rows * MachineEpsilon * eigen.Values.MaxAbs();
        double smallest = eigen.Values[0];
        if (allowZero ? smallest < -rounding : smallest <= 0)
            throw new ArithmeticException(
                $"{operation}: the symmetric matrix is not positive {(allowZero ? "semidefinite" : "definite")}: its smallest eigenvalue is {smallest:G6}.");
        var values = eigen.Values.Map(value => function(Math.Max(value, 0)));
        var result = MatMul(eigen.Vectors * values, eigen.Vectors, false, true);
        return (result + result.Transpose()) * 0.5;
    }

    private static void RequirePrincipal(string operation, Tensor a)
    {
        double rounding = a.Rows * MachineEpsilon * Norm(a, MatrixNorm.Frobenius);
        foreach (var value in Eigenvalues(a))
            if (value.Real <= rounding && Math.Abs(value.Imaginary) <= rounding)
                throw new ArithmeticException(
                    $"{operation}: the matrix has the eigenvalue {value.Real:G6}, which is not positive, so there is no real principal result.");
    }
}
