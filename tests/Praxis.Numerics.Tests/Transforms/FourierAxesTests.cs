using System.Numerics;

namespace Praxis.Numerics.Tests.Transforms;

public class FourierAxesTests
{
    public static TheoryData<int[], int[]> Cases => new()
    {
        { [5], [0] },
        { [4, 6], [] },
        { [17, 12], [0] },
        { [17, 12], [1] },
        { [9, 11], [1, 0] },
        { [3, 8, 5], [] },
        { [3, 8, 5], [1] },
        { [3, 8, 5], [-1, 0] },
        { [2, 3, 1, 7], [3, 1] },
        { [13, 13], [-1] },
        { [0, 4], [] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Axes_are_transformed_one_after_another_by_the_definition(int[] shape, int[] axes)
    {
        Complex[] values = FourierPropertyTests.Draw(shape.Aggregate(1, (a, b) => a * b));
        Complex[] expected = values;
        foreach (int axis in Chosen(shape, axes))
            expected = Naive(expected, shape, axis);
        Complex[] actual = [.. values];
        Fourier.Forward(actual, shape, axes);
        Assert.True(FourierPropertyTests.Distance(expected, actual) < 1e-14);
        Fourier.Inverse(actual, shape, axes);
        Assert.True(FourierPropertyTests.Distance(values, actual) < 1e-14);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_real_transform_gives_the_first_half_of_the_last_axis_named(int[] shape, int[] axes)
    {
        var values = new RandomStream(3).Normal(shape);
        Complex[] all = [.. values.ToArray().Select(value => new Complex(value, 0))];
        Fourier.Forward(all, shape, axes);
        Complex[] half = Fourier.ForwardReal(values, axes);
        int real = Chosen(shape, axes)[^1];
        int kept = shape[real] == 0 ? 0 : (shape[real] / 2) + 1;
        int stride = shape[(real + 1)..].Aggregate(1, (a, b) => a * b);
        Complex[] expected = [.. all.Where((_, place) => place / stride % shape[real] < kept)];
        Assert.Equal(expected.Length, half.Length);
        Assert.True(FourierPropertyTests.Distance(expected, half) < 1e-14);
        Close.Tensors(values, Fourier.InverseReal(half, shape, axes), 1e-13);
    }

    [Fact]
    public void A_batch_of_long_or_odd_runs_is_each_run_alone()
    {
        foreach ((int runs, int length) in new[] { (3, 1009), (11, 300), (2, 16384) })
        {
            Complex[] values = FourierPropertyTests.Draw(runs * length);
            Complex[] batch = [.. values];
            Fourier.Forward(batch, [runs, length], 1);
            for (int run = 0; run < runs; run++)
            {
                Complex[] alone = values[(run * length)..((run + 1) * length)];
                Fourier.Forward(alone);
                Assert.True(FourierPropertyTests.Distance(alone, batch[(run * length)..((run + 1) * length)]) < 1e-14);
            }
        }
    }

    [Fact]
    public void Shapes_and_axes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ShapeException>(() => Fourier.Forward(new Complex[6], [2, 4]));
        Assert.Throws<ShapeException>(() => Fourier.Forward(new Complex[6], [2, 3], 2));
        Assert.Contains("twice", Assert.Throws<ShapeException>(() => Fourier.Forward(new Complex[6], [2, 3], 1, -1)).Message);
        Assert.Throws<ShapeException>(() => Fourier.InverseReal(new Complex[6], [2, 3]));
        Assert.Throws<ShapeException>(() => Fourier.ForwardReal(Tensor.Scalar(1)));
    }

    private static int[] Chosen(int[] shape, int[] axes) =>
        axes.Length == 0 ? [.. Enumerable.Range(0, shape.Length)] : [.. axes.Select(axis => (axis + shape.Length) % shape.Length)];

    private static Complex[] Naive(Complex[] values, int[] shape, int axis)
    {
        int length = shape[axis];
        int stride = shape[(axis + 1)..].Aggregate(1, (a, b) => a * b);
        var result = new Complex[values.Length];
        for (int place = 0; place < values.Length; place++)
        {
            int k = place / stride % length;
            int start = place - (k * stride);
            for (int j = 0; j < length; j++)
                result[place] += values[start + (j * stride)] * Complex.FromPolarCoordinates(1, -2 * Math.PI * (j * k % length) / length);
        }

        return result;
    }
}
