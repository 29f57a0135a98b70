using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>What <c>praxis use dynamic-submodular</c> takes.</summary>
public sealed record DynamicSelectionToolOptions
{
    /// <summary>The items.</summary>
    [Input("ITEMS", "Items, one a line of text or one a row of numbers: .txt, .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Items { get; init; }

    /// <summary>What an item is.</summary>
    [Option("What an item is: words takes each line as its set of words and covers as many different ones as possible; vectors takes rows of numbers and keeps those that every row has one near to")]
    public ItemKind As { get; init; } = ItemKind.Vectors;

    /// <summary>k.</summary>
    [Option("How many items to keep", Minimum = 1, ValueName = "K")]
    public int Keep { get; init; } = 10;

    /// <summary>ε.</summary>
    [Option("ε of the guarantee: the value is at least a share ½ − ε of the best", Above = 0, Below = 0.5, ValueName = "EPSILON")]
    public double Accuracy { get; init; } = 0.2;

    /// <summary>W.</summary>
    [Option("Sliding window: an item leaves when so many others have come after it", Minimum = 1, ValueName = "W")]
    public int? Window { get; init; }

    /// <summary>The log of updates.</summary>
    [Option("Text with one update a line, +ID or -ID, where ID is the item's line or row from 1; without it the items come in their order")]
    public InputFile? Updates { get; init; }
}

/// <summary>What an item is.</summary>
public enum ItemKind
{
    /// <summary>A row of numbers.</summary>
    Vectors,
    /// <summary>A line of text.</summary>
    Words,
}
