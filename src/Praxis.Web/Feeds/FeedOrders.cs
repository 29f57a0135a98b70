using Praxis.Feed;

namespace Praxis.Web.Feeds;

/// <summary>The orders of the feed in addresses and words.</summary>
internal static class FeedOrders
{
    public static IReadOnlyList<FeedOrder> All { get; } = Enum.GetValues<FeedOrder>();

    /// <summary>The order that an address names; the newest first when it names none.</summary>
    public static FeedOrder Read(string? sort) => All.FirstOrDefault(order => Name(order) == sort);

    public static string Name(FeedOrder order) => order.ToString().ToLowerInvariant();

    public static string Words(FeedOrder order) => order switch
    {
        FeedOrder.Newest => "Newest",
        FeedOrder.Trending => "Trending",
        FeedOrder.Discussed => "Most discussed",
        _ => "Most checked",
    };

    /// <summary>What to say where no paper has a place in an order.</summary>
    public static string Nothing(FeedOrder order) => order switch
    {
        FeedOrder.Trending => $"No votes, comments or runs in the last {Trending.Horizon.TotalDays:0} days.",
        FeedOrder.Discussed => "No paper has a comment here.",
        FeedOrder.Checked => "No study has been run here yet. Every paper that says so can be run from its page.",
        _ => "No papers here.",
    };
}

/// <summary>The choice of an order above a list.</summary>
/// <param name="Path">The list's address.</param>
/// <param name="Chosen">The order it is in.</param>
internal sealed record OrderChoice(string Path, FeedOrder Chosen);
