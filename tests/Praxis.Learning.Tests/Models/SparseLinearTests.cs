using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class SparseLinearTests
{
    private static readonly SparsityPattern Pattern = new(4, 5, [0, 2, 2, 5, 6], [1, 4, 0, 1, 2, 4]); // the second row is empty

    [Fact]
    public void First_and_second_derivatives_are_those_of_the_dense_product()
    {
        foreach (int rows in new[] { 3, 10 })
        {
            Tensor[] inputs = [new RandomStream(1).Normal(6), new RandomStream(2).Normal(rows, 5)];
            GradientCheck.First(Product, inputs);
            GradientCheck.Second(Product, inputs);
        }

        static Variable Product(Variable[] inputs) => SparseProduct.Of(Pattern, inputs[0], inputs[1]);
    }

    [Fact]
    public void Entries_are_taken_and_put_back_where_they_were()
    {
        var mask = Tensor.Wrap([.. new[] { 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1 }.Select(bit => bit == 1)], 4, 5);
        var pattern = SparsityPattern.OfMask(mask);
        Assert.Equal(Pattern.RowStarts.ToArray(), pattern.RowStarts.ToArray());
        Assert.Equal(Pattern.ColumnIndices.ToArray(), pattern.ColumnIndices.ToArray());
        var dense = new RandomStream(3).Normal(4, 5);
        Assert.Equal((dense * mask.To(DType.F64)).ToArray(), pattern.ToDense(pattern.Take(dense)).ToArray());
    }

    [Fact]
    public void A_pattern_that_is_none_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new SparsityPattern(2, 3, [0, 1], [0]));
        Assert.Throws<ArgumentException>(() => new SparsityPattern(2, 3, [0, 2, 2], [1, 1]));
        Assert.Throws<ArgumentException>(() => new SparsityPattern(2, 3, [0, 1, 2], [0, 3]));
        Assert.Throws<ArgumentException>(() => new SparsityPattern(2, 3, [0, 2, 1], [0]));
        Assert.Throws<ShapeException>(() => new SparseLinear(Pattern, Tensor.Zeros(5), null));
        Assert.Throws<ShapeException>(() => SparseProduct.Of(Pattern, new Variable(Tensor.Zeros(6)), new Variable(Tensor.Zeros(2, 4))));
    }
}
