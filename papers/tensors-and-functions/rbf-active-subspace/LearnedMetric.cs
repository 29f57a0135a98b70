using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>
/// What a learned metric P = V diag(γ) Vᵀ says of its inputs. All gradients of the network lie in the range of P, so eigenvectors of large
/// eigenvalues are the directions that the model uses.
/// </summary>
public sealed class LearnedMetric
{
    /// <summary>A metric.</summary>
    /// <param name="factor">L with P = LLᵀ: (d, d).</param>
    public LearnedMetric(Tensor factor)
    {
        Matrix = LinearAlgebra.MatMul(factor, factor, transposeA: false, transposeB: true);
        var eigen = LinearAlgebra.SymmetricEigen(Matrix);
        int[] descending = [.. Enumerable.Range(0, factor.Rows).Reverse()];
        Eigenvalues = eigen.Values.Take(0, descending).Map(value => Math.Max(value, 0)); // below 0 by rounding only
        Directions = eigen.Vectors.TakeColumns(descending);
    }

    /// <summary>P: (d, d).</summary>
    public Tensor Matrix { get; }

    /// <summary>γ, descending: (d).</summary>
    public Tensor Eigenvalues { get; }

    /// <summary>V: eigenvectors as columns, in the eigenvalues' order: (d, d).</summary>
    public Tensor Directions { get; }

    /// <summary>The first k eigenvectors: (d, k).</summary>
    public Tensor Leading(int k) => Directions.Slice(1, 0, k).Contiguous();

    /// <summary>Share of the first k eigenvalues in the sum of all; 0 for a metric that is 0.</summary>
    public double Share(int k) => Eigenvalues.Sum() is > 0 and var sum ? Eigenvalues.Slice(0, 0, k).Sum() / sum : 0;

    /// <summary>The paper's importance I_j = Σ_k γ_k |V_jk|, with sum 1: (d). It depends on the choice of eigenvectors where eigenvalues are equal.</summary>
    public Tensor Importance => Shares(LinearAlgebra.MatVec(Directions.Abs(), Eigenvalues));

    /// <summary>P_jj = Σ_k γ_k V_jk², with sum 1: (d). It does not depend on that choice.</summary>
    public Tensor DiagonalImportance => Shares(Matrix.Diagonal().Contiguous());

    /// <summary>Inputs by falling importance.</summary>
    /// <param name="importance">(d).</param>
    public static int[] Ranking(Tensor importance) => [.. Enumerable.Range(0, importance.Length).OrderByDescending(j => importance[j])];

    /// <summary>Z = X V_k, the supervised projection: (rows, k).</summary>
    /// <param name="standardised">Rows as the network sees them: (rows, d).</param>
    /// <param name="k">How many directions.</param>
    public Tensor Project(Tensor standardised, int k) => LinearAlgebra.MatMul(standardised, Leading(k));

    private static Tensor Shares(Tensor scores) => scores.Sum() is > 0 and var sum ? scores / sum : scores;
}
