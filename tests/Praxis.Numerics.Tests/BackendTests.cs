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

    [Fact]
    public void Both_kernels_of_the_managed_product_agree_with_the_definition()
    {
        foreach (bool overwrite in new[] { false, true })
        {
            CheckKernel(GemmKernel256.Rows, GemmKernel256.Columns<double>(), wide: false, overwrite);
            CheckKernel(GemmKernel512.Rows, GemmKernel512.Columns<double>(), wide: true, overwrite);
        }
    }

    private static unsafe void CheckKernel(int rows, int columns, bool wide, bool overwrite)
    {
        const int Depth = 37;
        var stream = new RandomStream(rows);
        var a = stream.Normal(Depth, rows);
        var b = stream.Normal(Depth, columns);
        var c = Tensor.Full(overwrite ? double.NaN : 1, rows, columns);
        fixed (double* pa = a.AsSpan(), pb = b.AsSpan(), pc = c.AsSpan())
        {
            if (wide)
                GemmKernel512.Run(Depth, pa, pb, pc, columns, overwrite);
            else
                GemmKernel256.Run(Depth, pa, pb, pc, columns, overwrite);
        }

        Close.Tensors(LinearAlgebraTests.Naive(a.Transpose(), b) + (overwrite ? 0 : 1), c, 1e-12);
    }
}
