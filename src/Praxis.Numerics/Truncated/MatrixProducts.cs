namespace Praxis.Numerics;

/// <summary>
/// A matrix as the truncated decompositions see it: something that multiplies blocks from either side. What comes out is checked to be
/// finite, so that a bad operator is named at its first product.
/// </summary>
internal abstract class MatrixProducts(int rows, int columns)
{
    public int Rows => rows;

    public int Columns => columns;

    /// <summary>How many columns have been multiplied so far, by A and by Aᵀ together.</summary>
    public long Count { get; private set; }

    /// <summary>‖A‖ in the Frobenius norm, when the entries are at hand.</summary>
    public virtual double? FrobeniusNorm => null;

    public static MatrixProducts Of(string operation, Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2)
            throw ShapeException.Of(operation, matrix.Shape, "a matrix has rank 2");
        return DenseProducts.Checked(operation, matrix.To(DType.F64));
    }

    public static MatrixProducts Of(string operation, SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new SparseProducts(matrix.EnsureFinite($"{operation}: the matrix"));
    }

    public static MatrixProducts Of(string operation, LinearOperator matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return new OperatorProducts(operation, matrix);
    }

    /// <summary>The same matrix transposed; it counts its own products.</summary>
    public abstract MatrixProducts Transpose();

    /// <summary>Every entry written out.</summary>
    public abstract Tensor ToDense();

    /// <summary>A X for a block, columns × k.</summary>
    public Tensor Apply(Tensor x)
    {
        Count += x.Columns;
        return ApplyBlock(x);
    }

    /// <summary>Aᵀ Y for a block, rows × k.</summary>
    public Tensor ApplyTransposed(Tensor y)
    {
        Count += y.Columns;
        return ApplyTransposedBlock(y);
    }

    /// <summary>Y = A X and Aᵀ Y for a block X, columns × k, where possible in one pass over A.</summary>
    public (Tensor Product, Tensor Back) ApplyBoth(Tensor x)
    {
        Count += 2L * x.Columns;
        return ApplyBothBlock(x);
    }

    /// <summary>y = A x for vectors.</summary>
    public void Apply(double[] x, double[] y)
    {
        Count++;
        ApplyVector(x, y);
    }

    /// <summary>x = Aᵀ y for vectors.</summary>
    public void ApplyTransposed(double[] y, double[] x)
    {
        Count++;
        ApplyTransposedVector(y, x);
    }

    protected abstract Tensor ApplyBlock(Tensor x);

    protected abstract Tensor ApplyTransposedBlock(Tensor y);

    protected virtual (Tensor Product, Tensor Back) ApplyBothBlock(Tensor x)
    {
        var product = ApplyBlock(x);
        return (product, ApplyTransposedBlock(product));
    }

    protected abstract void ApplyVector(double[] x, double[] y);

    protected abstract void ApplyTransposedVector(double[] y, double[] x);
}
