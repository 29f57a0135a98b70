using Praxis.Numerics;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>Forecasts for every row of a data set by models that did not see it.</summary>
internal static class CrossFitting
{
    private const int Folds = 3;

    /// <summary>
    /// Three folds; of the rows outside a fold three quarters train the model, with the mean and deviation of the features, and one
    /// quarter sets the temperature.
    /// </summary>
    /// <param name="rows">Raw features: (n, d).</param>
    /// <param name="outcomes">(n).</param>
    /// <param name="random">For the folds.</param>
    /// <param name="fit">Trains a model on standardised rows.</param>
    public static (double[] Plain, double[] Scaled) Probabilities(
        double[][] rows, bool[] outcomes, RandomStream random, Func<double[][], bool[], ILogitModel> fit)
    {
        var order = random.Permutation(rows.Length);
        var (plain, scaled) = (new double[rows.Length], new double[rows.Length]);
        for (var fold = 0; fold < Folds; fold++)
        {
            int[] held = [.. order.Where((_, i) => i % Folds == fold)];
            int[] rest = [.. order.Where((_, i) => i % Folds != fold)];
            int[] training = [.. rest.Where((_, i) => i % 4 != 0)];
            int[] setting = [.. rest.Where((_, i) => i % 4 == 0)];

            var standardise = Standardiser([.. training.Select(i => rows[i])]);
            var model = fit([.. training.Select(i => standardise(rows[i]))], [.. training.Select(i => outcomes[i])]);
            var temperature = Temperature.Fit([.. setting.Select(i => model.Logit(standardise(rows[i])))], [.. setting.Select(i => outcomes[i])]);
            foreach (var i in held)
            {
                var logit = model.Logit(standardise(rows[i]));
                (plain[i], scaled[i]) = (Sigmoid.Of(logit), Sigmoid.Of(logit / temperature));
            }
        }
        return (plain, scaled);
    }

    /// <summary>(x − mean)/deviation for each feature; a constant one becomes 0.</summary>
    private static Func<double[], double[]> Standardiser(double[][] rows)
    {
        var columns = Enumerable.Range(0, rows[0].Length);
        double[] means = [.. columns.Select(j => rows.Average(row => row[j]))];
        double[] deviations = [.. columns.Select(j => Math.Sqrt(rows.Average(row => (row[j] - means[j]) * (row[j] - means[j]))))];
        return row => [.. row.Select((x, j) => deviations[j] > 0 ? (x - means[j]) / deviations[j] : 0)];
    }
}
