namespace Praxis.Numerics.Tests;

public class TensorTests
{
    private static Tensor Counting(params int[] shape) =>
        Tensor.Arange(shape.Aggregate(1, (product, length) => product * length)).Reshape(shape);

    [Fact]
    public void Views_share_memory_with_their_source()
    {
        var matrix = Tensor.Zeros(3, 4);
        matrix.Transpose()[2, 1] = 5;
        matrix.Slice(1, 1, 2).Row(0)[0] = 7;
        Assert.Equal(5, matrix[1, 2]);
        Assert.Equal(7, matrix[0, 1]);
    }

    [Fact]
    public void Transposing_axes_moves_every_element()
    {
        var tensor = Counting(2, 3, 4);
        var moved = tensor.Transpose(2, 0, 1);
        Assert.Equal([4, 2, 3], moved.Shape.ToArray());
        for (int i = 0; i < 2; i++)
            for (int j = 0; j < 3; j++)
                for (int k = 0; k < 4; k++)
                    Assert.Equal(tensor[i, j, k], moved.Contiguous()[k, i, j]);
    }

    [Fact]
    public void Reshape_infers_one_length_and_copies_only_views_with_gaps()
    {
        var matrix = Counting(4, 6);
        matrix.Reshape(3, -1)[0, 0] = 42;
        Assert.Equal(42, matrix[0, 0]);
        var copy = matrix.Transpose().Reshape(24);
        copy[0] = 1;
        Assert.Equal(42, matrix[0, 0]);
        Assert.Throws<ShapeException>(() => matrix.Reshape(5, -1));
    }

    [Theory]
    [InlineData(new[] { 3, 4 }, new[] { 3, 4 })]
    [InlineData(new[] { 3, 4 }, new[] { 4 })]
    [InlineData(new[] { 3, 1 }, new[] { 1, 4 })]
    [InlineData(new[] { 2, 3, 1 }, new[] { 3, 5 })]
    [InlineData(new[] { 2, 1, 4 }, new[] { 2, 3, 1 })]
    [InlineData(new[] { 1 }, new[] { 2, 2 })]
    [InlineData(new[] { 0, 3 }, new[] { 3 })]
    [InlineData(new[] { 3, 1 }, new[] { 3, 1 })]
    public void Broadcasting_agrees_with_the_definition(int[] left, int[] right)
    {
        var stream = new RandomStream(1);
        var a = stream.Normal(left);
        var b = stream.Normal(right);
        var difference = a - b;
        var wideA = a.BroadcastTo(difference.Shape).Contiguous();
        var wideB = b.BroadcastTo(difference.Shape).Contiguous();
        for (int i = 0; i < difference.Length; i++)
            Assert.Equal(wideA.AsSpan()[i] - wideB.AsSpan()[i], difference.AsSpan()[i]);
    }

