using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Rendering;

namespace Praxis.Web.Pages;

/// <summary>One day of the feed.</summary>
internal sealed class DayModel(Catalogue catalogue, PaperLibrary library) : PageModel
{
    public FeedDay Day { get; private set; } = new(default, null, null, []);

    public IReadOnlyList<CardModel> Cards { get; private set; } = [];

    public IActionResult OnGet(string? date, DateOnly? day)
    {
        if (date is null) return Redirect(day is { } chosen ? $"/days/{Dates.Iso(chosen)}" : "/");
        if (!DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var wanted)) return NotFound();
        if (catalogue.Day(wanted) is not { } found) return NotFound();
        Day = found;
        Cards = library.Cards(found.Entries, found.Day);
        return Page();
    }
}
