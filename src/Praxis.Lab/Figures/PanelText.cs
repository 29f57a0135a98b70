namespace Praxis.Lab.Figures;

/// <summary>Panels in words.</summary>
internal static class PanelText
{
    /// <summary>What a panel shows: its axes and the names of its marks.</summary>
    public static string Describe(Panel panel)
    {
        List<string> parts = [];
        if (!panel.HideAxes)
        {
            if (panel.Y.Label.Length > 0) parts.Add($"Vertical: {Describe(panel.Y)}.");
            if (panel.X.Label.Length > 0) parts.Add($"Horizontal: {Describe(panel.X)}.");
        }

        string[] names = [.. panel.Marks.Select(mark => mark.Name ?? "").Where(name => name.Length > 0).Distinct()];
        if (names.Length > 0) parts.Add($"Shown: {string.Join(", ", names)}.");
        return string.Join(' ', parts);
    }

    private static string Describe(Axis axis) => axis.Scale == AxisScale.Log ? axis.Label + ", logarithmic" : axis.Label;
}
