using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// ROCKET's factors in one shot: directions from the eigenvectors of the whitened weight, coefficients by thresholding, and then the dictionary by least
/// squares. No iterations as in dictionary learning.
/// </summary>
public static class RocketFactorization
{
    private const double Balance = 0.5;      // λ: the geometric mean of the importance in the whitened and in the original space
    private const double Headroom = 0.005;   // β: the share of an output's coefficients that compete over the whole matrix
    private const double Ridge = 1e-3;       // of the released code: times the mean of the coefficients' squares

    /// <summary>The ratios of atoms to coefficients an output that are tried: the paper's range from 1 to 3, in larger steps.</summary>
    public static IReadOnlyList<double> Ratios { get; } = [1, 1.5, 2, 3];

    /// <summary>Factors of a given size.</summary>
    /// <param name="basis">The layer's.</param>
    /// <param name="size">Atoms up to the full rank, coefficients up to atoms · outputs.</param>
    public static DictionaryFactors Factor(WhitenedBasis basis, DictionarySize size)
    {
        var coefficients = basis.Coefficients(size.Atoms);                                       // C = W C B: (outputs, k)
        if (size.Entries == coefficients.Length)
            return new DictionaryFactors(coefficients, null, basis.Unwhitened(basis.Directions(size.Atoms)));
        var kept = Largest(coefficients.Abs() * basis.Stretch(size.Atoms).Pow(Balance), size);   // imp = |c|·‖C⁻ᵀ b‖^λ
        var sparse = Tensor.Wrap([.. coefficients.ToArray().Zip(kept.Contiguous().AsSpan<bool>().ToArray(), (c, keep) => keep ? c : 0)], coefficients.Rows, size.Atoms);
        return new DictionaryFactors(sparse, kept, basis.Unwhitened(Dictionary(sparse, basis.Whitened)));
    }

    /// <summary>Of the factors that fill a budget, one for each ratio of atoms to coefficients, those with the least relative error of the weight.</summary>
    /// <param name="basis">The layer's.</param>
    /// <param name="budget">What they may take.</param>
    /// <param name="ratios">The ratios k/s to try.</param>
    /// <param name="error">The error of (W, Ŵ); ‖W − Ŵ‖/‖W‖ in the Frobenius norm if left out, as in the paper.</param>
    /// <returns>The factors, their error, and the ratio.</returns>
    /// <exception cref="BudgetException">Not even one atom and one coefficient fit.</exception>
    public static (DictionaryFactors Factors, double Error, double Ratio) Best(
        WhitenedBasis basis, WeightBudget budget, IReadOnlyList<double> ratios, Func<Tensor, Tensor, double>? error = null)
    {
        (int outputs, int inputs) = (basis.Weight.Rows, basis.Weight.Columns);
        error ??= WeightErrors.RelativeWeightError;
        (DictionaryFactors Factors, double Error, double Ratio)? best = null;
        // So small a budget that no ratio leaves an atom: one coefficient an atom.
        double[] open = [.. ratios.Where(ratio => DictionarySize.Of(outputs, inputs, budget, ratio) is not null)];
        foreach (double ratio in open.Length > 0 ? open : [outputs])
        {
            if (DictionarySize.Of(outputs, inputs, budget, ratio) is not { } size)
                throw budget.TooSmall("an atom with one coefficient", outputs, inputs, LeastAmount(outputs, inputs, budget.Unit));
            var factors = Factor(basis, size);
            double found = error(basis.Weight, factors.Product());
            if (best is null || found < best.Value.Error)
                best = (factors, found, ratio);
        }

        return best!.Value;
    }

    // First of each output the most important at a somewhat higher sparsity, then the most important of all that are left.
    private static Tensor Largest(Tensor importance, DictionarySize size)
    {
        int outputs = importance.Rows;
        int each = (int)Math.Max(0, Math.Floor(((double)size.Entries / outputs) - (Headroom * size.Atoms)));
        var ofRows = PruningMask.LargestOfRows(importance, each).AsSpan<bool>();
        var scores = importance.Contiguous();
        var raised = scores.Clone();
        for (int place = 0; place < ofRows.Length; place++)
            if (ofRows[place])
                raised.AsSpan()[place] = double.PositiveInfinity;
        return PruningMask.Largest(raised, size.Entries);
    }

    // D = (SᵀS + μI)⁻¹ Sᵀ W C.
    private static Tensor Dictionary(Tensor sparse, Tensor whitened)
    {
        var gram = LinearAlgebra.MatMul(sparse, sparse, transposeA: true, transposeB: false);   // (k, k)
        double ridge = Math.Max(1e-12, Ridge * LinearAlgebra.Trace(gram) / gram.Rows);
        for (int atom = 0; atom < gram.Rows; atom++)
            gram[atom, atom] += ridge;
        var root = LinearAlgebra.Cholesky(gram);
        var projected = LinearAlgebra.MatMul(sparse, whitened, transposeA: true, transposeB: false); // (k, inputs)
        return LinearAlgebra.SolveTriangular(root, LinearAlgebra.SolveTriangular(root, projected, lower: true), lower: true, transpose: true);
    }

    private static long LeastAmount(int outputs, int inputs, BudgetUnit unit) => unit switch
    {
        BudgetUnit.Parameters => inputs + 1,
        BudgetUnit.Flops => 2 * (inputs + 1L),
        _ => (inputs * (long)CompressedWeight.NumberBits) + SparseStorage.Bits(outputs, 1, 1),
    };
}
