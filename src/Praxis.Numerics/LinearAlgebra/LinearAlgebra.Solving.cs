using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

public static partial class LinearAlgebra
{
    // The unit roundoff of double precision: a system whose condition is above its inverse has no correct digit.
    private const double UnitRoundoff = 1.0 / (1L << 53);
    private const double MachineEpsilon = 2 * UnitRoundoff;

    /// <summary>Solves A x = b for a vector, or A X = B for a matrix of right-hand sides, by LU with partial pivoting.</summary>
    /// <param name="a">n × n.</param>
    /// <param name="b">n entries, or n × columns.</param>
    /// <exception cref="ShapeException">a is not square or b does not fit.</exception>
    /// <exception cref="NonFiniteException">An operand has NaN or infinite entries.</exception>
    /// <exception cref="SingularMatrixException">
    /// a is singular to working precision: a pivot is zero, or the estimated condition number is above 2^53.
    /// <see cref="LeastSquares(Tensor, Tensor, double?)"/> gives an answer even then.
    /// </exception>
    public static Tensor Solve(Tensor a, Tensor b)
    {
        RequireSquare("Solve", a);
        if (b.Rank is not (1 or 2) || b.Shape[0] != a.Rows)
            throw ShapeException.Between("Solve", a.Shape, b.Shape, "b needs as many rows as the matrix");
        b.EnsureFinite("Solve: the right-hand side");
        var matrix = a.To(DType.F64);
        return WellConditioned("Solve", matrix).Solve(b.To(DType.F64)).To(ResultType(a, b));
    }

    /// <summary>
    /// Solves op(T) x = b for a vector, or op(T) X = B for a matrix, with a triangular T; its other triangle is not read. When both operands
    /// are F32 it is solved in single precision.
    /// </summary>
    /// <param name="t">n × n.</param>
    /// <param name="b">n entries, or n × columns; with T on the right, rows × n.</param>
    /// <param name="lower">Whether T is lower (else upper) triangular.</param>
    /// <param name="transpose">Whether to solve with Tᵀ.</param>
    /// <param name="unitDiagonal">Whether the diagonal is taken to be ones, without reading it.</param>
    /// <param name="right">Whether to solve X op(T) = B instead.</param>
    /// <exception cref="ShapeException">t is not square or b does not fit.</exception>
    /// <exception cref="SingularMatrixException">A diagonal entry is zero.</exception>
    public static Tensor SolveTriangular(Tensor t, Tensor b, bool lower, bool transpose = false, bool unitDiagonal = false, bool right = false)
    {
        RequireSquare("SolveTriangular", t);
        if (b.Rank is not (1 or 2) || b.Shape[right ? b.Rank - 1 : 0] != t.Rows)
            throw ShapeException.Between(
                "SolveTriangular", t.Shape, b.Shape, right ? "b needs as many columns as the matrix" : "b needs as many rows as the matrix");
        for (int i = 0; i < t.Rows && !unitDiagonal; i++)
            if (t[i, i] == 0)
                throw new SingularMatrixException($"SolveTriangular: diagonal entry {i} is zero.");
        DType dtype = ResultType(t, b);
        var matrix = t.To(dtype).Contiguous();
        var solution = b.To(dtype).Clone();
        if (solution.Length == 0)
            return solution;
        int sides = b.Rank == 1 ? 1 : right ? b.Rows : b.Columns;
        var system = new TriangularSystem(t.Rows, sides)
        {
            Lower = lower,
            Right = right,
            Transpose = transpose,
            UnitDiagonal = unitDiagonal,
            LeadingT = t.Rows,
            LeadingB = right ? t.Rows : sides,
        };
        if (dtype == DType.F32)
            Backend.Current.SolveTriangular(system, matrix.AsSpan<float>(), solution.AsSpan<float>());
        else
            Backend.Current.SolveTriangular(system, matrix.AsSpan(), solution.AsSpan());
        return solution;
    }

