using Microsoft.AspNetCore.Html;
using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Web.Pages;

/// <summary>Figures, tables and remarks of a run.</summary>
/// <param name="Findings">What the study found.</param>
internal sealed record FindingsModel(Findings Findings)
{
    private const int RowsInSight = 12;

    /// <summary>The figures with their drawings.</summary>
    public IEnumerable<(Figure Figure, IHtmlContent Drawing)> Figures =>
        Findings.Figures.Select((figure, i) => (figure, (IHtmlContent)new HtmlString(SvgChart.Draw(figure, new SvgOptions { IdPrefix = $"figure-{i + 1}" }))));

    /// <summary>Whether a table is so long that it is folded at first.</summary>
    public static bool IsLong(FindingsTable table) => table.Rows.Count > RowsInSight;
}
