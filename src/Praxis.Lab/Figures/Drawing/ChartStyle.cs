using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>The style sheet of the charts. Every rule is confined to <c>.chart</c>.</summary>
internal static class ChartStyle
{
    public const double FontSize = 13;
    public const double TitleSize = 14;
    public const double FigureTitleSize = 17;

    private const string Shapes = """
        .chart text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;font-size:13px;font-variant-numeric:tabular-nums}
        .chart .title{font-size:14px;font-weight:600}
        .chart .figure-title{font-size:17px;font-weight:600}
        .chart .line{fill:none;stroke-width:1.9;stroke-linejoin:round;stroke-linecap:butt}
        .chart .dots{fill:none;stroke-linecap:round}
        .chart .band{fill-opacity:.17;stroke:none}
        .chart .bar{stroke:none;fill-opacity:.86}
        .chart .steps{fill-opacity:.3;stroke-width:1.3}
        .chart .cloud{opacity:.6}
        .chart .shape{stroke-width:1;stroke-linejoin:round}
        .chart .tint{fill-opacity:.4}
        .chart .grid,.chart .axis,.chart .whisker,.chart .edge,.chart .rule,.chart .frame{fill:none}
        .chart .grid,.chart .axis,.chart .frame{stroke-width:1;shape-rendering:crispEdges}
        .chart .whisker{stroke-width:1.4}
        .chart .edge{stroke-width:1.1;stroke-linecap:round}
        .chart .rule{stroke-width:1.3;stroke-dasharray:5 3}
        .chart .cells{stroke:none;shape-rendering:crispEdges}
        .chart .halo{paint-order:stroke;stroke-width:3.5;stroke-linejoin:round}

        """;

    private const string Layout = """
        .chart{display:block;width:100%;height:auto;max-width:38rem}
        .chart-panels{display:grid;gap:1.25rem 1.5rem;grid-template-columns:minmax(0,1fr);align-items:start}
        @media (min-width:40rem){
        .chart-columns-2{grid-template-columns:repeat(2,minmax(0,1fr))}
        .chart-columns-3{grid-template-columns:repeat(3,minmax(0,1fr))}
        .chart-columns-4{grid-template-columns:repeat(4,minmax(0,1fr))}
        }

        """;

    /// <summary>For a page: layout, and the theme by the reader's preference or by <c>data-theme</c> on the root element.</summary>
    public static string ForPages { get; } =
        Layout
        + Shapes
        + Colors(".chart", Theme.Light)
        + "@media (prefers-color-scheme:dark){\n" + Colors(":root:not([data-theme=light]) .chart", Theme.Dark) + "}\n"
        + Colors(":root[data-theme=dark] .chart", Theme.Dark);

    /// <summary>For a file of its own: the theme by the reader's preference, and a ground.</summary>
    public static string ForFiles { get; } =
        Shapes
        + Colors(".chart", Theme.Light)
        + $".chart .ground{{fill:{Theme.Light.Ground}}}\n"
        + "@media (prefers-color-scheme:dark){\n" + Colors(".chart", Theme.Dark) + $".chart .ground{{fill:{Theme.Dark.Ground}}}\n}}\n";

    private static string Colors(string scope, Theme theme)
    {
        StringBuilder css = new();
        Rule("text", $"fill:{theme.Ink}");
        Rule(".quiet", $"fill:{theme.Quiet}");
        Rule(".reversed", $"fill:{theme.Ground}");
        Rule(".grid", $"stroke:{theme.Grid}");
        Rule(".axis", $"stroke:{theme.Quiet}");
        Rule(".frame", $"stroke:{theme.Grid}");
        Rule(".whisker", $"stroke:{theme.Ink}");
        Rule(".edge", $"stroke:{theme.Quiet}");
        Rule(".rule", $"stroke:{theme.Ink}");
        Rule(".halo", $"stroke:var(--chart-ground,{theme.Ground})");
        Rule(".shape", $"stroke:var(--chart-ground,{theme.Ground})");
        Rule(".missing", $"fill:{theme.Missing}");
        for (int index = 0; index < Theme.SeriesCount; index++)
        {
            Rule(".s" + index, $"stroke:{theme.Series[index]}");
            Rule(".f" + index, $"fill:{theme.Series[index]}");
        }

        for (int level = 0; level < ColorScale.Levels; level++)
        {
            double fraction = level / (ColorScale.Levels - 1.0);
            Rule(".q" + level, $"fill:{Rgb.Between(theme.Sequential, fraction)}");
            Rule(".d" + level, $"fill:{Rgb.Between(theme.Diverging, fraction)}");
        }

        return css.ToString();

        void Rule(string selector, string declaration) =>
            css.Append(scope).Append(' ').Append(selector).Append('{').Append(declaration).Append("}\n");
    }
}
