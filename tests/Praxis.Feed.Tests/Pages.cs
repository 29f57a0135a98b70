namespace Praxis.Feed.Tests;

/// <summary>Pages as the tests read them: on 1 May 2026 unless they say otherwise.</summary>
internal static class Pages
{
    public static readonly DateOnly Today = new(2026, 5, 1);

    public static FeedPage Fixture(string name)
    {
        using var stream = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "fixtures", name));
        return FeedPage.Parse(stream, name, null, Today);
    }

    public static FeedPage Parse(string text, int? year = null) => FeedPage.Parse(new StringReader(text), "page.txt", year, Today);

    /// <summary>A page of one day with papers of the given titles, each with an abstract of its own.</summary>
    public static FeedPage Of(string day, params string[] titles) => Of(day, "", titles);

    /// <summary>The same with a byline below each abstract.</summary>
    public static FeedPage Of(string day, string byline, string[] titles) =>
        Parse($"Daily Papers\n\n{day}\n\n{string.Concat(titles.Select(title => $"{title}\n\nThe abstract of {title.ToLowerInvariant()}.\n\n{byline}\n\n"))}");
}
