using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Scores of a text's hidden states without labels: the paper's sum of column norms, and the spectral quantities it stands in for.</summary>
public static class SpectralScores
{
    /// <summary>
    /// The matrix nuclear-norm score: MNN = (1/L) Σ_{j ≤ D} c_(j), the D = min(L, d) largest column norms c_j = √(Σ_i X_ij²). No
    /// decomposition: O(L d + d log d).
    /// </summary>
    /// <remarks>By Cauchy and Schwarz MNN ≤ √D ‖X‖_F / L = √(D/L), so texts longer than the model is wide have less and less.</remarks>
    public static double ColumnNorms(NormalizedStates states)
    {
        var norms = new double[states.Width];                                   // c: (d)
        for (int token = 0; token < states.Tokens; token++)
        {
            ReadOnlySpan<double> row = states.X.RowSpan(token);
            TensorPrimitives.MultiplyAdd(row, row, norms, norms);
        }

        TensorPrimitives.Sqrt(norms, norms);
        Array.Sort(norms);
        int largest = Math.Min(states.Tokens, states.Width);                    // D
        return TensorPrimitives.Sum<double>(norms.AsSpan(states.Width - largest)) / states.Tokens;
    }

    /// <summary>‖X‖∗/L = (1/L) Σ σ_i, from all singular values.</summary>
    public static double NuclearNorm(NormalizedStates states) => LinearAlgebra.SingularValues(states.X).Sum() / states.Tokens;

    /// <summary>
    /// Matrix entropy as the paper computes its baseline: A = XᵀX / tr XᵀX, (d, d), and H = −Σ λ ln λ / ln d over its eigenvalues. O(L d² + d³).
    /// </summary>
    /// <exception cref="ArgumentException">All rows are zero, or the width is 1.</exception>
    public static double Entropy(NormalizedStates states) => EntropyOf(LinearAlgebra.MatMul(states.X, states.X, true, false), states.Width);

    /// <summary>The same entropy from the smaller of XᵀX and XXᵀ, whose eigenvalues agree but for zeros.</summary>
    /// <inheritdoc cref="Entropy"/>
    public static double EntropyFromSmallerGram(NormalizedStates states) => states.Tokens < states.Width
        ? EntropyOf(LinearAlgebra.MatMul(states.X, states.X, false, true), states.Width)
        : Entropy(states);

    /// <summary>exp(H ln d): how many directions of equal weight would have this entropy (Roy and Vetterli, 2007).</summary>
    /// <param name="entropy">H, divided by ln d.</param>
    /// <param name="width">d.</param>
    public static double EffectiveRank(double entropy, int width) => Math.Exp(entropy * Math.Log(width));

    private static double EntropyOf(Tensor gram, int width)
    {
        double trace = LinearAlgebra.Trace(gram);
        if (!(trace > 0)) throw new ArgumentException("All tokens have the same hidden state: centred, nothing is left whose entropy could be taken.");
        if (width < 2) throw new ArgumentException("Entropy is divided by ln d, which is 0 for hidden states of width 1.");
        double sum = 0;
        foreach (double eigenvalue in LinearAlgebra.SymmetricEigenvalues(gram).AsSpan())
            if (eigenvalue / trace is var share and > 0)
                sum -= share * Math.Log(share);
        return sum / Math.Log(width);
    }
}
