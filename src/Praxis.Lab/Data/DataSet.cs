namespace Praxis.Lab;

/// <summary>What a data set is made of.</summary>
public enum DataSetKind
{
    /// <summary>Features and targets, a row each: <see cref="FeatureTable"/>.</summary>
    Table,

    /// <summary>Grey pictures with labels: <see cref="LabelledImages"/>.</summary>
    Images,

    /// <summary>Nodes and weighted edges: <see cref="LabelledGraph"/>.</summary>
    Graph,

    /// <summary>Values at dates: <see cref="TimeSeries"/>.</summary>
    Series,

    /// <summary>Triples of head, relation and tail: <see cref="KnowledgeGraph"/>.</summary>
    KnowledgeGraph,

    /// <summary>Paths from a root, with counts: <see cref="TermHierarchy"/>.</summary>
    Hierarchy,

    /// <summary>Who gave what how many stars: <see cref="Ratings"/>.</summary>
    Ratings,

    /// <summary>Text for language models: <see cref="EnglishCorpus"/>.</summary>
    Text,
}

/// <summary>A data set as datasets.yaml describes it.</summary>
public sealed record DataSet
{
    /// <summary>The name, such as <c>fashion-mnist</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>What it is made of.</summary>
    public required DataSetKind Kind { get; init; }

    /// <summary>What it is used for.</summary>
    public required string Task { get; init; }

    /// <summary>How much there is of what, such as rows 150, columns 5; empty for a set that is not bundled.</summary>
    public required IReadOnlyList<DataSetSize> Shape { get; init; }

    /// <summary>Where train and test are told apart by position: how many come first, and how many follow; empty elsewhere.</summary>
    public required IReadOnlyList<DataSetSize> Split { get; init; }

    /// <summary>The columns to be predicted, for a table.</summary>
    public required IReadOnlyList<string> Targets { get; init; }

    /// <summary>The classes' names, in the order of their numbers.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Where it comes from.</summary>
    public required string Origin { get; init; }

    /// <summary>Its licence.</summary>
    public required string Licence { get; init; }

    /// <summary>The script of data/make that made its files; null for a set that is not bundled.</summary>
    public string? MadeBy { get; init; }

    /// <summary>How the reader gets a set that is not bundled; null for one that is.</summary>
    public string? Get { get; init; }

    /// <summary>Its files; empty for a set that is not bundled.</summary>
    public required IReadOnlyList<DataFile> Files { get; init; }

    /// <summary>Whether its files come with Praxis.</summary>
    public bool Bundled => Get is null;

    /// <summary>The size along an axis of <see cref="Shape"/>.</summary>
    /// <exception cref="DataSetException">datasets.yaml gives none.</exception>
    public int Size(string axis) => Shape.FirstOrDefault(size => size.Axis == axis)?.Count
        ?? throw new DataSetException($"datasets.yaml says of '{Name}' no number of {axis}; its shape is {string.Join(", ", Shape)}.");

    /// <summary>Fails when what was read has another size than the one that is told.</summary>
    /// <exception cref="DataSetException">It has; the message says both.</exception>
    internal void MustHave(string axis, int count)
    {
        if (Size(axis) != count) throw new DataSetException($"'{Name}' has {count:N0} {axis}, but datasets.yaml says {Size(axis):N0}; correct the one that is wrong.");
    }
}

/// <summary>How much there is of something.</summary>
/// <param name="Axis">What is counted, such as rows.</param>
/// <param name="Count">How many there are.</param>
public sealed record DataSetSize(string Axis, int Count)
{
    /// <summary>Such as "150 rows".</summary>
    public override string ToString() => $"{Count:N0} {Axis}";
}

/// <summary>A file of a data set.</summary>
/// <param name="Path">Its name in the data folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal digits.</param>
public sealed record DataFile(string Path, long Bytes, string Sha256);
