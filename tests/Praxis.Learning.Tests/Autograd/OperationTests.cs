using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class OperationTests
{
    public static TheoryData<string> Names => [.. OperationCases.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradient_agrees_with_central_differences(string name)
    {
        var operation = OperationCases.Of(name);
        GradientCheck.First(operation.Function, operation.Inputs);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Second_derivative_agrees_with_central_differences(string name)
    {
        var operation = OperationCases.Of(name);
        GradientCheck.Second(operation.Function, operation.Inputs);
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

    private static void Near(Tensor expected, Tensor actual)
    {
        Assert.True(expected.Shape.SequenceEqual(actual.Shape));
        foreach ((double one, double other) in expected.ToArray().Zip(actual.ToArray()))
            Assert.True(Math.Abs(one - other) <= 2e-5 * Math.Max(1, Math.Abs(one)), $"{other} instead of {one}");
    }
}
