using System.Numerics;

namespace Praxis.Numerics;

/// <summary>A real cyclic convolution in the Fourier domain: the eigenvalues of a circulant matrix, and functions of them.</summary>
internal sealed class CyclicFilter(ReadOnlySpan<double> kernel)
{
    public const double MachineEpsilon = 2.2204460492503131e-16;

    private readonly int _length = kernel.Length;
    private readonly Complex[] _eigenvalues = Fourier.ForwardReal(kernel);

    /// <summary>One transform forth, one back, and a complex product for each term.</summary>
    public long Flops => (2 * OperatorParts.RealTransformFlops(_length)) + (6L * _eigenvalues.Length);

    /// <summary>The smallest and the largest modulus of an eigenvalue.</summary>
    public (double Smallest, double Largest) Range() => (_eigenvalues.Min(Complex.Abs), _eigenvalues.Max(Complex.Abs));

    /// <summary>Filters each column, filled up with zeros to the length of the filter, and keeps the first entries.</summary>
    /// <param name="block">(up to the filter's length, k).</param>
    /// <param name="kept">How many entries of each result are kept.</param>
    /// <param name="combine">What a term of the column's transform and an eigenvalue become.</param>
    public Tensor OnColumns(Tensor block, int kept, Func<Complex, Complex, Complex> combine)
    {
        var result = Tensor.Zeros(kept, block.Columns);
        var column = new double[_length];
        for (int j = 0; j < block.Columns; j++)
        {
            for (int i = 0; i < block.Rows; i++)
                column[i] = block[i, j];
            var spectrum = Fourier.ForwardReal(column);
            for (int k = 0; k < spectrum.Length; k++)
                spectrum[k] = combine(spectrum[k], _eigenvalues[k]);
            double[] filtered = Fourier.InverseReal(spectrum, _length);
            for (int i = 0; i < kept; i++)
                result[i, j] = filtered[i];
        }

        return result;
    }
}
