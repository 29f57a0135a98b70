namespace Praxis.Numerics.Tests;

/// <summary>What is read one element at a time is what was written.</summary>
public class IndexerTests
{
    // Beyond 2²⁴ single precision leaves numbers out; up to 2⁵³ double precision holds all whole ones.
    private static readonly long[] Wholes = [851868750, (1L << 24) + 1, (1L << 52) + 1, (1L << 53) - 1, -((1L << 52) + 1), -16777217];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whole_numbers_are_read_exactly(bool inScope) => Run(inScope, () =>
    {
        var vector = Tensor.FromArray(Wholes);
        var matrix = vector.Reshape(2, 3);
        var cube = vector.Reshape(1, 3, 2);
        for (int i = 0; i < Wholes.Length; i++)
        {
            Assert.Equal(Wholes[i], (long)vector[i]);
            Assert.Equal(Wholes[i], (long)matrix[i / 3, i % 3]);
            Assert.Equal(Wholes[i], (long)matrix.Transpose()[i % 3, i / 3]);
            Assert.Equal(Wholes[i], (long)cube[0, i / 2, i % 2]);
            Assert.Equal(Wholes[i], (long)vector.Slice(0, i, 1).ToScalar());
        }

        Assert.Equal(Wholes.Select(whole => (double)whole), vector.ToArray());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whole_numbers_are_written_exactly(bool inScope) => Run(inScope, () =>
    {
        var written = Tensor.Zeros(DType.I64, Wholes.Length);
        for (int i = 0; i < Wholes.Length; i++)
            written[i] = Wholes[i];
        Assert.Equal(Wholes, written.AsSpan<long>().ToArray());
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Double_precision_is_read_exactly(bool inScope) => Run(inScope, () =>
    {
        double[] values = [851868750, (1L << 52) + 1, 0.1, Math.PI, 1e300, double.Epsilon, -1e-310];
        var vector = Tensor.Zeros(values.Length);
        for (int i = 0; i < values.Length; i++)
            vector[i] = values[i];
        var matrix = vector.Reshape(1, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], vector[i]);
            Assert.Equal(values[i], matrix[0, i]);
            Assert.Equal(values[i], vector.Reshape(1, 1, values.Length)[0, 0, i]);
            Assert.Equal(values[i], vector.Slice(0, i, 1).ToScalar());
        }
    });

    private static void Run(bool inScope, Action body)
    {
        using (inScope ? TensorScope.Begin() : null)
            body();
    }
}
