using Praxis.Feed;

namespace Praxis.Web.Accounts;

/// <summary>The authors of a paper one by one.</summary>
internal static class AuthorNames
{
    /// <summary>So many are offered to be followed.</summary>
    public const int MostShown = 30;

    /// <summary>The names in their order; "et al." is nobody.</summary>
    public static IReadOnlyList<string> Of(string? authors) =>
        authors is null
            ? []
            : [.. authors.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(name => name.StartsWith("and ", StringComparison.Ordinal) ? name[4..].Trim() : name)
                .Where(name => name.Length is > 1 and <= PeopleLimits.LongestName && !name.StartsWith("et al", StringComparison.OrdinalIgnoreCase))
                .Distinct(StringComparer.OrdinalIgnoreCase)];
}
