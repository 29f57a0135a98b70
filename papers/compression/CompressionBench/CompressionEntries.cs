using System.Reflection;
using Praxis.Lab;

namespace Praxis.Papers.Compression;

/// <summary>The hall's baselines and whatever the rooms bring, found by <see cref="ICompressionEntry"/>.</summary>
public static class CompressionEntries
{
    /// <summary>All entries, by their keys.</summary>
    public static IReadOnlyList<CompressionMethod> All { get; } =
    [
        .. typeof(ICompressionEntry).Assembly.GetTypes()
            .Where(type => typeof(ICompressionEntry).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
            .Select(type => new CompressionMethod((ICompressionEntry)Activator.CreateInstance(type)!, type.GetCustomAttribute<PaperAttribute>()?.Slug))
            .OrderBy(method => method.Entry.Key, StringComparer.Ordinal),
    ];

    /// <summary>The entries with some keys, or all when there are none.</summary>
    /// <exception cref="ToolException">A key is unknown; the message says which are known.</exception>
    public static IReadOnlyList<CompressionMethod> Find(IReadOnlyCollection<string> keys)
    {
        if (keys.FirstOrDefault(key => !All.Any(method => method.Entry.Key == key)) is { } unknown)
            throw new ToolException($"There is no method '{unknown}'. There are {string.Join(", ", All.Select(method => method.Entry.Key))}.");
        return keys.Count == 0 ? All : [.. All.Where(method => keys.Contains(method.Entry.Key))];
    }
}

/// <summary>A method with the paper it is from.</summary>
/// <param name="Entry">The method.</param>
/// <param name="Slug">The paper; null for a baseline.</param>
public sealed record CompressionMethod(ICompressionEntry Entry, string? Slug);
