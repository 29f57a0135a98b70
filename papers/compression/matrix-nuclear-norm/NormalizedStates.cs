using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>
/// Hidden states of one text made ready for all scores: centred over the tokens, then each token's row scaled to length 1, so that
/// ‖X‖_F = √L.
/// </summary>
public sealed record NormalizedStates
{
    // A row this short against the average row before centring is what rounding left of zeros.
    private const double Nothing = 1e-12;

    private NormalizedStates(Tensor x, int zeroRows) => (X, ZeroRows) = (x, zeroRows);

    /// <summary>X: (L, d), F64, rows of length 1 or all zero.</summary>
    public Tensor X { get; }

    /// <summary>Rows that centring made zero and that therefore have no direction: they stay zero.</summary>
    public int ZeroRows { get; }

    /// <summary>L.</summary>
    public int Tokens => X.Rows;

    /// <summary>d.</summary>
    public int Width => X.Columns;

    /// <summary>Normalises hidden states.</summary>
    /// <param name="hidden">R: (L, d), L ≥ 2; not changed.</param>
    /// <exception cref="ArgumentException">R is no matrix, or of fewer than two tokens: centred, a single token is all zeros.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in R.</exception>
    public static NormalizedStates Of(Tensor hidden)
    {
        if (hidden.Rank != 2 || hidden.Length == 0)
            throw new ArgumentException($"Hidden states are a matrix (tokens, width), not of shape ({string.Join(", ", hidden.Shape.ToArray())}).", nameof(hidden));
        if (hidden.Rows < 2)
            throw new ArgumentException("Hidden states of two tokens at least are needed: after centring, those of a single token are all zero.", nameof(hidden));
        var x = hidden.To(DType.F64).Contiguous();
        if (ReferenceEquals(x, hidden))
            x = x.Clone();
        x.EnsureFinite("The hidden states");
        double floor = Nothing * x.FrobeniusNorm() / Math.Sqrt(x.Rows);
        var mean = new double[x.Columns];
        for (int token = 0; token < x.Rows; token++)
            TensorPrimitives.Add(mean, x.RowSpan(token), mean);
        TensorPrimitives.Divide(mean, x.Rows, mean);
        int zeros = 0;
        for (int token = 0; token < x.Rows; token++)
        {
            var row = x.RowSpan(token);
            TensorPrimitives.Subtract(row, mean, row);
            double length = TensorPrimitives.Norm<double>(row);
            if (length <= floor)
            {
                row.Clear();
                zeros++;
            }
            else
            {
                TensorPrimitives.Divide(row, length, row);
            }
        }

        return new NormalizedStates(x, zeros);
    }
}
