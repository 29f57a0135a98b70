using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Lab;

namespace Praxis.Web.Pages.Runs;

/// <summary>All runs of this store, newest first.</summary>
internal sealed class RunListModel(RunStore runs, PaperLibrary library) : PageModel
{
    private const int RunsOnAPage = 50;
    private const int LastPage = 1_000_000;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public RunsModel Runs { get; private set; } = new([], library, true);

    public bool HasOlder { get; private set; }

    public void OnGet()
    {
        Number = Math.Clamp(Number, 1, LastPage);
        var found = runs.List(limit: RunsOnAPage + 1, offset: (Number - 1) * RunsOnAPage);
        HasOlder = found.Count > RunsOnAPage;
        Runs = new([.. found.Take(RunsOnAPage)], library, true);
    }
}
