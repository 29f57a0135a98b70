namespace Praxis.Lab;

/// <summary>The formats of matrix files.</summary>
public enum InputFormat
{
    /// <summary>Text with separators: .csv, .tsv, .txt, also packed as .csv.gz.</summary>
    Csv,
    /// <summary>One NumPy array.</summary>
    Npy,
    /// <summary>Several NumPy arrays.</summary>
    Npz,
    /// <summary>MatrixMarket: .mtx.</summary>
    MatrixMarket,
    /// <summary>JSON: summaries that a tool wrote itself.</summary>
    Json,
    /// <summary>Something else.</summary>
    Unknown,
}

/// <summary>Formats by the ending of a file's name.</summary>
public static class InputFormats
{
    /// <summary>The format that the ending promises.</summary>
    public static InputFormat Of(string path) => Path.GetExtension(Unpacked(path)).ToLowerInvariant() switch
    {
        ".csv" or ".tsv" or ".txt" => InputFormat.Csv,
        ".npy" => InputFormat.Npy,
        ".npz" => InputFormat.Npz,
        ".mtx" => InputFormat.MatrixMarket,
        ".json" => InputFormat.Json,
        _ => InputFormat.Unknown,
    };

    /// <summary>Whether the file is packed: .gz.</summary>
    public static bool IsPacked(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string Unpacked(string path) => IsPacked(path) ? path[..^3] : path;
}
