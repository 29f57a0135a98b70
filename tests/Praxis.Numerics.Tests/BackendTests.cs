using Praxis.Numerics.Backends;

namespace Praxis.Numerics.Tests;

public class BackendTests
{
    private const string Nowhere = "/nowhere/libopenblas.so";

    [Fact]
    public void Openblas_forced_but_absent_is_an_error_that_names_the_cure()
    {
        var error = Assert.Throws<DllNotFoundException>(() => Backend.Choose("openblas", Nowhere));
        Assert.Contains(Nowhere, error.Message, StringComparison.Ordinal);
        Assert.Contains("libopenblas0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_openblas_managed_code_takes_over() => Assert.Equal("managed", Backend.Choose(null, Nowhere).Name);

    [Fact]
    public void Unknown_names_are_refused() =>
        Assert.Contains("openblas or managed", Assert.Throws<InvalidOperationException>(() => Backend.Choose("mkl", null)).Message, StringComparison.Ordinal);

    [SkippableFact]
    public void The_environment_decides()
    {
        string? choice = Environment.GetEnvironmentVariable("PRAXIS_BLAS");
        Skip.If(string.IsNullOrEmpty(choice), "PRAXIS_BLAS is not set.");
        Assert.Equal(choice!.ToUpperInvariant(), Backend.Name.ToUpperInvariant());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Kernels_of_every_width_agree_with_the_definition(int vectors)
    {
        foreach (bool overwrite in new[] { false, true })
            foreach (bool begins in new[] { false, true })
            {
                CheckKernel(GemmKernel256.Rows, GemmKernel256.Columns<double>(), vectors, wide: false, overwrite, begins);
                CheckKernel(GemmKernel512.Rows, GemmKernel512.Columns<double>(), vectors, wide: true, overwrite, begins);
            }
    }

    [Theory]
    [InlineData(1, 70, 33, false, false)]
    [InlineData(1, 70, 33, true, true)]
    [InlineData(2, 130, 65, false, true)]
    [InlineData(3, 300, 257, false, true)]
    [InlineData(3, 300, 257, false, false)]
    [InlineData(3, 40, 1, true, false)]
    [InlineData(90, 40, 1, true, true)]
    [InlineData(90, 40, 1, false, false)]
    [InlineData(2, 40, 1, true, true)]
    [InlineData(40, 64, 50, false, true)]
    [InlineData(40, 64, 50, true, false)]
    [InlineData(8, 600, 4100, false, false)]
    public void A_row_is_added_to_every_row_of_a_product(int m, int k, int n, bool transposeA, bool transposeB)
    {
        var stream = new RandomStream(m + k + n);
        var a = transposeA ? stream.Normal(k, m) : stream.Normal(m, k);
        var b = transposeB ? stream.Normal(n, k) : stream.Normal(k, n);
        var row = stream.Normal(n);
        var product = new MatrixProduct(m, n, k) { TransposeA = transposeA, TransposeB = transposeB, LeadingA = a.Columns, LeadingB = b.Columns, LeadingC = n };
        var c = Tensor.Full(double.NaN, m, n);
        Backend.Current.MultiplyPlusRow(product, a.AsSpan(), b.AsSpan(), row.AsSpan(), c.AsSpan());
        var expected = LinearAlgebraTests.Naive(transposeA ? a.Transpose() : a, transposeB ? b.Transpose() : b) + row;
        Close.Tensors(expected, c, 1e-11);

        var single = Tensor.Full(double.NaN, DType.F32, m, n);
        Backend.Current.MultiplyPlusRow(
            product, a.To(DType.F32).AsSpan<float>(), b.To(DType.F32).AsSpan<float>(), row.To(DType.F32).AsSpan<float>(), single.AsSpan<float>());
        Close.Tensors(expected, single.To(DType.F64), 1e-3);
    }

    private static unsafe void CheckKernel(int rows, int columns, int vectors, bool wide, bool overwrite, bool begins)
    {
        const int Depth = 37;
        var stream = new RandomStream(rows);
        var a = stream.Normal(Depth, rows);
        var b = stream.Normal(Depth, columns);
        var first = begins ? stream.Normal(columns) : Tensor.Zeros(columns);
        var c = Tensor.Full(overwrite ? double.NaN : 1, rows, columns);
        fixed (double* pa = a.AsSpan(), pb = b.AsSpan(), pc = c.AsSpan(), ps = first.AsSpan())
        {
            double* start = begins ? ps : null;
            switch (wide, vectors)
            {
                case (true, 3):
                    GemmKernel512.Run(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
                case (true, 2):
                    GemmKernel512.RunTwo(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
                case (true, _):
                    GemmKernel512.RunOne(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
                case (_, 3):
                    GemmKernel256.Run(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
                case (_, 2):
                    GemmKernel256.RunTwo(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
                default:
                    GemmKernel256.RunOne(Depth, pa, pb, pc, columns, overwrite, start);
                    break;
            }
        }

        int width = columns / 3 * vectors;
        var expected = LinearAlgebraTests.Naive(a.Transpose(), b) + first + (overwrite ? 0 : 1);
        Close.Tensors(expected.Slice(1, 0, width), c.Slice(1, 0, width), 1e-12);
        for (int j = width; j < columns; j++)
            Assert.Equal(overwrite ? double.NaN : 1, c[0, j]);
    }
}