    /// <summary>
    /// The minimum-norm solution of min ‖A x − b‖₂ by the singular value decomposition; A may have any shape and rank.
    /// </summary>
    /// <param name="a">m × n.</param>
    /// <param name="b">m entries, or m × columns.</param>
    /// <param name="tolerance">
    /// Singular values at most this times the largest count as zero; when null, max(m, n) · 2.2e-16 (for F32, · 1.2e-7).
    /// </param>
    /// <exception cref="ShapeException">a is no matrix or b does not fit.</exception>
    /// <exception cref="NonFiniteException">An operand has NaN or infinite entries.</exception>
    public static LeastSquares LeastSquares(Tensor a, Tensor b, double? tolerance = null)
    {
        double[] work = Working("LeastSquares", a);
        (int m, int n) = (a.Rows, a.Columns);
        if (b.Rank is not (1 or 2) || b.Shape[0] != m)
            throw ShapeException.Between("LeastSquares", a.Shape, b.Shape, "b needs as many rows as the matrix");
        b.EnsureFinite("LeastSquares: the right-hand side");
        int columns = b.Rank == 1 ? 1 : b.Columns;
        var x = new double[n * columns];
        int rank = 0;
        if (m > 0 && n > 0 && columns > 0)
            rank = Backend.Current.LeastSquares(work, m, n, b.ToArray(), columns, tolerance ?? DefaultTolerance(a), x);
        var solution = Tensor.Wrap(x, n, columns);
        var residual = MatMul(a.To(DType.F64), solution) - b.To(DType.F64).Reshape(m, columns);
        var shaped = b.Rank == 1 ? solution.Reshape(n) : solution;
        return new LeastSquares(shaped.To(ResultType(a, b)), rank, residual.FrobeniusNorm());
    }

    /// <summary>The inverse of a square matrix. To solve a system, <see cref="Solve"/> is faster and more accurate.</summary>
    /// <exception cref="ShapeException">a is not square.</exception>
    /// <exception cref="NonFiniteException">a has NaN or infinite entries.</exception>
    /// <exception cref="SingularMatrixException">a is singular to working precision.</exception>
    public static Tensor Inverse(Tensor a)
    {
        RequireSquare("Inverse", a);
        return WellConditioned("Inverse", a.To(DType.F64)).Solve(Tensor.Identity(a.Rows)).To(ResultType(a));
    }

    /// <summary>The Moore–Penrose inverse, n × m.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="tolerance">Singular values at most this times the largest count as zero; null as in <see cref="LeastSquares(Tensor, Tensor, double?)"/>.</param>
    public static Tensor PseudoInverse(Tensor a, double? tolerance = null)
    {
        var svd = Svd(a.To(DType.F64));
        int rank = CountAbove(svd.S, tolerance ?? DefaultTolerance(a));
        var scaled = svd.Vt.Slice(0, 0, rank).Transpose() / svd.S.Slice(0, 0, rank); // (n, rank)
        return MatMul(scaled, svd.U.Slice(1, 0, rank), false, true).To(ResultType(a));
    }

    /// <summary>The number of singular values above the tolerance times the largest.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="tolerance">Relative; null as in <see cref="LeastSquares(Tensor, Tensor, double?)"/>.</param>
    public static int Rank(Tensor a, double? tolerance = null) => CountAbove(SingularValues(a.To(DType.F64)), tolerance ?? DefaultTolerance(a));

    /// <summary>The condition number in the 2-norm: the largest over the smallest singular value; infinite when singular, 0 when empty.</summary>
    public static double Condition(Tensor a)
    {
        var values = SingularValues(a.To(DType.F64));
        return values.Length == 0 ? 0 : values[values.Length - 1] == 0 ? double.PositiveInfinity : values[0] / values[values.Length - 1];
    }

    /// <summary>The largest singular value; 0 when empty.</summary>
    public static double SpectralNorm(Tensor a)
    {
        var values = SingularValues(a.To(DType.F64));
        return values.Length == 0 ? 0 : values[0];
    }

    /// <summary>The determinant; see <see cref="LuDecomposition.LogDeterminant"/> for large matrices.</summary>
    public static double Determinant(Tensor a)
    {
        RequireSquare("Determinant", a);
        return Lu(a.To(DType.F64)).Determinant();
    }

    private static int CountAbove(Tensor values, double tolerance)
    {
        int count = 0;
        while (count < values.Length && values[count] > tolerance * values[0])
            count++;
        return count;
    }

    private static double DefaultTolerance(Tensor a) =>
        Math.Max(a.Rows, a.Columns) * (a.DType == DType.F32 ? MathF.BitIncrement(1) - 1 : MachineEpsilon);

    internal static LuDecomposition WellConditioned(string operation, Tensor a)
    {
        var lu = Lu(a);
        for (int i = 0; i < a.Rows; i++)
            if (lu.U[i, i] == 0)
                throw new SingularMatrixException(
                    $"{operation}: the matrix is singular (pivot {i} of {a.Rows} is zero; estimated condition number: infinite).",
                    double.PositiveInfinity);
        double condition = OneNormCondition.Estimate(a, lu);
        if (!(condition < 1 / UnitRoundoff))
            throw new SingularMatrixException(
                $"{operation}: the matrix is singular to working precision (estimated condition number {condition:G3}).", condition);
        return lu;
    }
}
