namespace Praxis.Numerics;

/// <summary>
/// A real matrix known by what it does to vectors rather than by its entries. Everything is computed in double precision. An
/// operator keeps copies of the tensors it is made from; it never changes and may be used from several threads.
/// </summary>
public abstract class LinearOperator
{
    /// <summary>Creates an operator of the given shape.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is negative.</exception>
    protected LinearOperator(string name, int rows, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        Name = name;
        Rows = rows;
        Columns = columns;
    }

    /// <summary>The name of the structure, for messages and tables.</summary>
    public string Name { get; }

    /// <summary>The number of rows: the length of what <see cref="Apply"/> gives.</summary>
    public int Rows { get; }

    /// <summary>The number of columns: the length of what <see cref="Apply"/> takes.</summary>
    public int Columns { get; }

    /// <summary>How many numbers the structure is stored as.</summary>
    public abstract long ParameterCount { get; }

    /// <summary>
    /// The floating-point operations of applying the operator to one vector: each real multiplication and addition counts as one,
    /// an inner product of length n as 2n, a Fourier transform of n real values as 2.5 n log₂ n.
    /// </summary>
    public abstract long Flops { get; }

    /// <summary>The sum of two operators of equal shape.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static LinearOperator operator +(LinearOperator left, LinearOperator right) => new SumOperator(left, right);

    /// <summary>The difference of two operators of equal shape.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static LinearOperator operator -(LinearOperator left, LinearOperator right) => new SumOperator(left, -1 * right);

    /// <summary>The product: first the right operator is applied, then the left.</summary>
    /// <exception cref="ShapeException">The inner dimensions differ.</exception>
    public static LinearOperator operator *(LinearOperator left, LinearOperator right) => new ProductOperator(left, right);

    /// <summary>The operator times a number.</summary>
    public static LinearOperator operator *(double scale, LinearOperator operand) => new ScaledOperator(scale, operand);

    /// <summary>A x for a vector, or A X for a block of columns.</summary>
    /// <param name="x">Columns entries, or Columns × k.</param>
    /// <returns>Rows entries, or Rows × k, in F64.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Apply(Tensor x) => Shaped("Apply", x, Columns, Rows, ApplyBlock);

    /// <summary>Aᵀ y for a vector, or Aᵀ Y for a block of columns.</summary>
    /// <param name="y">Rows entries, or Rows × k.</param>
    /// <returns>Columns entries, or Columns × k, in F64.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ApplyTransposed(Tensor y) => Shaped("ApplyTransposed", y, Rows, Columns, ApplyTransposedBlock);

    /// <summary>The matrix with every entry written out, Rows × Columns.</summary>
    public virtual Tensor ToDense() => Apply(Tensor.Identity(Columns));

    /// <summary>The transposed operator; transposing twice gives the operator itself.</summary>
    public virtual LinearOperator Transpose() => new TransposedOperator(this);

    /// <summary>The name and the shape.</summary>
    public override string ToString() => $"{Name} ({Rows} × {Columns})";

    /// <summary>A X for a contiguous F64 block of columns, which must not be changed.</summary>
    /// <param name="x">Columns × k.</param>
    /// <returns>Rows × k, new memory.</returns>
    protected abstract Tensor ApplyBlock(Tensor x);

    /// <summary>Aᵀ Y for a contiguous F64 block of columns, which must not be changed.</summary>
    /// <param name="y">Rows × k.</param>
    /// <returns>Columns × k, new memory.</returns>
    protected abstract Tensor ApplyTransposedBlock(Tensor y);

    /// <summary>Solves with a right-hand side that may be a vector or a block, after checking that the operator is square.</summary>
    /// <param name="b">Rows entries, or Rows × k.</param>
    /// <param name="solve">Solves for a contiguous F64 block Rows × k.</param>
    /// <exception cref="ShapeException">The operator is not square or b does not fit.</exception>
    /// <exception cref="NonFiniteException">b has NaN or infinite entries.</exception>
    protected Tensor SolveBlocks(Tensor b, Func<Tensor, Tensor> solve)
    {
        if (Rows != Columns)
            throw ShapeException.Of($"Solve with a {Name} operator", [Rows, Columns], "a square operator is needed");
        return Shaped("Solve", b, Rows, Columns, block =>
        {
            block.EnsureFinite($"Solve with {this}: the right-hand side");
            return solve(block);
        });
    }

    private Tensor Shaped(string operation, Tensor x, int given, int made, Func<Tensor, Tensor> body)
    {
        if (x.Rank is not (1 or 2) || x.Shape[0] != given)
            throw ShapeException.Between($"{operation} of a {Name} operator", [Rows, Columns], x.Shape, $"{given} rows are needed");
        var block = x.To(DType.F64).Contiguous();
        return x.Rank == 1 ? body(block.Reshape(given, 1)).Reshape(made) : body(block);
    }
}
