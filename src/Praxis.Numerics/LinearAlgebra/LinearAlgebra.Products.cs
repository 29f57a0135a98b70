using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

/// <summary>
/// Dense linear algebra on matrices (rank 2) and vectors (rank 1). F64 and other types give F64; when every operand is F32 the
/// result is F32: products are computed in single precision, decompositions in double precision and rounded.
/// </summary>
public static partial class LinearAlgebra
{
    // Rows of a matrix–vector product per task; fixed, and each row's sum has a fixed order.
    private const int RowsPerTask = 64;

    /// <summary>The matrix product A B.</summary>
    /// <param name="a">m × k.</param>
    /// <param name="b">k × n.</param>
    /// <returns>m × n.</returns>
    /// <exception cref="ShapeException">The inner dimensions differ or an operand is no matrix.</exception>
    public static Tensor MatMul(Tensor a, Tensor b) => MatMul(a, b, transposeA: false, transposeB: false);

    /// <summary>The matrix product op(A) op(B), where op transposes or does nothing.</summary>
    /// <param name="a">m × k, or k × m when transposed.</param>
    /// <param name="b">k × n, or n × k when transposed.</param>
    /// <param name="transposeA">Whether to use Aᵀ.</param>
    /// <param name="transposeB">Whether to use Bᵀ.</param>
    /// <returns>m × n.</returns>
    /// <exception cref="ShapeException">The inner dimensions differ or an operand is no matrix.</exception>
    public static Tensor MatMul(Tensor a, Tensor b, bool transposeA, bool transposeB)
    {
        var left = transposeA ? a.Transpose() : a;
        var right = transposeB ? b.Transpose() : b;
        if (left.Rank != 2 || right.Rank != 2 || left.Columns != right.Rows)
            throw ShapeException.Between("MatMul", left.Shape, right.Shape, "an (m, k) and a (k, n) matrix are needed");
        DType dtype = ResultType(a, b);
        if (left.Rows == 0 || right.Columns == 0 || left.Columns == 0)
            return Tensor.Zeros(dtype, left.Rows, right.Columns);
        (var storedA, bool flipA, int leadingA) = AsStored(left.To(dtype));
        (var storedB, bool flipB, int leadingB) = AsStored(right.To(dtype));
        var product = new MatrixProduct(left.Rows, right.Columns, left.Columns)
        {
            TransposeA = flipA,
            TransposeB = flipB,
            LeadingA = leadingA,
            LeadingB = leadingB,
            LeadingC = right.Columns,
        };

        // The product overwrites all of it, so it need not be cleared first.
        var result = Tensor.Allocate(dtype, left.Rows, right.Columns);
        if (dtype == DType.F32)
        {
            Backend.Current.Multiply(
                product, 1, storedA.Buffer<float>().AsSpan(storedA.Offset), storedB.Buffer<float>().AsSpan(storedB.Offset), 0, result.AsSpan<float>());
        }
        else
        {
            Backend.Current.Multiply(
                product, 1, storedA.Buffer<double>().AsSpan(storedA.Offset), storedB.Buffer<double>().AsSpan(storedB.Offset), 0, result.AsSpan());
        }

        return result;
    }

    /// <summary>The product of a matrix and a vector.</summary>
    /// <param name="a">m × n.</param>
    /// <param name="x">n entries.</param>
    /// <returns>m entries.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public static Tensor MatVec(Tensor a, Tensor x)
    {
        if (a.Rank != 2 || x.Rank != 1 || a.Columns != x.Length)
            throw ShapeException.Between("MatVec", a.Shape, x.Shape, "an (m, n) matrix and a vector of n entries are needed");
        DType dtype = ResultType(a, x);
        var matrix = a.To(DType.F64);
        double[] vector = x.To(DType.F64).Contiguous().AsSpan().ToArray();
        var result = new double[a.Rows];
        if (a.Columns > 0 && a.Rows > 0)
        {
            // Rows without gaps are dotted; else the columns are combined, which reads a transposed view in its own order.
            if (matrix.Strides[1] == 1 || a.Columns == 1 && matrix.Strides[0] == 1)
                DotRows(matrix, vector, result);
            else if (matrix.Strides[0] == 1)
                CombineColumns(matrix, vector, result);
            else
                DotRows(matrix.Contiguous(), vector, result);
        }

        return Tensor.Wrap(result, a.Rows).To(dtype);
    }

