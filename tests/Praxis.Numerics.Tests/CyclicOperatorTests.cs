namespace Praxis.Numerics.Tests;

/// <summary>Toeplitz and circulant operators on blocks: columns go sixteen at a time, the last ones alone.</summary>
public class CyclicOperatorTests
{
    [Theory]
    [InlineData(200, 150, 1)]
    [InlineData(200, 150, 4)]
    [InlineData(200, 150, 19)]
    [InlineData(300, 419, 33)]
    [InlineData(700, 640, 22)]
    [InlineData(40, 30, 20)]
    public void Toeplitz_products_of_blocks_agree_with_the_dense_matrix(int rows, int columns, int count)
    {
        var stream = new RandomStream(rows + count);
        var column = stream.Normal(rows);
        var row = stream.Normal(columns);
        row[0] = column[0];
        var toeplitz = new ToeplitzOperator(column, row);
        var dense = toeplitz.ToDense();
        var x = stream.Normal(columns, count);
        var y = stream.Normal(rows, count);
        Close.Tensors(LinearAlgebra.MatMul(dense, x), toeplitz.Apply(x), 1e-11);
        Close.Tensors(LinearAlgebra.MatMul(dense, y, true, false), toeplitz.ApplyTransposed(y), 1e-11);
    }

    [Theory]
    [InlineData(256, 17)]
    [InlineData(1000, 5)]
    [InlineData(1009, 6)]
    public void Circulant_blocks_are_applied_and_solved(int n, int count)
    {
        var stream = new RandomStream(n);
        var column = stream.Normal(n) / Math.Sqrt(n);
        column[0] += 4;
        var circulant = new CirculantOperator(column);
        var x = stream.Normal(n, count);
        var product = circulant.Apply(x);
        Close.Tensors(LinearAlgebra.MatMul(circulant.ToDense(), x), product, 1e-12);
        Close.Tensors(x, circulant.Solve(product), 1e-11);
    }
}
