using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>Settings are chosen by the squared error on a random quarter of the rows; the chosen ones then learn from all rows.</summary>
public static class HeldOutQuarter
{
    /// <summary>Chooses among candidates.</summary>
    /// <typeparam name="T">A trained model.</typeparam>
    /// <param name="candidates">Each trains a model from inputs (n, d) and outputs (n, outputs).</param>
    /// <param name="predict">A model's predictions: (rows, outputs).</param>
    /// <param name="x">(n, d).</param>
    /// <param name="y">(n, outputs).</param>
    /// <param name="random">Which rows make the quarter.</param>
    /// <returns>The candidate's place and its model of all rows.</returns>
    public static (int Chosen, T Model) Choose<T>(IReadOnlyList<Func<Tensor, Tensor, T>> candidates, Func<T, Tensor, Tensor> predict, Tensor x, Tensor y, RandomStream random)
    {
        var chosen = 0;
        if (candidates.Count > 1)
        {
            var (rest, quarter) = Split(x.Rows, random);
            var (xRest, yRest, xQuarter, yQuarter) = (x.TakeRows(rest), y.TakeRows(rest), x.TakeRows(quarter), y.TakeRows(quarter));
            chosen = Enumerable.Range(0, candidates.Count).MinBy(i => (predict(candidates[i](xRest, yRest), xQuarter) - yQuarter).Square().Sum());
        }
        return (chosen, candidates[chosen](x, y));
    }

    /// <summary>Three quarters of the rows, and one.</summary>
    public static (int[] Kept, int[] Quarter) Split(int rows, RandomStream random)
    {
        var order = random.Fork("quarter").Permutation(rows);
        var quarter = Math.Clamp(rows / 4, 1, rows - 1);
        return (order[quarter..], order[..quarter]);
    }
}