    /// <summary>The inner product of two vectors, accumulated in double precision in a fixed order.</summary>
    /// <exception cref="ShapeException">The vectors differ in length.</exception>
    public static double Dot(Tensor x, Tensor y)
    {
        if (x.Rank != 1 || y.Rank != 1 || x.Length != y.Length)
            throw ShapeException.Between("Dot", x.Shape, y.Shape, "two vectors of equal length are needed");
        var left = x.To(DType.F64).Contiguous();
        var right = y.To(DType.F64).Contiguous();
        return Summation.SumOfProducts(left.Buffer<double>(), left.Offset, right.Buffer<double>(), right.Offset, x.Length);
    }

    /// <summary>The matrix of all products xᵢ yⱼ.</summary>
    /// <exception cref="ShapeException">An operand is no vector.</exception>
    public static Tensor Outer(Tensor x, Tensor y)
    {
        if (x.Rank != 1 || y.Rank != 1)
            throw ShapeException.Between("Outer", x.Shape, y.Shape, "two vectors are needed");
        return x.Reshape(x.Length, 1) * y.Reshape(1, y.Length);
    }

    /// <summary>The Kronecker product: the block matrix whose block (i, j) is aᵢⱼ B.</summary>
    /// <exception cref="ShapeException">An operand is no matrix.</exception>
    public static Tensor Kronecker(Tensor a, Tensor b)
    {
        if (a.Rank != 2 || b.Rank != 2)
            throw ShapeException.Between("Kronecker", a.Shape, b.Shape, "two matrices are needed");
        var products = a.Reshape(a.Rows, 1, a.Columns, 1) * b.Reshape(1, b.Rows, 1, b.Columns); // (m, p, n, q)
        return products.Reshape(a.Rows * b.Rows, a.Columns * b.Columns);
    }

    /// <summary>The Euclidean norm of a vector, or of all elements of a tensor, without overflow on the way.</summary>
    public static double Norm(Tensor x) => x.FrobeniusNorm();

    /// <summary>The sum of the diagonal of a matrix.</summary>
    public static double Trace(Tensor a) => a.Diagonal().Sum();

    private static void DotRows(Tensor matrix, double[] vector, double[] result)
    {
        double[] buffer = matrix.Buffer<double>();
        int stride = matrix.Strides[0];
        int offset = matrix.Offset;
        Blocks.ForEach(result.Length, RowsPerTask, (start, count) =>
        {
            for (int i = start; i < start + count; i++)
                result[i] = Summation.SumOfProducts(buffer.AsSpan(offset + (i * stride), vector.Length), vector);
        });
    }

    private static void CombineColumns(Tensor matrix, double[] vector, double[] result)
    {
        double[] buffer = matrix.Buffer<double>();
        int stride = matrix.Strides[1];
        int offset = matrix.Offset;
        Blocks.ForEach(result.Length, RowsPerTask * RowsPerTask, (start, count) =>
        {
            var sums = result.AsSpan(start, count);
            for (int j = 0; j < vector.Length; j++)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(buffer.AsSpan(offset + (j * stride) + start, count), vector[j], sums, sums);
        });
    }

    // A matrix as its memory holds it: by rows, or by columns (a transposed view), or copied when it has gaps both ways.
    private static (Tensor Stored, bool Transposed, int Leading) AsStored(Tensor matrix)
    {
        if ((matrix.Strides[1] == 1 || matrix.Columns == 1) && matrix.Strides[0] >= matrix.Columns)
            return (matrix, false, matrix.Strides[0]);
        if ((matrix.Strides[0] == 1 || matrix.Rows == 1) && matrix.Strides[1] >= matrix.Rows)
            return (matrix, true, matrix.Strides[1]);
        var copy = matrix.Clone();
        return (copy, false, copy.Columns);
    }

    private static DType ResultType(params ReadOnlySpan<Tensor> operands)
    {
        foreach (var operand in operands)
            if (operand.DType != DType.F32)
                return DType.F64;
        return DType.F32;
    }
}
