using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class OperationTests
{
    public static TheoryData<string> Names => [.. OperationCases.Names];

    public static TheoryData<string> DifferentiableTwice => [.. OperationCases.Names.Where(name => OperationCases.Of(name).Twice)];

    public static TheoryData<string> OfNothing => [.. OperationCases.Names.Where(name => OperationCases.Of(name).Shape is not null)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_with_central_differences(string name)
    {
        var operation = OperationCases.Of(name);
        GradientCheck.First(operation.Function, operation.Inputs);
    }

    [Theory]
    [MemberData(nameof(DifferentiableTwice))]
    public void Second_derivative_agrees_with_central_differences(string name)
    {
        var operation = OperationCases.Of(name);
        GradientCheck.Second(operation.Function, operation.Inputs);
    }

    [Theory]
    [MemberData(nameof(OfNothing))]
    public void Nothing_gives_a_result_and_gradients_of_the_right_shapes(string name)
    {
        var operation = OperationCases.Of(name);
        foreach (var dtype in new[] { DType.F64, DType.F32 })
        {
            var leaves = operation.Inputs.Select(input => new Variable(input.To(dtype), requiresGrad: true)).ToArray();
            var y = operation.Function(leaves);
            Assert.Equal(operation.Shape, y.Shape.ToArray());
            y.Backward(Tensor.Ones(dtype, y.Shape));
            foreach (var leaf in leaves)
                Assert.Equal(leaf.Shape.ToArray(), leaf.Grad!.Shape.ToArray());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Single_precision_gives_the_same_to_rounding(string name)
    {
        var operation = OperationCases.Of(name);
        var wide = operation.Inputs.Select(input => new Variable(input, requiresGrad: true)).ToArray();
        var narrow = operation.Inputs.Select(input => new Variable(input.To(DType.F32), requiresGrad: true)).ToArray();
        var expected = operation.Function(wide);
        var actual = operation.Function(narrow);
        Assert.Equal(DType.F32, actual.DType);
        Near(expected.Data, actual.Data);
        expected.Sum().Backward();
        actual.Sum().Backward();
        foreach ((var one, var other) in wide.Zip(narrow))
        {
            Assert.Equal(one.Grad is null, other.Grad is null);
            if (one.Grad is null)
                continue;
            Assert.Equal(DType.F32, other.Grad!.DType);
            Near(one.Grad, other.Grad);
        }
    }

    [Fact]
    public void A_conversion_gives_its_gradient_in_the_type_that_was_converted()
    {
        foreach (int[] shape in new int[][] { [2, 3], [], [0, 3] })
        {
            var narrow = new Variable(Tensor.Ones(DType.F32, shape), requiresGrad: true);
            var wide = narrow.To(DType.F64);
            Assert.Equal(DType.F64, wide.DType);
            wide.Square().Sum().Backward();
            Assert.Equal(DType.F32, narrow.Grad!.DType);
            Assert.Equal((Tensor.Ones(shape) * 2).ToArray(), narrow.Grad.ToArray());
            Assert.Equal(shape, narrow.Grad.Shape.ToArray());
        }
    }

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.True(expected.Shape.SequenceEqual(actual.Shape));
        foreach ((double one, double other) in expected.ToArray().Zip(actual.ToArray()))
            Assert.True(one.Equals(other) || Math.Abs(one - other) <= 2e-5 * Math.Max(1, Math.Abs(one)), $"{other} instead of {one}");
    }
}
