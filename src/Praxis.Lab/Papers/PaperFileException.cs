namespace Praxis.Lab;

/// <summary>A paper.md that cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="what">What is wrong there and how to mend it.</param>
public sealed class PaperFileException(string path, int line, string what) : Exception($"{path}:{line}: {what}");
