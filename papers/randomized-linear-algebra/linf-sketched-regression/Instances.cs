using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>The least-squares problems of the study besides the coherent identity of <see cref="RegressionProblem.Coherent"/>.</summary>
internal static class Instances
{
    /// <summary>Independent normal entries, solution of ones, noise of unit variance.</summary>
    public static RegressionProblem Gaussian(int n, int d, RandomStream random) =>
        WithNoise(random.Normal(n, d), random);

    /// <summary>
    /// Rows of very different importance: d rows of size √n, one for each coordinate, over normal rows. Their leverage scores are near
    /// a half instead of d/n.
    /// </summary>
    public static RegressionProblem Spiked(int n, int d, RandomStream random)
    {
        var a = random.Normal(n, d);
        for (var i = 0; i < d; i++)
        {
            a.RowSpan(i).Clear();
            a[i, i] = Math.Sqrt(n);
        }
        return WithNoise(a, random);
    }

    /// <summary>
    /// A bundled table: columns standardised to mean 0 and variance 1, those without variance left out, a column of ones added; the
    /// right-hand side is the target, in its own unit.
    /// </summary>
    public static RegressionProblem FromTable(DataTable table, string target)
    {
        var (values, n) = (table.Values, table.Values.Rows);
        var targetColumn = table.Columns.ToList().IndexOf(target);
        var columns = new List<Tensor> { Tensor.Ones(n) };
        for (var j = 0; j < table.Columns.Count; j++)
        {
            if (j == targetColumn) continue;
            var centred = values.Column(j) - values.Column(j).Mean();
            var deviation = centred.FrobeniusNorm() / Math.Sqrt(n);
            if (deviation > 0) columns.Add(centred / deviation);
        }
        return RegressionProblem.Of(Tensor.Stack(1, [.. columns]).Contiguous(), values.Column(targetColumn).Contiguous()); // (n, d), (n)
    }

    private static RegressionProblem WithNoise(Tensor a, RandomStream random) =>
        RegressionProblem.Of(a, LinearAlgebra.MatVec(a, Tensor.Ones(a.Columns)) + random.Normal(a.Rows));
}
