using Praxis.Numerics;

namespace Praxis.Learning.Tests;

public class LayerTests
{
    [Fact]
    public void Gru_agrees_with_recorded_states() => Recurrent(
        new Gru(2, 2, new RandomStream(1), DType.F64),
        -0.47809370346469415, 0.7045212149537908, 0.6285009243906636, 0.12571114555277443, 0.5212042503273503, 0.6410948468200262);

    [Fact]
    public void Lstm_agrees_with_recorded_states() => Recurrent(
        new Lstm(2, 2, new RandomStream(1), DType.F64),
        -0.33540625089813697, 0.038340766040803116, 0.47775555492500354, 0.22772348044451382, 0.3765055840921819, 0.21746050302109746);

    [Fact]
    public void Causal_attention_agrees_with_recorded_values()
    {
        var attention = new MultiheadAttention(4, 2, new RandomStream(1), causal: true, DType.F64);
        Fill(attention);
        var y = attention.Forward(Sines(5, 1, 3, 4));
        double[] expected =
        [
            2.3726417596508074, -2.578834507307546, -0.8085268229483943, 1.3460038439857203, 2.2127855689842546, -4.284055159225753,
            1.5805425703006106, -0.07197544149149615, 1.867781406935491, -3.2563011309617753, 0.5819770035661145, 0.2056825556646471,
        ];
        Near(expected, y.Data);
    }

    [Fact]
    public void Causal_attention_does_not_look_ahead()
    {
        var attention = new MultiheadAttention(4, 2, new RandomStream(1), causal: true, DType.F64);
        var x = new RandomStream(2).Normal(1, 5, 4);
        var before = attention.Forward(x).Data.Slice(1, 0, 3).Clone();
        x.Slice(1, 3, 2).Fill(9);
        Assert.Equal(before.ToArray(), attention.Forward(x).Data.Slice(1, 0, 3).ToArray());
    }

    [Fact]
    public void Convolution_agrees_with_its_definition()
    {
        var layer = new Conv2d(4, 6, 3, new RandomStream(1), stride: 2, padding: 1, groups: 2, dtype: DType.F64);
        var x = new RandomStream(2).Normal(2, 4, 5, 6);
        var y = layer.Forward(x).Data;
        Assert.Equal([2, 6, 3, 3], y.Shape.ToArray());
        for (int n = 0; n < 2; n++)
            for (int o = 0; o < 6; o++)
                for (int row = 0; row < 3; row++)
                    for (int column = 0; column < 3; column++)
                    {
                        double sum = layer.Bias!.Data[o];
                        for (int c = 0; c < 2; c++)
                            for (int i = 0; i < 3; i++)
                                for (int j = 0; j < 3; j++)
                                {
                                    (int h, int w) = ((2 * row) + i - 1, (2 * column) + j - 1);
                                    if (h is >= 0 and < 5 && w is >= 0 and < 6)
                                        sum += layer.Weight.Data[[o, c, i, j]] * x[[n, (o / 3 * 2) + c, h, w]];
                                }

                        Assert.Equal(sum, y[[n, o, row, column]], 12);
                    }
    }

    [Fact]
    public void Batch_norm_uses_the_batch_in_training_and_running_statistics_after()
    {
        var norm = new BatchNorm(1, epsilon: 0, dtype: DType.F64);
        var x = Tensor.FromArray([1.0, 3.0]).Reshape(2, 1);
        Near([-1, 1], norm.Forward(x).Data);
        var state = norm.StateDictionary();
        Assert.Equal(0.2, state["running_mean"][0], 12);        // 0.9 · 0 + 0.1 · 2
        Assert.Equal(1.1, state["running_var"][0], 12);         // 0.9 · 1 + 0.1 · 2 (unbiased)
        Assert.Equal(1, state["num_batches_tracked"].ToScalar());
        norm.Eval();
        Near([0.8 / Math.Sqrt(1.1), 2.8 / Math.Sqrt(1.1)], norm.Forward(x).Data);
    }

    [Fact]
    public void Batch_norm_has_the_right_gradient() => GradientCheck.First(
        x => new BatchNorm(2, dtype: DType.F64).Forward(x[0]).Square(), [new RandomStream(1).Normal(3, 2, 2)]);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Recurrent_layers_have_the_right_gradient(bool gated)
    {
        Layer layer = gated ? new Gru(2, 3, new RandomStream(1), DType.F64) : new Lstm(2, 3, new RandomStream(1), DType.F64);
        GradientCheck.First(x => layer.Forward(x[0]), [new RandomStream(2).Normal(2, 3, 2)]);
    }

    [Fact]
    public void Dropout_keeps_the_mean_and_does_nothing_in_evaluation()
    {
        var dropout = new Dropout(0.25, new RandomStream(1));
        Variable x = Tensor.Ones(20_000);
        var first = dropout.Forward(x).Data;
        Assert.All(first.ToArray(), value => Assert.True(value is 0 or 1 / 0.75));
        Assert.Equal(1, first.Mean(), 0.02);
        Assert.NotEqual(first.ToArray(), dropout.Forward(x).Data.ToArray());
        Assert.Equal(first.ToArray(), new Dropout(0.25, new RandomStream(1)).Forward(x).Data.ToArray());
        dropout.Eval();
        Assert.Same(x, dropout.Forward(x));
    }

    [Fact]
    public void Initial_values_have_the_variance_they_promise()
    {
        var random = new RandomStream(1);
        Assert.Equal(2.0 / 200, MeanSquare(Initializers.KaimingNormal(random.Fork(1), DType.F64, [300, 200])), 3e-4);
        Assert.Equal(2.0 / 200, MeanSquare(Initializers.KaimingUniform(random.Fork(2), DType.F64, [300, 200])), 3e-4);
        Assert.Equal(2.0 / 500, MeanSquare(Initializers.XavierNormal(random.Fork(3), DType.F64, [300, 200])), 2e-4);
        Assert.Equal(2.0 / 500, MeanSquare(Initializers.XavierUniform(random.Fork(4), DType.F64, [300, 200])), 2e-4);
        Assert.Equal(2.0 / (20 * 9), MeanSquare(Initializers.KaimingNormal(random.Fork(5), DType.F64, [300, 20, 3, 3])), 3e-4);
    }

    [Theory]
    [InlineData(5, 3)]
    [InlineData(3, 5)]
    public void Orthogonal_values_are_orthogonal(int rows, int columns)
    {
        var w = Initializers.Orthogonal(new RandomStream(1), DType.F64, [rows, columns], gain: 2);
        var gram = rows < columns ? LinearAlgebra.MatMul(w, w.Transpose()) : LinearAlgebra.MatMul(w.Transpose(), w);
        Assert.True((gram - (Tensor.Identity(3) * 4)).MaxAbs() < 1e-12);
    }

    private static double MeanSquare(Tensor x) => x.Square().Mean();

    private static void Recurrent(Layer layer, params double[] expected)
    {
        Fill(layer);
        Near(expected, layer.Forward(Sines(5, 1, 3, 2)).Data);
    }

    // The k-th parameter holds sin(k), sin(k + 1), …
    private static void Fill(Module module)
    {
        int k = 0;
        foreach ((_, var parameter) in module.NamedParameters())
            parameter.Data.CopyFrom(Sines(k++, parameter.Shape.ToArray()));
    }

    private static Tensor Sines(int start, params int[] shape) =>
        Tensor.Arange(start, start + shape.Aggregate(1, (a, b) => a * b)).Sin().Reshape(shape);

    private static void Near(double[] expected, Tensor actual)
    {
        double[] values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], values[i], 1e-12);
    }
}
