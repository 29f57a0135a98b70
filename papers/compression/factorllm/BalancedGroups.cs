using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>Groups of equal size of the rows of a matrix that are near each other: k-means in which each group takes its share only.</summary>
public static class BalancedGroups
{
    private const int Rounds = 10;

    /// <summary>An order of the rows in which each group stands together.</summary>
    /// <param name="rows">(count, features), such as the gate's weight, of which each row is a hidden unit; scaled to length 1 first.</param>
    /// <param name="groups">The number of groups, a divisor of the count.</param>
    /// <param name="random">The first centres.</param>
    /// <exception cref="ArgumentException">The rows cannot be shared out.</exception>
    public static int[] Order(Tensor rows, int groups, RandomStream random)
    {
        (int count, int each) = (rows.Rows, rows.Rows / groups);
        if (each * groups != count)
            throw new ArgumentException($"{count} rows cannot be shared out among {groups} groups.", nameof(groups));
        var wide = rows.To(DType.F64);
        var unit = wide / wide.Square().Sum(1, keepAxis: true).Sqrt().Clamp(1e-12, double.MaxValue); // (count, features)
        var centres = unit.TakeRows(random.Choose(groups, count));
        int[][] members = [];
        for (int round = 0; round < Rounds; round++)
        {
            members = Assigned(LinearAlgebra.MatMul(unit, centres, transposeA: false, transposeB: true), each);
            centres = Tensor.Stack(0, [.. members.Select(group => unit.TakeRows(group).Mean(0))]);
        }

        return [.. members.SelectMany(group => group.Order())];
    }

    // The most similar pairs of row and group first, until a group is full.
    private static int[][] Assigned(Tensor similarity, int each)
    {
        (int count, int groups) = (similarity.Rows, similarity.Columns);
        double[] values = similarity.ToArray();
        int[] pairs = [.. Enumerable.Range(0, count * groups).OrderByDescending(pair => values[pair])];
        var members = Enumerable.Range(0, groups).Select(_ => new List<int>(each)).ToArray();
        var placed = new bool[count];
        foreach (int pair in pairs)
        {
            (int row, var group) = (pair / groups, members[pair % groups]);
            if (placed[row] || group.Count == each)
                continue;
            group.Add(row);
            placed[row] = true;
        }

        return [.. members.Select(group => group.ToArray())];
    }
}
