namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>A piece of a pattern: syntax, or a set that one character must belong to.</summary>
/// <param name="Syntax">What .NET writes in the same way; empty for a set.</param>
/// <param name="Set">The set, or null.</param>
internal readonly record struct PatternPiece(string Syntax, CodePointSet? Set);
