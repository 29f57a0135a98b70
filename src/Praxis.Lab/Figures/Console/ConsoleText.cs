namespace Praxis.Lab.Figures;

/// <summary>Texts for a terminal.</summary>
internal static class ConsoleText
{
    /// <summary>Without control characters, which a terminal would obey, and no wider than given.</summary>
    public static string Fit(string text, int width)
    {
        string clean = string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
        return clean.Length <= width ? clean : clean[..Math.Max(0, width - 1)] + "…";
    }

    /// <summary>What of a panel a terminal does not show, in words.</summary>
    public static IEnumerable<string> InWords(Panel panel)
    {
        bool barsOnly = panel.Marks.Any(mark => mark is Bars);
        foreach (Mark mark in panel.Marks)
        {
            switch (mark)
            {
                case HeatMap map:
                    Extent extent = new(AxisScale.Linear);
                    extent.Include(map.Values.SelectMany(row => row));
                    string range = extent.IsEmpty ? "" : $" from {NumberText.Short(extent.Low)} to {NumberText.Short(extent.High)}";
                    yield return $"(heat map: {map.Values.Count} × {(map.Values.Count == 0 ? 0 : map.Values[0].Count)} values{range})";
                    break;
                case Polygons polygons: yield return $"({polygons.Items.Count} shapes)"; break;
                case Segments segments: yield return $"({segments.Items.Count} segments)"; break;
                case Rule rule when barsOnly:
                    string name = rule.Label.Length > 0 ? rule.Label : rule.Name ?? "rule";
                    yield return Fit($"{name}: {NumberText.Short(rule.Value)}", int.MaxValue);
                    break;
                case Line or Scatter or Histogram when barsOnly:
                    yield return Fit($"(not drawn here: {mark.Name ?? "one more series"})", int.MaxValue);
                    break;
            }
        }
    }
}
