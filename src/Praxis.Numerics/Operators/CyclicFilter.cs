using System.Numerics;

namespace Praxis.Numerics;

/// <summary>A real cyclic convolution in the Fourier domain: the eigenvalues of a circulant matrix, and functions of them.</summary>
internal sealed unsafe class CyclicFilter(ReadOnlySpan<double> kernel)
{
    public const double MachineEpsilon = 2.2204460492503131e-16;

    // From this many columns on they are convolved sixteen at a time, some of which may be empty.
    private const int FewColumns = 4;
    private const int ShortLength = 256;

    private readonly int _length = kernel.Length;
    private readonly Complex[] _eigenvalues = Fourier.ForwardReal(kernel);
    private readonly Lazy<LaneConvolution>? _convolution =
        kernel.Length >= ShortLength && FourierPlan.IsFast(kernel.Length) ? LazyConvolution(kernel.Length) : null;

    /// <summary>One transform forth, one back, and a complex product for each term.</summary>
    public long Flops => (2 * OperatorParts.RealTransformFlops(_length)) + (6L * _eigenvalues.Length);

    /// <summary>The smallest and the largest modulus of an eigenvalue.</summary>
    public (double Smallest, double Largest) Range() => (_eigenvalues.Min(Complex.Abs), _eigenvalues.Max(Complex.Abs));

    /// <summary>Filters each column, filled up with zeros to the length of the filter, and keeps the first entries.</summary>
    /// <param name="block">(up to the filter's length, k), contiguous.</param>
    /// <param name="kept">How many entries of each result are kept.</param>
    /// <param name="factor">What a term of a column's transform is multiplied by, of the eigenvalue.</param>
    public Tensor OnColumns(Tensor block, int kept, Func<Complex, Complex> factor)
    {
        var result = Tensor.Zeros(kept, block.Columns);
        Complex[] factors = [.. _eigenvalues.Select(factor)];
        int done = _convolution is null ? 0 : ManyColumns(block, result, factors);
        for (int j = done; j < block.Columns; j++)
            OneColumn(block, j, result, factors);
        return result;
    }

    private static Lazy<LaneConvolution> LazyConvolution(int length) => new(() => new LaneConvolution(length));

    // How many columns were done, all but at most three.
    private int ManyColumns(Tensor block, Tensor result, Complex[] factors)
    {
        int columns = block.Columns;
        int done = 0;
        fixed (double* from = block.AsSpan(), to = result.AsSpan())
        {
            while (columns - done >= FewColumns)
            {
                int count = Math.Min(LaneConvolution.Width, columns - done);
                _convolution!.Value.Run(from + done, block.Rows, columns, to + done, result.Rows, count, factors);
                done += count;
            }
        }

        return done;
    }

    private void OneColumn(Tensor block, int j, Tensor result, Complex[] factors)
    {
        var column = new double[_length];
        for (int i = 0; i < block.Rows; i++)
            column[i] = block[i, j];
        Complex[] spectrum = Fourier.ForwardReal(column);
        for (int k = 0; k < spectrum.Length; k++)
            spectrum[k] *= factors[k];
        double[] filtered = Fourier.InverseReal(spectrum, _length);
        for (int i = 0; i < result.Rows; i++)
            result[i, j] = filtered[i];
    }
}
