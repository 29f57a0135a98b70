using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Lab;
using Praxis.Web.Delivery;

namespace Praxis.Web.Pages.Tasks;

/// <summary>A family's leaderboard.</summary>
[SharedAnswer]
internal sealed class BoardModel(BenchIndex benches, PaperLibrary library) : PageModel
{
    public string Family { get; private set; } = "";

    public IBench? Bench { get; private set; }

    public BenchReport? Recorded { get; private set; }

    public string? Error { get; private set; }

    /// <summary>The column that sorts, from 0.</summary>
    public int Sort { get; private set; }

    public IActionResult OnGet(string family, int sort = 1)
    {
        Family = family;
        var page = Page();
        if (!benches.Has(family))
        {
            page.StatusCode = StatusCodes.Status404NotFound;
            return page;
        }
        Bench = benches.Create(family);
        (Recorded, Error) = RecordedLeaderboard.Read(library, family);
        Sort = Math.Clamp(sort - 1, 0, Math.Max(0, (Recorded?.Board.Columns.Count ?? 1) - 1));
        return page;
    }
}
