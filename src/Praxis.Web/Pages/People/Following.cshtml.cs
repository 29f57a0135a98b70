using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>What the reader follows, and the papers that came of it, the newest arrivals first.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class FollowingModel(Follows follows, AccountTable accounts, Catalogue catalogue, PaperLibrary library, CurrentReader reader) : PageModel
{
    public IReadOnlyList<Follow> Follows { get; private set; } = [];

    public IReadOnlyList<(CardModel Card, FollowedPaper Followed)> Papers { get; private set; } = [];

    public string? Error { get; private set; }

    public void OnGet()
    {
        Follows = follows.Of(reader.Id!.Value);
        var found = follows.Papers(Follows, reader.Account!.SeenPaper);
        var bySlug = found.ToDictionary(paper => paper.Slug);
        Papers = [.. library.Cards(catalogue.Find([.. found.Select(paper => paper.Slug)])).Select(card => (card, bySlug[card.Entry.Slug]))];
    }

    public IActionResult OnPostAdd(string? kind, string? value, string? returnUrl)
    {
        var typed = TypedText.Line(value);
        Error = Kind(kind) is not { } what || typed.Length is 0 or > PeopleLimits.LongestName || (what == FollowKind.Family && !catalogue.Families().Any(family => family.Family == typed))
                ? $"A family, an author or a search of at most {PeopleLimits.LongestName} characters can be followed."
            : !follows.Add(reader.Id!.Value, what, typed) ? $"You follow {PeopleLimits.MostFollows} already, which is the most."
            : null;
        if (Error is null) return Redirect(ReturnAddress.Of(Url, returnUrl, "/following"));
        OnGet();
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    public IActionResult OnPostRemove(string? kind, string? value, string? returnUrl)
    {
        if (Kind(kind) is { } what && value is not null) follows.Remove(reader.Id!.Value, what, value);
        return Redirect(ReturnAddress.Of(Url, returnUrl, "/following"));
    }

    public IActionResult OnPostSeen()
    {
        accounts.SeeAll(reader.Id!.Value);
        return Redirect("/following");
    }

    /// <summary>What brought a paper here, in words.</summary>
    public static string Because(FollowedPaper paper) => string.Join(", ", paper.Because.Select(Name));

    /// <summary>What is followed, in words.</summary>
    public static string Name(Follow follow) => follow.Kind switch
    {
        FollowKind.Family => Catalogue.FamilyName(follow.Value),
        FollowKind.Author => follow.Value,
        _ => $"“{follow.Value}”",
    };

    /// <summary>Where all papers of what is followed are found.</summary>
    public static string Address(Follow follow) => follow.Kind switch
    {
        FollowKind.Family => $"/papers?family={Uri.EscapeDataString(follow.Value)}",
        FollowKind.Author => $"/papers?q={Uri.EscapeDataString($"\"{follow.Value}\"")}",
        _ => $"/papers?q={Uri.EscapeDataString(follow.Value)}",
    };

    private static FollowKind? Kind(string? word) => word switch
    {
        "family" => FollowKind.Family,
        "author" => FollowKind.Author,
        "search" => FollowKind.Search,
        _ => null,
    };
}
