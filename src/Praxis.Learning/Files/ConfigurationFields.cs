using System.Text.Json;

namespace Praxis.Learning.Files;

/// <summary>The fields of a config.json, each checked as it is read; null counts as missing.</summary>
internal sealed class ConfigurationFields(string file, JsonElement root)
{
    // No dimension of a model comes near; larger ones are damage, and their products would overflow.
    private const int LargestCount = 1 << 28;

    private readonly string _within = "";

    private ConfigurationFields(string file, JsonElement root, string within)
        : this(file, root) => _within = within;

    /// <summary>Whether the field is there.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>A positive whole number that must be there.</summary>
    public int Count(string name) => Find(name) is { } element ? Count(name, element) : throw Missing(name, "a whole number");

    /// <summary>A positive whole number.</summary>
    public int Count(string name, int otherwise) => Find(name) is { } element ? Count(name, element) : otherwise;

    /// <summary>A finite number above zero (or from zero on).</summary>
    public double Number(string name, double? otherwise, bool zeroAllowed = false)
    {
        if (Find(name) is not { } element)
            return otherwise ?? throw Missing(name, "a number");
        bool good = element.ValueKind == JsonValueKind.Number && element.TryGetDouble(out double value) && double.IsFinite(value)
            && (value > 0 || (zeroAllowed && value == 0));
        return good ? element.GetDouble() : throw Wrong(name, element, zeroAllowed ? "a number that is not negative" : "a number above zero");
    }

    /// <summary>A truth value.</summary>
    public bool Flag(string name, bool otherwise) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } element => throw Wrong(name, element, "true or false"),
    };

    /// <summary>A text; it must be there unless there is one to use otherwise.</summary>
    public string Text(string name, string? otherwise = null) => Find(name) is { } element
        ? JsonFile.TextOf(element) ?? throw Wrong(name, element, "a text")
        : otherwise ?? throw Missing(name, "a text");

    /// <summary>A text out of a few.</summary>
    public string Choice(string name, string otherwise, params ReadOnlySpan<string> known)
    {
        string text = Text(name, otherwise);
        return known.Contains(text)
            ? text
            : throw Refuse(name, $"{ModelFileException.Quote(text)} is not supported", $"use a model with {string.Join(" or ", known.ToArray())}");
    }

    /// <summary>Texts.</summary>
    public IReadOnlyList<string> Texts(string name) => Find(name) is not { } element ? []
        : element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => JsonFile.TextOf(item) ?? throw Wrong(name, element, "a list of texts"))]
        : throw Wrong(name, element, "a list of texts");

    /// <summary>The number of one token.</summary>
    public int? Token(string name) => Find(name) is { } element ? TokenOf(name, element) : null;

    /// <summary>The numbers of tokens: one, or a list.</summary>
    public IReadOnlyList<int> Tokens(string name) => Find(name) is not { } element ? []
        : element.ValueKind == JsonValueKind.Array ? [.. element.EnumerateArray().Select(item => TokenOf(name, item))]
        : [TokenOf(name, element)];

    /// <summary>The fields of an object within, or null.</summary>
    public ConfigurationFields? Object(string name) => Find(name) is not { } element ? null
        : element.ValueKind == JsonValueKind.Object ? new ConfigurationFields(file, element, $"{_within}{name}.")
        : throw Wrong(name, element, "an object");

    /// <summary>Refuses a model that has a feature switched on.</summary>
    public void RequireOff(string name)
    {
        if (Flag(name, false))
            throw Refuse(name, "models with this feature are not supported", "use a model without it");
    }

    /// <summary>Refuses sizes that do not divide.</summary>
    public void RequireMultiple(string name, int value, string divisorName, int divisor)
    {
        if (value % divisor != 0)
            throw Refuse(name, $"{value} is no multiple of {divisorName} ({divisor})", "mend one of the two");
    }

    /// <summary>An error about a field.</summary>
    public ModelFileException Refuse(string name, string problem, string cure) => new(file, $"field '{_within}{name}'", problem, cure);

    private JsonElement? Find(string name) =>
        root.TryGetProperty(name, out var element) && element.ValueKind != JsonValueKind.Null ? element : null;

    private int Count(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) && value is >= 1 and <= LargestCount
            ? value
            : throw Wrong(name, element, $"a whole number from 1 to {LargestCount}");

    private int TokenOf(string name, JsonElement element) =>
        element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out int value) ? value : throw Wrong(name, element, "the number of a token");

    private ModelFileException Missing(string name, string wanted) => Refuse(name, $"{wanted} is missing", "add it, or take config.json from where the weights come from");

    private ModelFileException Wrong(string name, JsonElement element, string wanted) =>
        Refuse(name, $"it must be {wanted}, not {ModelFileException.Quote(element.GetRawText())}", "mend it");
}
