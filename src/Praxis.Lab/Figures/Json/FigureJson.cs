using System.Text.Json;

namespace Praxis.Lab.Figures;

/// <summary>Figures as compact JSON: numbers rounded to five significant digits, whole numbers kept, defaults left out.</summary>
/// <remarks>A figure inside another document is written in the same way, on one line even where the document is indented.</remarks>
public static class FigureJson
{
    /// <summary>Writes a figure as one line of JSON.</summary>
    public static string Write(Figure figure) =>
        JsonSerializer.Serialize(FigureDocument.Of(figure), FigureJsonContext.Default.FigureDocument);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no figure; the message names the place.</exception>
    public static Figure Read(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, FigureJsonContext.Default.FigureDocument)?.ToFigure()
                ?? throw new JsonException("A figure was expected, not null.");
        }
        catch (ArgumentException mismatch)
        {
            throw new JsonException($"The figure contradicts itself: {mismatch.Message}", mismatch);
        }
    }
}
