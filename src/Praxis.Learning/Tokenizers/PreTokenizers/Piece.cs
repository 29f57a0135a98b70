namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>A stretch of a text on its way to the model.</summary>
/// <param name="Text">The text that it lies in.</param>
/// <param name="Start">Where it begins.</param>
/// <param name="Length">Its length; never 0.</param>
/// <param name="IsFirst">Whether what was given to be encoded begins here.</param>
internal readonly record struct Piece(string Text, int Start, int Length, bool IsFirst)
{
    /// <summary>Its characters.</summary>
    public ReadOnlySpan<char> Span => Text.AsSpan(Start, Length);
}
