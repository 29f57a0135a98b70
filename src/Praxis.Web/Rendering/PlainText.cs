namespace Praxis.Web.Rendering;

/// <summary>Text that is shown as it is.</summary>
internal static class PlainText
{
    /// <summary>The beginning, cut after a sentence where one ends in time, else after a word.</summary>
    /// <param name="text">The text.</param>
    /// <param name="length">At most so many characters.</param>
    public static string Excerpt(string text, int length = 330)
    {
        text = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (text.Length <= length) return text;
        var cut = text[..length];
        var sentence = Math.Max(cut.LastIndexOf(". ", StringComparison.Ordinal), cut.LastIndexOf("? ", StringComparison.Ordinal));
        if (sentence >= length / 3) return cut[..(sentence + 1)];
        var word = text[length] == ' ' ? length : cut.LastIndexOf(' ');
        return cut[..(word > 0 ? word : length)].TrimEnd(',', ';', ':', ' ') + " …";
    }

    /// <summary>A count with its noun: <c>1 paper</c>, <c>165 papers</c>.</summary>
    public static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count:N0} {noun}s";

    /// <summary>The text with a capital at its start.</summary>
    public static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];

    /// <summary>The text with a small letter at its start.</summary>
    public static string Uncapital(string text) => text.Length == 0 ? text : char.ToLowerInvariant(text[0]) + text[1..];
}
