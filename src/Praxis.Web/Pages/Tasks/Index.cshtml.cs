using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Lab;
using Praxis.Web.Delivery;

namespace Praxis.Web.Pages.Tasks;

/// <summary>The families' benches.</summary>
[SharedAnswer]
internal sealed class TaskListModel(BenchIndex benches, PaperLibrary library) : PageModel
{
    public IReadOnlyList<(string Family, IBench Bench, BenchReport? Recorded)> Tasks { get; private set; } = [];

    public void OnGet() => Tasks = [.. benches.Families.Select(family => (family, benches.Create(family), RecordedLeaderboard.Read(library, family).Report))];
}
