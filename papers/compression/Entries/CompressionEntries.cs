using System.Reflection;
using Praxis.Lab;

namespace Praxis.Papers.Compression.Entries;

/// <summary>The methods of the family's table: baselines and the rooms' own, found in this assembly.</summary>
public static class CompressionEntries
{
    private static readonly Lazy<IReadOnlyList<ICompressionEntry>> Found = new(Find);

    /// <summary>All of them, baselines first, then by key.</summary>
    /// <exception cref="InvalidOperationException">Two have one key.</exception>
    public static IReadOnlyList<ICompressionEntry> All => Found.Value;

    /// <summary>All keys in a row, for messages.</summary>
    public static string Keys => string.Join(", ", All.Select(entry => entry.Key));

    /// <summary>The method of a key, or null.</summary>
    /// <param name="key">Such as <c>svd</c>.</param>
    public static ICompressionEntry? Of(string key) => All.FirstOrDefault(entry => entry.Key == key);

    /// <summary>The paper that a method is from; null for a baseline.</summary>
    /// <param name="entry">The method.</param>
    public static string? PaperOf(ICompressionEntry entry) => entry.GetType().GetCustomAttribute<PaperAttribute>()?.Slug;

    private static IReadOnlyList<ICompressionEntry> Find()
    {
        ICompressionEntry[] entries = [.. typeof(CompressionEntries).Assembly.GetTypes()
            .Where(type => !type.IsAbstract && typeof(ICompressionEntry).IsAssignableFrom(type) && type.GetConstructor(Type.EmptyTypes) is not null)
            .Select(type => (ICompressionEntry)Activator.CreateInstance(type)!)
            .OrderBy(entry => PaperOf(entry) is not null)
            .ThenBy(entry => entry.Key, StringComparer.Ordinal)];
        var twice = entries.GroupBy(entry => entry.Key).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? entries
            : throw new InvalidOperationException($"Two methods have the key {twice.Key}: {string.Join(" and ", twice.Select(entry => entry.GetType().FullName))}.");
    }
}
