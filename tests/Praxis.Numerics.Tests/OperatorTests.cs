namespace Praxis.Numerics.Tests;

public class OperatorTests
{
    public static TheoryData<string> Names => [.. Cases().Select(item => item.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Apply_and_adjoint_equal_the_dense_form_for_vectors_and_blocks(string name)
    {
        (_, var subject, var dense, _) = Cases().Single(item => item.Name == name);
        var stream = new RandomStream(7);
        Assert.Equal(dense.Rows, subject.Rows);
        Assert.Equal(dense.Columns, subject.Columns);
        Close.Tensors(dense, subject.ToDense(), 1e-12);
        foreach (int width in new[] { 1, 2, 5 })
        {
            // Transposed views, so that memory with gaps is read right too.
            var x = stream.Normal(width, subject.Columns).Transpose();
            var y = stream.Normal(width, subject.Rows).Transpose();
            Close.Tensors(LinearAlgebra.MatMul(dense, x), subject.Apply(x), 1e-10);
            Close.Tensors(LinearAlgebra.MatMul(dense, y, true, false), subject.ApplyTransposed(y), 1e-10);
            Close.Tensors(LinearAlgebra.MatVec(dense, x.Column(0)), subject.Apply(x.Column(0)), 1e-10);
            Close.Tensors(subject.ApplyTransposed(y), subject.Transpose().Apply(y), 0);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_adjoint_moves_through_the_inner_product(string name)
    {
        var subject = Cases().Single(item => item.Name == name).Subject;
        var stream = new RandomStream(11);
        var x = stream.Normal(subject.Columns);
        var y = stream.Normal(subject.Rows);
        double left = LinearAlgebra.Dot(subject.Apply(x), y);
        double right = LinearAlgebra.Dot(x, subject.ApplyTransposed(y));
        Close.Numbers(left, right, 1e-10 * (1 + Math.Abs(left)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parameters_are_counted_exactly_and_blocks_leave_their_input_alone(string name)
    {
        (_, var subject, _, long parameters) = Cases().Single(item => item.Name == name);
        Assert.Equal(parameters, subject.ParameterCount);
        var x = new RandomStream(5).Normal(subject.Columns, 2);
        var before = x.Clone();
        subject.Apply(x);
        Close.Tensors(before, x, 0);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_square_solve_equals_the_dense_solve_and_a_rectangular_one_is_refused(string name)
    {
        (_, var subject, var dense, _) = Cases().Single(item => item.Name == name);
        if (subject is not ISolvable solvable)
        {
            Assert.Contains(subject.Name, new[] { "low-rank", "Toeplitz", "sparse", "sum", "transposed Kronecker" });
            return;
        }

        var b = new RandomStream(13).Normal(subject.Rows, 3);
        if (subject.Rows != subject.Columns)
        {
            Assert.Throws<ShapeException>(() => solvable.Solve(b));
            return;
        }

        Close.Tensors(LinearAlgebra.Solve(dense, b), solvable.Solve(b), 1e-8);
        Close.Tensors(LinearAlgebra.Solve(dense, b.Column(1)), solvable.Solve(b.Column(1)), 1e-8);
        Assert.Throws<ShapeException>(() => solvable.Solve(Tensor.Ones(subject.Rows + 1)));
        Assert.Throws<NonFiniteException>(() => solvable.Solve(Tensor.Full(double.NaN, subject.Rows)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(7)]
    public void A_Householder_product_is_orthogonal(int reflections) =>
        Close.Orthonormal(new HouseholderOperator(new RandomStream(3).Normal(6, reflections)).ToDense(), 1e-13);

    [Fact]
    public void One_reflection_turns_its_vector_round_at_any_length_of_the_vector()
    {
        var vector = Tensor.FromArray([3e-200, 4e-200]);
        Close.Tensors(vector * -1e200, new HouseholderOperator(vector.Reshape(2, 1)).Apply(vector * 1e200), 1e-15);
        Assert.Throws<ArgumentException>(() => new HouseholderOperator(Tensor.Zeros(3, 1)));
    }

    [Fact]
    public void Flops_are_the_count_of_the_documented_formulas()
    {
        var stream = new RandomStream(1);
        Assert.Equal(2 * 3 * 5, new DenseOperator(stream.Normal(3, 5)).Flops);
        Assert.Equal(2 * 2 * (3 + 5), new LowRankOperator(stream.Normal(3, 2), stream.Normal(5, 2)).Flops);

        // A first: q·2mn + m·2pq = 4·2·2·3 + 2·2·5·4; B first: n·2pq + p·2mn = 3·2·5·4 + 5·2·2·3.
        Assert.Equal(Math.Min(48 + 80, 120 + 60), new KroneckerOperator(stream.Normal(2, 3), stream.Normal(5, 4)).Flops);
        Assert.Equal(2 * 3 * 5 * (2 + 4), new MonarchOperator(stream.Normal(5, 4, 3), stream.Normal(3, 5, 2)).Flops);

        // 2 · 2.5 · 16 · 4 + 6 · 9.
        Assert.Equal(320 + 54, new CirculantOperator(stream.Normal(16)).Flops);
        Assert.Equal(320 + 54, new ToeplitzOperator(Tensor.Ones(8), Tensor.Ones(9)).Flops);
        Assert.Equal(4 * 6 * 2, new HouseholderOperator(stream.Normal(6, 2)).Flops);
        Assert.Equal((2 * 6) + (4 * 6 * 2), new DiagonalPlusLowRankOperator(stream.Normal(6), stream.Normal(6, 2), stream.Normal(6, 2)).Flops);
    }

    [Fact]
    public void A_large_Kronecker_product_is_applied_without_being_formed()
    {
        // The dense form would have 10¹² entries; A ⊗ B of x ⊗ y is A x ⊗ B y.
        var stream = new RandomStream(2);
        (var a, var b) = (stream.Normal(1000, 1000), new DiagonalOperator(stream.Normal(1000)));
        (var x, var y) = (stream.Normal(1000), stream.Normal(1000));
        var expected = LinearAlgebra.Outer(LinearAlgebra.MatVec(a, x), b.Apply(y)).Flatten();
        Close.Tensors(expected, new KroneckerOperator(new DenseOperator(a), b).Apply(LinearAlgebra.Outer(x, y).Flatten()), 1e-9);
    }

    [Fact]
    public void Singular_operators_are_told()
    {
        Assert.Throws<SingularMatrixException>(() => new DiagonalOperator(Tensor.FromArray([1.0, 0.0])).Solve(Tensor.Ones(2)));
        Assert.Throws<SingularMatrixException>(() => new CirculantOperator(Tensor.Ones(6)).Solve(Tensor.Ones(6)));
        Assert.Throws<SingularMatrixException>(() => new DenseOperator(Tensor.Ones(3, 3)).Solve(Tensor.Ones(3)));
        Assert.Throws<SingularMatrixException>(() => (0 * new DenseOperator(Tensor.Identity(2)) as ISolvable)!.Solve(Tensor.Ones(2)));

        // I − e eᵀ/eᵀe with eᵀe = 4 has e in its null space.
        var e = Tensor.Ones(4, 1);
        Assert.Throws<SingularMatrixException>(() => new DiagonalPlusLowRankOperator(Tensor.Ones(4), e, e * -0.25).Solve(Tensor.Ones(4)));
        Assert.Throws<SingularMatrixException>(() => new DiagonalPlusLowRankOperator(Tensor.Zeros(4), e, e).Solve(Tensor.Ones(4)));
    }

    [Fact]
    public void Wrong_shapes_and_values_are_told()
    {
        var stream = new RandomStream(4);
        var dense = new DenseOperator(stream.Normal(3, 5));
        Assert.Contains("dense", Assert.Throws<ShapeException>(() => dense.Apply(Tensor.Ones(3))).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => dense + dense.Transpose());
        Assert.Throws<ShapeException>(() => dense * dense);
        Assert.Throws<ShapeException>(() => new LowRankOperator(stream.Normal(3, 2), stream.Normal(3, 1)));
        Assert.Throws<ShapeException>(() => new MonarchOperator(stream.Normal(2, 3, 4), stream.Normal(4, 3, 2)));
        Assert.Throws<ArgumentException>(() => new ToeplitzOperator(Tensor.FromArray([1.0, 2.0]), Tensor.FromArray([3.0])));
        Assert.Throws<NonFiniteException>(() => new CirculantOperator(Tensor.FromArray([1, double.NaN])));
        var noDirect = new KroneckerOperator(new DenseOperator(stream.Normal(2, 2)), new ToeplitzOperator(Tensor.Ones(2), Tensor.Ones(2)));
        Assert.Contains("Toeplitz", Assert.Throws<NotSupportedException>(() => noDirect.Solve(Tensor.Ones(4))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Changing_the_given_tensor_does_not_change_the_operator()
    {
        var matrix = Tensor.Identity(2);
        var subject = new DenseOperator(matrix);
        matrix[0, 0] = 9;
        Close.Tensors(Tensor.Identity(2), subject.ToDense(), 0);
    }

    // Every operator with its dense form by brute force and the number of parameters by the definition of the structure.
    private static IEnumerable<(string Name, LinearOperator Subject, Tensor Dense, long Parameters)> Cases()
    {
        foreach ((int m, int n) in new[] { (1, 1), (5, 5), (3, 7), (12, 5), (1, 6), (33, 33) })
        {
            var stream = new RandomStream((100 * m) + n);
            var matrix = stream.Normal(m, n);
            yield return ($"dense {m} {n}", new DenseOperator(matrix), matrix, m * n);
            yield return ($"diagonal {m} {n}", new DiagonalOperator(matrix.Row(0)), Tensor.Diagonal(matrix.Row(0)), n);
            (var u, var v) = (stream.Normal(m, 2), stream.Normal(n, 2));
            yield return ($"low-rank {m} {n}", new LowRankOperator(u, v), LinearAlgebra.MatMul(u, v.Transpose()), 2 * (m + n));
            yield return ($"sparse {m} {n}", new SparseOperator(SparseMatrix.FromDense(matrix)), matrix, m * n);

            (var column, var row) = (stream.Normal(m), stream.Normal(n));
            row[0] = column[0];
            yield return ($"Toeplitz {m} {n}", new ToeplitzOperator(column, row), FromEntries(m, n, (i, j) => i >= j ? column[i - j] : row[j - i]), m + n - 1);
            yield return ($"circulant {m} {n}", new CirculantOperator(row), FromEntries(n, n, (i, j) => row[(i - j + n) % n]), n);

            var reflection = Tensor.Identity(n);
            foreach (var vector in new[] { v.Column(0), v.Column(1) })
                reflection = LinearAlgebra.MatMul(reflection, Tensor.Identity(n) - (LinearAlgebra.Outer(vector, vector) * (2 / LinearAlgebra.Dot(vector, vector))));
            yield return ($"Householder {m} {n}", new HouseholderOperator(v), reflection, 2 * n);

            var w = stream.Normal(n, 2);
            var diagonal = stream.Uniform(n) + 1;
            yield return ($"diagonal-plus-low-rank {m} {n}", new DiagonalPlusLowRankOperator(diagonal, v, w),
                Tensor.Diagonal(diagonal) + LinearAlgebra.MatMul(v, w.Transpose()), 5 * n);

            foreach ((int p, int q) in new[] { (1, 1), (3, 3), (2, 5) })
            {
                var second = stream.Normal(p, q);
                var kronecker = FromEntries(m * p, n * q, (i, j) => matrix[i / p, j / q] * second[i % p, j % q]);
                var subject = new KroneckerOperator(matrix, second);
                yield return ($"Kronecker {m} {n} {p} {q}", subject, kronecker, (m * n) + (p * q));
                yield return ($"transposed {m} {n} {p} {q}", subject.Transpose(), kronecker.Transpose(), (m * n) + (p * q));
                yield return ($"block-diagonal {m} {n} {p} {q}", new BlockDiagonalOperator(new DenseOperator(matrix), new DenseOperator(second)),
                    FromEntries(m + p, n + q, (i, j) => i < m ? j < n ? matrix[i, j] : 0 : j < n ? 0 : second[i - m, j - n]), (m * n) + (p * q));
            }

            yield return ($"sum {m} {n}", new DenseOperator(matrix) - new LowRankOperator(u, v), matrix - LinearAlgebra.MatMul(u, v.Transpose()), (m * n) + (2 * (m + n)) + 1);
            yield return ($"product {m} {n}", new DenseOperator(matrix) * new DiagonalOperator(diagonal), matrix * diagonal, (m * n) + n);
            yield return ($"scaled {m} {n}", -2.5 * new DenseOperator(matrix), matrix * -2.5, (m * n) + 1);
        }

        foreach ((int k, int p, int q, int s) in new[] { (1, 1, 1, 1), (3, 3, 3, 3), (3, 5, 5, 3), (2, 3, 4, 5), (5, 1, 2, 1) })
        {
            var stream = new RandomStream(k + (10 * p));
            (var left, var right) = (stream.Normal(q, s, k), stream.Normal(k, q, p));

            // Entry ((j, i), (b, a)) is L_i[j, b] R_b[i, a].
            var dense = FromEntries(s * q, k * p, (row, column) =>
                left[row % q, row / q, column / p] * right[column / p, row % q, column % p]);
            yield return ($"Monarch {k} {p} {q} {s}", new MonarchOperator(left, right), dense, (q * s * k) + (k * q * p));
        }
    }

    private static Tensor FromEntries(int rows, int columns, Func<int, int, double> entry)
    {
        var matrix = Tensor.Zeros(rows, columns);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                matrix[i, j] = entry(i, j);
        return matrix;
    }
}