    [Fact]
    public void Shapes_that_do_not_broadcast_are_named_with_the_operation()
    {
        var error = Assert.Throws<ShapeException>(() => Tensor.Zeros(2, 3) * Tensor.Zeros(4));
        Assert.Contains("*", error.Message, StringComparison.Ordinal);
        Assert.Contains("(2, 3)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(4)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_follow_their_scalar_meaning()
    {
        var x = Tensor.FromArray([1.0, -2.0, 4.0]);
        Assert.Equal([3.0, 0.0, 6.0], (x + 2).ToArray());
        Assert.Equal([1.0, 4.0, -2.0], (2 - x).ToArray().Select(v => v + 0).ToArray());
        Assert.Equal([4.0, -2.0, 1.0], (4 / x).ToArray());
        Assert.Equal([-1.0, 2.0, -4.0], (-x).ToArray());
        Assert.Equal([0.5, -1.0, 2.0], (x / 2).ToArray());
    }

    [Fact]
    public void Types_combine_without_loss()
    {
        var f32 = Tensor.Ones(DType.F32, 2);
        var i64 = Tensor.Arange(2).To(DType.I64);
        Assert.Equal(DType.F32, (f32 + f32).DType);
        Assert.Equal(DType.F32, (f32 * 2).DType);
        Assert.Equal(DType.F64, (f32 + i64).DType);
        Assert.Equal(DType.I64, (i64 * i64).DType);
        Assert.Equal(DType.F64, (i64 / i64).DType);
        Assert.Equal(DType.F64, (f32 + Tensor.Ones(2)).DType);
        Assert.Equal(0.5, (Tensor.FromArray(new long[] { 1 }) / Tensor.FromArray(new long[] { 2 })).ToScalar());
    }

    [Fact]
    public void Reductions_agree_with_loops_along_every_axis()
    {
        var tensor = new RandomStream(2).Normal(3, 37, 5);
        for (int axis = 0; axis < 3; axis++)
        {
            var sum = tensor.Sum(axis);
            var max = tensor.Max(axis, keepAxis: true);
            var where = tensor.ArgMax(axis);
            Assert.Equal(1, max.Shape[axis]);
            var flatMax = max.Reshape(sum.Shape);
            var moved = axis switch { 0 => tensor.Transpose(1, 2, 0), 1 => tensor.Transpose(0, 2, 1), _ => tensor };
            for (int i = 0; i < sum.Shape[0]; i++)
                for (int j = 0; j < sum.Shape[1]; j++)
                {
                    double[] line = moved.Select(0, i).Row(j).ToArray();
                    Close.Numbers(line.Sum(), sum[i, j], 1e-13);
                    Assert.Equal(line.Max(), flatMax[i, j]);
                    Assert.Equal(Array.IndexOf(line, line.Max()), (int)where[i, j]);
                }
        }
    }

    [Fact]
    public void Sums_are_the_same_bits_for_any_number_of_threads_and_any_alignment()
    {
        var values = new RandomStream(3).Normal(1_000_003);
        int before = Backend.Threads;
        try
        {
            Backend.Threads = 1;
            double one = values.Sum();
            Backend.Threads = 2;
            Assert.Equal(one, values.Sum());
            var shifted = new double[values.Length + 3];
            for (int shift = 0; shift < 3; shift++)
            {
                values.AsSpan().CopyTo(shifted.AsSpan(shift));
                Assert.Equal(one, Tensor.Wrap(shifted, shifted.Length).Slice(0, shift, values.Length).Sum());
            }
        }
        finally
        {
            Backend.Threads = before;
        }
    }

    [Fact]
    public void A_sum_of_a_million_tenths_is_accurate_to_rounding() =>
        Close.Numbers(100_000, Tensor.Full(0.1, 1_000_000).Sum(), 1e-9);

    [Fact]
    public void The_norm_survives_values_whose_squares_overflow_or_vanish()
    {
        Close.Numbers(5e200, Tensor.FromArray([3e200, 4e200]).FrobeniusNorm(), 1e186);
        Close.Numbers(5e-200, Tensor.FromArray([3e-200, -4e-200]).FrobeniusNorm(), 1e-214);
        Assert.Equal(0, Tensor.Zeros(0, 3).FrobeniusNorm());
    }

    [Fact]
    public void Non_finite_values_are_reported_with_name_and_index()
    {
        var matrix = Tensor.Ones(2, 3);
        matrix[1, 2] = double.NaN;
        var error = Assert.Throws<NonFiniteException>(() => matrix.EnsureFinite("weights"));
        Assert.Contains("weights is NaN at index (1, 2)", error.Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(matrix.Max()));
        Assert.True(double.IsNaN(matrix.MaxAbs()));
    }

    [Fact]
    public void Concat_and_stack_place_their_parts()
    {
        var a = Counting(2, 2);
        var b = Tensor.Full(9, 2, 1);
        Assert.Equal([0, 1, 9, 2, 3, 9], Tensor.Concat(1, a, b).ToArray());
        Assert.Equal([2, 2, 2], Tensor.Stack(0, a, a).Shape.ToArray());
        Assert.Equal([0, 0, 1, 1, 2, 2, 3, 3], Tensor.Stack(-1, a, a).ToArray());
        Assert.Throws<ShapeException>(() => Tensor.Concat(0, a, b));
    }

    [Fact]
    public void Indices_outside_the_shape_are_errors()
    {
        var matrix = Tensor.Zeros(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[0, 3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix[-1, 0]);
        Assert.Throws<ShapeException>(() => matrix[0]);
        Assert.Throws<ShapeException>(() => matrix.Slice(0, 1, 2));
    }

    [Fact]
    public void Wrap_does_not_copy_and_from_array_does()
    {
        double[] data = [1, 2];
        var wrapped = Tensor.Wrap(data, 2);
        var copied = Tensor.FromArray(data);
        data[0] = 9;
        Assert.Equal(9, wrapped[0]);
        Assert.Equal(1, copied[0]);
        Assert.Equal(6, Tensor.FromArray(new double[,] { { 1, 2, 3 }, { 4, 5, 6 } })[1, 2]);
    }

    [Fact]
    public void Copying_between_overlapping_views_reads_before_it_writes()
    {
        var square = Counting(3, 3);
        square.CopyFrom(square.Transpose());
        Assert.Equal([0, 3, 6, 1, 4, 7, 2, 5, 8], square.ToArray());
        var line = Counting(5);
        line.Slice(0, 1, 4).CopyFrom(line.Slice(0, 0, 4));
        Assert.Equal([0, 0, 1, 2, 3], line.ToArray());
    }

    [Fact]
    public void Zeros_are_doubles_even_when_the_first_length_is_a_literal_zero()
    {
        var empty = Tensor.Zeros(0, 3);
        Assert.Equal(DType.F64, empty.DType);
        Assert.Equal([0, 3], empty.Shape.ToArray());
        Assert.Equal(0, Tensor.Arange(5, 0).Length);
    }

    [Fact]
    public void Functions_agree_with_the_scalar_ones()
    {
        var x = new RandomStream(6).Normal(3, 41).Transpose();
        (Tensor Actual, Func<double, double> Expected)[] pairs =
        [
            (x.Exp(), Math.Exp), (x.Abs().Log(), v => Math.Log(Math.Abs(v))), (x.Abs().Sqrt(), v => Math.Sqrt(Math.Abs(v))),
            (x.Tanh(), Math.Tanh), (x.Sin(), Math.Sin), (x.Cos(), Math.Cos), (x.Square(), v => v * v), (x.Sign(), v => Math.Sign(v)),
            (x.Sigmoid(), v => 1 / (1 + Math.Exp(-v))), (x.Pow(3), v => v * v * v), (x.Clamp(-1, 0.5), v => Math.Clamp(v, -1, 0.5)),
        ];
        foreach ((var actual, var expected) in pairs)
            Close.Tensors(x.Map(expected), actual, 2e-14);
    }

    [Fact]
    public void Conversions_round_towards_zero_and_refuse_what_does_not_fit()
    {
        Assert.Equal([-1.0, 2.0], Tensor.FromArray([-1.9, 2.9]).To(DType.I64).ToArray());
        Assert.Equal([1.0, 0.0], Tensor.FromArray([0.5, 0.0]).To(DType.Bool).ToArray());
        Assert.Throws<OverflowException>(() => Tensor.FromArray([1e30]).To(DType.I64));
    }
}
