using System.Text;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A result that can be written to a file, whole or not at all.</summary>
/// <param name="Name">A short name in lower case, part of the file's name where a tool has several results.</param>
/// <param name="Says">What it holds, with its shape.</param>
public abstract record ToolOutput(string Name, string Says)
{
    /// <summary>Whether a file of this name suits the result.</summary>
    public abstract bool Fits(string path);

    /// <summary>The ending of a file that stands beside one of another result.</summary>
    /// <param name="path">The other result's file.</param>
    public abstract string EndingBeside(string path);

    /// <summary>Writes the result.</summary>
    /// <param name="path">The file; its ending decides the format.</param>
    /// <exception cref="ToolException">The format cannot hold this result.</exception>
    public abstract void Write(string path);
}

/// <summary>A matrix or vector of numbers.</summary>
/// <param name="Name">A short name in lower case.</param>
/// <param name="Says">What it holds, with its shape.</param>
/// <param name="Values">(rows, columns) or (rows).</param>
/// <param name="Columns">The columns' names, for CSV; null where they have none.</param>
public sealed record MatrixOutput(string Name, string Says, Tensor Values, IReadOnlyList<string>? Columns = null) : ToolOutput(Name, Says)
{
    /// <inheritdoc/>
    public override bool Fits(string path) =>
        InputFormats.Of(path) is InputFormat.Npy or InputFormat.Npz || (Values.Rank <= 2 && InputFormats.Of(path) is InputFormat.Csv or InputFormat.MatrixMarket);

    /// <inheritdoc/>
    public override string EndingBeside(string path) => Fits(path) || (Values.Rank <= 2 && InputFormats.Of(path) == InputFormat.Unknown) ? Path.GetExtension(path) : Values.Rank <= 2 ? ".csv" : ".npy";

    /// <inheritdoc/>
    public override void Write(string path)
    {
        var matrix = Values.Rank == 1 ? Values.Contiguous().Reshape(Values.Length, 1) : Values; // (rows, columns)
        switch (InputFormats.Of(path))
        {
            case InputFormat.Npy: NpyFile.Write(path, Values); break;
            case InputFormat.Npz: NpzFile.Write(path, [new(Name, Values)]); break;
            case InputFormat.MatrixMarket: MatrixMarketFile.Write(path, matrix); break;
            case InputFormat.Csv when InputFormats.IsPacked(path): throw new ToolException($"{path}: packed CSV is read, not written. Name a file that ends in .csv.");
            case InputFormat.Csv: CsvFile.Write(path, matrix, Columns, path.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ','); break;
            default: throw new ToolException($"{path}: numbers are written as .csv, .tsv, .npy, .npz or .mtx; name a file with one of these endings.");
        }
    }
}

/// <summary>Lines of text, or a document such as JSON.</summary>
/// <param name="Name">A short name in lower case.</param>
/// <param name="Says">What it holds.</param>
/// <param name="Text">The text.</param>
/// <param name="Ending">The ending of its file, such as <c>.json</c>.</param>
public sealed record TextOutput(string Name, string Says, string Text, string Ending = ".txt") : ToolOutput(Name, Says)
{
    /// <inheritdoc/>
    public override bool Fits(string path) => path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string EndingBeside(string path) => Ending;

    /// <inheritdoc/>
    public override void Write(string path) => AtomicFile.Write(path, file => file.Write(Encoding.UTF8.GetBytes(Text)));
}
