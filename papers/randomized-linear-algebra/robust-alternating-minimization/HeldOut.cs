using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>
/// The known entries of a matrix, some of them hidden to measure the error on: recovery must be judged by what was not seen. Columns are centred by the
/// mean of their seen entries.
/// </summary>
public sealed class HeldOut
{
    private readonly (int Row, int Column, double Value)[] _hidden;

    private HeldOut(SparseMatrix seen, double[] means, (int, int, double)[] hidden) => (Seen, Means, _hidden) = (seen, means, hidden);

    /// <summary>The seen entries, less their column's mean: (m, n).</summary>
    public SparseMatrix Seen { get; }

    /// <summary>The columns' means over seen entries (the mean of all where a column has none): (n).</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>How many entries are hidden.</summary>
    public int HiddenCount => _hidden.Length;

    /// <summary>Hides a share of the known entries of a matrix whose unknown ones are NaN.</summary>
    /// <param name="matrix">(m, n).</param>
    /// <param name="share">0 for none, below 1.</param>
    /// <param name="random">Which ones.</param>
    public static HeldOut Split(Tensor matrix, double share, RandomStream random) =>
        Split(matrix.Rows, matrix.Columns, [.. Known(matrix)], share, random);

    /// <summary>Hides a share of a list of entries.</summary>
    /// <param name="rows">m.</param>
    /// <param name="columns">n.</param>
    /// <param name="entries">The known entries.</param>
    /// <param name="share">0 for none, below 1.</param>
    /// <param name="random">Which ones.</param>
    public static HeldOut Split(int rows, int columns, IReadOnlyList<(int Row, int Column, double Value)> entries, double share, RandomStream random)
    {
        if (!(share is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The hidden share must be at least 0 and below 1.");
        if (entries.Count == 0) throw new ArgumentException("No entry of the matrix is known.", nameof(entries));
        var hidden = new bool[entries.Count];
        foreach (var e in random.Choose(Math.Min(entries.Count - 1, (int)Math.Round(share * entries.Count)), entries.Count)) hidden[e] = true;
        var seen = entries.Where((_, e) => !hidden[e]).ToList();
        var (sums, counts) = (new double[columns], new int[columns]);
        foreach (var (_, column, value) in seen)
        {
            sums[column] += value;
            counts[column]++;
        }
        var overall = seen.Average(entry => entry.Value);
        double[] means = [.. Enumerable.Range(0, columns).Select(j => counts[j] > 0 ? sums[j] / counts[j] : overall)];
        return new HeldOut(
            SparseMatrix.FromTriplets(rows, columns, seen.Select(entry => (entry.Row, entry.Column, entry.Value - means[entry.Column]))),
            means,
            [.. entries.Where((_, e) => hidden[e])]);
    }

    /// <summary>The known entries of a matrix whose unknown ones are NaN.</summary>
    public static IEnumerable<(int Row, int Column, double Value)> Known(Tensor matrix)
    {
        for (var i = 0; i < matrix.Rows; i++)
            for (var j = 0; j < matrix.Columns; j++)
                if (!double.IsNaN(matrix[i, j])) yield return (i, j, matrix[i, j]);
    }

    /// <summary>The root mean squared error of a completion on the hidden entries.</summary>
    public double Error(Completion completion) => RootMeanSquare(entry =>
        System.Numerics.Tensors.TensorPrimitives.Dot<double>(completion.Left.RowSpan(entry.Row), completion.Right.RowSpan(entry.Column)) + Means[entry.Column]);

    /// <summary>The error of the columns' means, the least one should ask of a completion.</summary>
    public double MeansError() => RootMeanSquare(entry => Means[entry.Column]);

    private double RootMeanSquare(Func<(int Row, int Column, double Value), double> guess) =>
        _hidden.Length == 0 ? double.NaN : Math.Sqrt(_hidden.Average(entry => Math.Pow(guess(entry) - entry.Value, 2)));
}
