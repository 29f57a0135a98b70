namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>A stretch of a text.</summary>
/// <param name="Start">Where it begins.</param>
/// <param name="End">The place after it.</param>
/// <param name="IsMatch">Whether a pattern matches it; if not, it lies between matches.</param>
internal readonly record struct Segment(int Start, int End, bool IsMatch);
