using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.FlashSvd;

/// <summary>Figures of the study.</summary>
internal static class MemoryFigures
{
    /// <summary>Peak bytes a token for each way, one panel a length of text.</summary>
    public static Figure Peaks(IReadOnlyList<FlashSvdStudy.Peak> peaks)
    {
        var shown = peaks.Where(peak => peak.Keep == 0.25).ToList();
        string[] cells = [.. shown.Select(Cell).Distinct()];
        return new Figure
        {
            Title = "Peak of live activations, 25 % of the parameters",
            Description = "Kilobytes a token at the peak, one line a way of running, over texts × tokens in order of their number. Ordinary low-rank inference takes as much as the dense model; streaming only one of the two parts leaves the other's peak; with both it falls to about two fifths; rows in chunks with streamed attention lie close to that.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("texts × tokens", Categories: cells),
                    Y = new Axis("kB a token", Low: 0),
                    Marks = [.. shown.GroupBy(peak => peak.Mode).Select((mode, i) => new Line(
                        [.. Enumerable.Range(0, cells.Length).Select(place => (double)place)],
                        [.. cells.Select(cell => mode.First(peak => Cell(peak) == cell)).Select(peak => peak.Bytes / 1e3 / (peak.Texts * peak.Time))],
                        Dashed: i == 1, Points: true) { Name = mode.Key })],
                },
                Composition(shown.Where(peak => Cell(peak) == cells[^1]).ToList()),
            ],
        };

        static string Cell(FlashSvdStudy.Peak peak) => $"{peak.Texts} × {peak.Time}";
    }

    /// <summary>Seconds and bytes of tile sizes.</summary>
    public static Figure Tiles(int texts, int time, IReadOnlyList<FlashSvdStudy.TileCost> tiles) => new()
    {
        Title = $"What a tile size costs ({texts} texts of {time} tokens, 25 % of the parameters)",
        Description = "Milliseconds of one block against its peak of live activations, one point a tile size (queries, keys and rows; twice as many hidden units), and ordinary low-rank execution. Small tiles make keys and values again more often and run in products too small to be fast; large ones take memory.",
        Panels =
        [
            new Panel
            {
                X = new Axis("peak, MB", Low: 0),
                Y = new Axis("milliseconds", Low: 0),
                Marks = [.. tiles.Select(tile => new Scatter([tile.Bytes / 1e6], [1e3 * tile.Seconds]) { Name = tile.Name })],
            },
        ],
    };

    // What the peak consists of, way by way.
    private static Panel Composition(IReadOnlyList<FlashSvdStudy.Peak> peaks)
    {
        string[] buffers = [.. peaks.SelectMany(peak => peak.Buffers.Keys).Distinct()];
        return new Panel
        {
            Title = $"Buffers at the peak, {peaks[0].Texts} × {peaks[0].Time}",
            Y = new Axis("", Categories: [.. peaks.Select(peak => peak.Mode)]),
            X = new Axis("MB", Low: 0),
            Marks = [.. buffers.Select(buffer => new Bars([.. peaks.Select(peak => peak.Buffers.TryGetValue(buffer, out long bytes) ? bytes / 1e6 : double.NaN)]) { Name = buffer })],
        };
    }
}
