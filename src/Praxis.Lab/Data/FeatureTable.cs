using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A table for classification or regression.</summary>
/// <param name="Features">What is known: F64 (rows, features).</param>
/// <param name="Targets">What is to be predicted: F64 (rows, targets); a class is its number.</param>
/// <param name="FeatureNames">The features' columns.</param>
/// <param name="TargetNames">The targets' columns.</param>
/// <param name="ClassNames">The classes' names by number; empty for a regression.</param>
public sealed record FeatureTable(Tensor Features, Tensor Targets, IReadOnlyList<string> FeatureNames, IReadOnlyList<string> TargetNames, IReadOnlyList<string> ClassNames)
{
    /// <summary>The first target: F64 (rows).</summary>
    public Tensor Target => Targets.Slice(1, 0, 1).Reshape(Targets.Rows);

    /// <summary>The first target as class numbers: I64 (rows).</summary>
    /// <exception cref="DataSetException">The table is a regression.</exception>
    public Tensor Labels => ClassNames.Count > 0 ? Target.To(DType.I64) : throw new DataSetException($"'{TargetNames[0]}' is a measured value, no class; use Target.");

    /// <summary>Reads a table, such as <c>iris</c>.</summary>
    /// <exception cref="DataSetException">There is no such table, or its file is not what datasets.yaml says.</exception>
    /// <exception cref="MatrixFileException">A cell is no number; the place is named.</exception>
    public static FeatureTable Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Table);
        var (columns, values) = data.Table(set.Files[0].Path);
        set.MustHave("rows", values.Rows);
        set.MustHave("columns", values.Columns);
        if (set.Targets.FirstOrDefault(target => !columns.Contains(target)) is { } missing)
            throw new DataSetException($"{set.Files[0].Path} has no column '{missing}', which datasets.yaml calls a target.");
        int[] targets = [.. set.Targets.Select(target => columns.Index().First(column => column.Item == target).Index)];
        int[] features = [.. Enumerable.Range(0, columns.Count).Except(targets)];
        var table = new FeatureTable(values.TakeColumns(features), values.TakeColumns(targets), [.. features.Select(i => columns[i])], set.Targets, set.Classes);
        if (set.Classes.Count > 0 && table.Target.ToArray().Any(label => label != Math.Floor(label) || label < 0 || label >= set.Classes.Count))
            throw new DataSetException($"{set.Files[0].Path}: '{set.Targets[0]}' must hold whole numbers from 0 to {set.Classes.Count - 1}, one for each class.");
        return table;
    }
}
