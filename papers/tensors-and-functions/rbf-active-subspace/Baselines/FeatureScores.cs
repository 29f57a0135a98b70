using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

/// <summary>Other ways to tell which inputs matter: a score for each, the larger the more.</summary>
public static class FeatureScores
{
    /// <summary>By how much the squared error on the held-out quarter grows when an input's values there are shuffled: mean of five shuffles.</summary>
    /// <param name="x">(n, d).</param>
    /// <param name="y">(n, 1).</param>
    /// <param name="passes">Passes of the perceptron's training at most.</param>
    /// <param name="random">Weights, batches, shuffles.</param>
    public static double[] Permutation(Tensor x, Tensor y, int passes, RandomStream random)
    {
        var trained = Perceptron.FitHeldOut(x, y, codes: false, passes, random).Trained;
        var (_, quarter) = HeldOutQuarter.Split(x.Rows, random);
        var (xs, ys) = (x.TakeRows(quarter), y.TakeRows(quarter));
        var error = (trained.Predict(xs) - ys).Square().Mean();
        var scores = new double[x.Columns];
        for (var j = 0; j < scores.Length; j++)
            for (var shuffle = 0; shuffle < 5; shuffle++)
            {
                var shuffled = xs.Clone();
                var order = random.Fork($"shuffle {shuffle} of {j}").Permutation(quarter.Length);
                for (var i = 0; i < order.Length; i++) shuffled[i, j] = xs[order[i], j];
                scores[j] += ((trained.Predict(shuffled) - ys).Square().Mean() - error) / 5;
            }
        return scores;
    }

    /// <summary>Mutual information of each input with the target, from a table of eight equally full bins each (a target of few values has one bin for each).</summary>
    /// <param name="x">(n, d).</param>
    /// <param name="y">(n).</param>
    public static double[] MutualInformation(Tensor x, Tensor y)
    {
        const int bins = 8;
        var targets = Bins(y.ToArray(), bins);
        return [.. Enumerable.Range(0, x.Columns).Select(j => Information(Bins(x.Column(j).ToArray(), bins), targets))];
    }

    /// <summary>The penalty from which on an input is in the Lasso's model, on a path from the largest penalty to a thousandth of it.</summary>
    /// <param name="x">(n, d), standardised.</param>
    /// <param name="y">(n), standardised.</param>
    public static double[] LassoEntry(Tensor x, Tensor y)
    {
        const int steps = 60;
        var (n, d) = (x.Rows, x.Columns);
        var gram = LinearAlgebra.MatMul(x, x, transposeA: true, transposeB: false) / n; // (d, d)
        var correlation = LinearAlgebra.MatVec(x.Transpose(), y) / n;                   // (d)
        var (weights, entry, largest) = (new double[d], new double[d], correlation.MaxAbs());
        for (var step = 1; step <= steps; step++)
        {
            var penalty = largest * Math.Pow(1e-3, (double)step / steps);
            for (var (sweep, change) = (0, double.PositiveInfinity); sweep < 200 && change > 1e-6; sweep++)
            {
                change = 0;
                for (var j = 0; j < d; j++)
                {
                    var rest = correlation[j] + gram[j, j] * weights[j];
                    var row = gram.RowSpan(j);
                    for (var other = 0; other < d; other++) rest -= row[other] * weights[other];
                    var updated = Math.CopySign(Math.Max(Math.Abs(rest) - penalty, 0), rest) / gram[j, j];
                    change = Math.Max(change, Math.Abs(updated - weights[j]));
                    weights[j] = updated;
                }
            }
            for (var j = 0; j < d; j++)
                if (entry[j] == 0 && weights[j] != 0) entry[j] = penalty;
        }
        return entry;
    }

    private static int[] Bins(double[] values, int bins)
    {
        var distinct = values.Distinct().Order().ToList();
        if (distinct.Count <= bins) return [.. values.Select(value => distinct.BinarySearch(value))];
        var ranked = new int[values.Length];
        var order = Enumerable.Range(0, values.Length).OrderBy(i => values[i]).ToArray();
        for (var rank = 0; rank < order.Length; rank++) ranked[order[rank]] = rank * bins / order.Length;
        return ranked;
    }

    private static double Information(int[] a, int[] b)
    {
        var joint = new double[a.Max() + 1, b.Max() + 1];
        for (var i = 0; i < a.Length; i++) joint[a[i], b[i]] += 1.0 / a.Length;
        var (rows, columns) = (new double[joint.GetLength(0)], new double[joint.GetLength(1)]);
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++)
                (rows[i], columns[j]) = (rows[i] + joint[i, j], columns[j] + joint[i, j]);
        double information = 0;
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++)
                if (joint[i, j] > 0) information += joint[i, j] * Math.Log(joint[i, j] / (rows[i] * columns[j]));
        return information;
    }
}
