using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>Tuning by held-out rows, the same way for every method.</summary>
public static class CrossValidation
{
    /// <summary>The mean squared error on held-out rows for each of the values tried.</summary>
    /// <param name="x">X: (n, d).</param>
    /// <param name="y">(n).</param>
    /// <param name="folds">Parts into which the rows are split, from 2 to n.</param>
    /// <param name="random">Splits the rows; the same stream gives the same folds.</param>
    /// <param name="predict">From training rows (X, y) and held-out rows of X to predictions: (values tried, held-out rows).</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds, or more than rows.</exception>
    public static double[] Errors(Tensor x, Tensor y, int folds, RandomStream random, Func<Tensor, Tensor, Tensor, Tensor> predict)
    {
        var n = x.Rows;
        ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(folds, n);
        var order = random.Permutation(n);
        double[]? sums = null;
        for (var fold = 0; fold < folds; fold++)
        {
            int[] held = [.. order.Where((_, i) => i % folds == fold)];
            int[] train = [.. order.Where((_, i) => i % folds != fold)];
            var predicted = predict(x.TakeRows(train), y.Take(0, train), x.TakeRows(held)); // (values, held)
            double[] squares = (predicted - y.Take(0, held)).Square().Sum(1).ToArray();
            sums = sums is null ? squares : [.. sums.Zip(squares, (a, b) => a + b)];
        }
        return [.. sums!.Select(sum => sum / n)];
    }

    /// <summary>The position of the smallest error; the first when several are equal.</summary>
    public static int Best(IReadOnlyList<double> errors) => errors.Index().MinBy(entry => entry.Item).Index;
}
