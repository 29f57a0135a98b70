namespace Praxis.Lab.Figures;

/// <summary>The colours of a chart on a light or a dark ground.</summary>
internal sealed record Theme(
    string Ground, string Ink, string Quiet, string Grid, string Missing, string[] Series, Rgb[] Sequential, Rgb[] Diverging)
{
    public const int SeriesCount = 8;

    // Series follow Okabe and Ito's palette, darkened for white paper and lightened for a dark one until each has a
    // contrast of three to one against its ground.
    public static Theme Light { get; } = new(
        Ground: "#ffffff", Ink: "#1f2328", Quiet: "#59636e", Grid: "#e6e8eb", Missing: "#d5d8dc",
        Series: ["#0068a8", "#cf5200", "#00875f", "#b0518c", "#a87300", "#3490cf", "#6b6b6b", "#7a4a1e"],
        Sequential: [new(0xf4, 0xf6, 0xe4), new(0xb5, 0xdd, 0xc0), new(0x4f, 0xb2, 0xb9), new(0x25, 0x76, 0xab), new(0x24, 0x3c, 0x88), new(0x14, 0x14, 0x4a)],
        Diverging: [new(0x0a, 0x43, 0x80), new(0x5b, 0xa0, 0xd0), new(0xf1, 0xf2, 0xf3), new(0xe8, 0x96, 0x55), new(0x93, 0x36, 0x04)]);

    public static Theme Dark { get; } = new(
        Ground: "#14171c", Ink: "#e6e9ed", Quiet: "#9aa4af", Grid: "#2a2f37", Missing: "#4a4f57",
        Series: ["#58aee6", "#f0883e", "#2fc08f", "#df95c3", "#e3b341", "#9bd2f7", "#a9afb6", "#c99a6b"],
        Sequential: [new(0x1b, 0x20, 0x33), new(0x24, 0x3c, 0x88), new(0x25, 0x76, 0xab), new(0x4f, 0xb2, 0xb9), new(0xb5, 0xdd, 0xc0), new(0xfa, 0xfa, 0xd8)],
        Diverging: [new(0x9c, 0xd2, 0xff), new(0x1f, 0x5f, 0x98), new(0x26, 0x2a, 0x31), new(0x96, 0x4a, 0x12), new(0xff, 0xbe, 0x8a)]);
}
