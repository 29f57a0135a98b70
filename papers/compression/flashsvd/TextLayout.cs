namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>How rows are texts: side by side, all of one length, the last tokens of each perhaps mere filling.</summary>
/// <param name="Texts">The number of texts.</param>
/// <param name="Time">The rows of each.</param>
/// <param name="Heads">The heads of attention.</param>
/// <param name="Lengths">How many of a text's rows are seen; all if null.</param>
/// <param name="Causal">Whether a place sees only itself and those before.</param>
public sealed record TextLayout(int Texts, int Time, int Heads, IReadOnlyList<int>? Lengths = null, bool Causal = false)
{
    /// <summary>Texts · time.</summary>
    public int Rows => Texts * Time;

    /// <summary>The rows of a text that are seen.</summary>
    public int Length(int text) => Lengths?[text] ?? Time;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ArgumentException">A number is not positive, or a length is beyond the text.</exception>
    internal void Check(int rows, int width)
    {
        if (Texts < 1 || Time < 1 || Heads < 1 || rows != Rows)
            throw new ArgumentException($"{Texts} texts of {Time} rows are {Rows} rows, not {rows}.");
        if (width % Heads != 0)
            throw new ArgumentException($"A width of {width} cannot be shared among {Heads} heads.");
        if (Lengths is not null && (Lengths.Count != Texts || Lengths.Any(length => length < 0 || length > Time)))
            throw new ArgumentException($"There is one length of 0 to {Time} for each of {Texts} texts.");
    }
}
