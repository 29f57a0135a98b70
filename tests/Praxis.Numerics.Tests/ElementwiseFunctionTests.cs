namespace Praxis.Numerics.Tests;

public class ElementwiseFunctionTests
{
    [Fact]
    public void Tanh_is_right_to_two_units_in_the_last_place()
    {
        // From 1e-20 to 40, with both signs, in steps that meet every exponent.
        var x = Tensor.Linspace(-20, Math.Log10(40), 20_011).Map(exponent => Math.Pow(10, exponent));
        x = Tensor.Concat(0, [x, -x]);
        var single = x.To(DType.F32);
        var tanh = x.Tanh();
        var tanhSingle = single.Tanh();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Tanh(x[i]);
            double unitDouble = Math.BitIncrement(Math.Abs(exact)) - Math.Abs(exact);
            Assert.True(Math.Abs(tanh[i] - exact) <= 2 * unitDouble, $"tanh({x[i]:R}): {Math.Abs(tanh[i] - exact) / unitDouble} units");
            double exactSingle = Math.Tanh(single[i]);
            float unit = MathF.BitIncrement((float)Math.Abs(exactSingle)) - (float)Math.Abs(exactSingle);
            Assert.True(Math.Abs(tanhSingle[i] - exactSingle) <= 2 * unit, $"tanhf({single[i]:R})");
        }
    }

    [Fact]
    public void Exp_in_single_precision_is_right_to_two_units_in_the_last_place()
    {
        var x = Tensor.Linspace(-87, 88, 50_021).To(DType.F32);
        var exp = x.Exp();
        for (int i = 0; i < x.Length; i++)
        {
            double exact = Math.Exp(x[i]);
            Assert.True(Math.Abs(exp[i] - exact) <= 2 * (MathF.BitIncrement((float)exact) - (float)exact), $"exp({x[i]:R})");
        }
    }

    [Fact]
    public void Tanh_keeps_what_is_special()
    {
        var special = Tensor.FromArray([double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1000, 5e-324]);
        foreach (var x in new[] { special, special.To(DType.F32) })
        {
            double[] tanh = x.Tanh().ToArray();
            Assert.Equal([double.NaN, 1, -1, 0, -0.0, 1], tanh[..6]);
            Assert.True(double.IsNegative(tanh[4]));
            Assert.Equal(x[6], tanh[6]);
        }
    }

    [Theory]
    [InlineData(DType.F64, 5, 7, 1e-15)]
    [InlineData(DType.F32, 5, 37, 3e-7)]
    [InlineData(DType.F64, 2, 70_001, 1e-15)]
    [InlineData(DType.F32, 2, 70_001, 3e-7)]
    public void Softmax_agrees_with_its_definition_along_both_axes(DType dtype, int rows, int columns, double tolerance)
    {
        var x = new RandomStream(columns).Normal(rows, columns).To(dtype);
        var last = x.Softmax();
        var first = x.Transpose().Softmax(0);
        var logarithm = x.LogSoftmax();
        for (int i = 0; i < rows; i++)
        {
            double[] e = [.. x.Row(i).ToArray().Select(Math.Exp)];
            double sum = e.Sum();
            for (int j = 0; j < columns; j++)
            {
                Close.Numbers(e[j] / sum, last[i, j], tolerance * 20 * e[j] / sum);
                Close.Numbers(last[i, j], first[j, i], 0);
                Close.Numbers(x[i, j] - Math.Log(sum), logarithm[i, j], tolerance * 20);
            }
        }
    }

    [Fact]
    public void Softmax_neither_overflows_nor_hides_what_is_no_number()
    {
        Assert.Equal([0.5, 0.5, 0], Tensor.FromArray([1e308, 1e308, -1e308]).Softmax().ToArray());
        Assert.Equal([0.0, -1000], Tensor.FromArray([500.0, -500]).LogSoftmax().ToArray());
        Assert.All(Tensor.FromArray([1, double.NaN]).Softmax().ToArray(), value => Assert.True(double.IsNaN(value)));
        Assert.Equal(0, Tensor.Zeros(3, 0).Softmax().Length);
        Assert.Throws<ShapeException>(() => Tensor.Zeros(3).Softmax(1));
        Assert.Throws<ShapeException>(() => Tensor.Scalar(1).Softmax());
    }
}
