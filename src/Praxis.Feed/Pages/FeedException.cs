namespace Praxis.Feed;

/// <summary>A file that is no Daily Papers page, or another input of the feed that cannot be read; nothing was changed.</summary>
/// <param name="name">The file's name.</param>
/// <param name="line">The line, counted from 1; 0 when it is not about one.</param>
/// <param name="what">What is wrong there and how to mend it.</param>
/// <param name="inner">The error below it, if any.</param>
public sealed class FeedException(string name, int line, string what, Exception? inner = null) : Exception(line > 0 ? $"{name}:{line}: {what}" : $"{name}: {what}", inner)
{
    /// <summary>The file's name.</summary>
    public string Name { get; } = name;

    /// <summary>The line, counted from 1; 0 when it is not about one.</summary>
    public int Line { get; } = line;
}
