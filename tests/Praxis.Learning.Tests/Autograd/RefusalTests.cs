using Praxis.Numerics;

namespace Praxis.Learning.Tests;

/// <summary>Operations that make no sense of nothing say so.</summary>
public class RefusalTests
{
    private static readonly Dictionary<string, Func<Variable, Variable>> Cases = new()
    {
        ["mean"] = x => x.Mean(),
        ["mean over the empty axis"] = x => x.Mean(0),
        ["mean over the empty axis, kept"] = x => x.Mean([0], keepAxes: true),
        ["variance"] = x => x.Variance([]),
        ["variance over the empty axis"] = x => x.Variance([0], correction: 0),
        ["max"] = x => x.Max(0),
        ["min"] = x => x.Min(0),
        ["largest absolute"] = x => x.Norm([], double.PositiveInfinity),
        ["largest absolute over the empty axis"] = x => x.Norm([0], double.PositiveInfinity),
        ["log sum exp"] = x => x.LogSumExp(0),
        ["layer norm of rows without entries"] = x => x.Transpose().LayerNorm(),
        ["rms norm of rows without entries"] = x => x.Transpose().RmsNorm(),
        ["cross-entropy without classes"] = x => x.Transpose().CrossEntropy(Tensor.FromArray([-100L, -100L, -100L])),
        ["mean squared error"] = x => Loss.MeanSquaredError(x, x),
        ["mean absolute error"] = x => Loss.L1(x, x),
        ["Huber"] = x => Loss.Huber(x, x),
        ["binary cross-entropy"] = x => Loss.BinaryCrossEntropyWithLogits(x, x),
        ["divergence"] = x => Loss.KullbackLeibler(x, x),
        ["negative log likelihood"] = x => Loss.NegativeLogLikelihood(x, Tensor.FromArray(Array.Empty<long>())),
        ["concatenation of nothing"] = _ => Variable.Concatenate(0),
        ["stack of nothing"] = _ => Variable.Stack(0),
        ["real Fourier"] = x => RealFourier.Forward(x.Transpose()),
        ["inverse real Fourier"] = x => RealFourier.Inverse(x.Reshape(3, 0, 2), 0),
        ["max pool"] = x => Pooling.Max(x.Reshape(1, 1, 0, 3)),
        ["average pool"] = x => Pooling.Average(x.Reshape(1, 1, 3, 0)),
        ["upsample"] = x => Pooling.Upsample(x.Reshape(1, 1, 0, 3)),
        ["conv2d of an image without rows"] = x => Convolution.TwoDimensional(x.Reshape(1, 1, 0, 3), Tensor.Ones(1, 1, 2, 2)),
        ["conv2d with a kernel without rows"] = x => Convolution.TwoDimensional(Tensor.Ones(1, 1, 3, 3), x.Reshape(1, 1, 0, 3)),
        ["conv1d of a sequence of nothing"] = x => Convolution.OneDimensional(x.Reshape(1, 3, 0), Tensor.Ones(1, 3, 2)),
        ["reshape with an open length beside an empty axis"] = x => x.Reshape(0, -1),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    internal static IEnumerable<Delegate> All => Cases.Values;

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_that_needs_elements_refuses_nothing(string name)
    {
        foreach (bool requiresGrad in new[] { true, false })
        {
            var nothing = new Variable(Tensor.Zeros(0, 3), requiresGrad);
            Assert.Throws<ShapeException>(() => Cases[name](nothing));
        }
    }

    [Fact]
    public void An_empty_axis_has_no_index()
    {
        Variable nothing = Tensor.Zeros(0, 3);
        var index = Tensor.FromArray([0L]);
        Assert.Throws<ArgumentOutOfRangeException>(() => nothing.IndexSelect(0, index));
        Assert.Throws<ArgumentOutOfRangeException>(() => nothing.Gather(0, index.Reshape(1, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => nothing.ScatterAdd(0, index.Reshape(1, 1), Tensor.Ones(1, 1)));
    }
}
