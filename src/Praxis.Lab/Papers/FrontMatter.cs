using System.Globalization;
using YamlDotNet.RepresentationModel;

namespace Praxis.Lab;

/// <summary>One mapping of the front matter, read field by field, with errors that name file and line.</summary>
internal sealed class FrontMatter(string path, YamlMappingNode node)
{
    public void Only(params string[] keys)
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>())
            if (!keys.Contains(key.Value))
                throw new PaperFileException(path, Line(key), $"'{key.Value}' is not known here; known are {string.Join(", ", keys)}");
    }

    public string? Optional(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: var value } => string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
        var other => throw new PaperFileException(path, Line(other), $"'{key}' must be one value, not a list or a mapping"),
    };

    public string Required(string key) => Optional(key) ?? throw Error(key, $"'{key}' is missing or empty");

    public double Number(string key)
    {
        var text = Required(key);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(key, $"'{text}' is no number");
    }

    /// <summary>An enumeration written with hyphens: <c>at-most</c> is <c>AtMost</c>.</summary>
    public T Choice<T>(string key) where T : struct, Enum
    {
        var text = Required(key);
        foreach (var value in Enum.GetValues<T>())
            if (Hyphenated(value.ToString()) == text)
                return value;
        throw Error(key, $"'{text}' is none of {string.Join(", ", Enum.GetNames<T>().Select(Hyphenated))}");
    }

    public IReadOnlyList<string> Strings(string key) =>
        [.. Sequence(key).Select(item => item is YamlScalarNode { Value: { Length: > 0 } value }
            ? value
            : throw new PaperFileException(path, Line(item), $"'{key}' must be a list of strings"))];

    public IEnumerable<FrontMatter> Items(string key) =>
        Sequence(key).Select(item => item is YamlMappingNode mapping
            ? new FrontMatter(path, mapping)
            : throw new PaperFileException(path, Line(item), $"every entry of '{key}' must be a mapping"));

    public PaperFileException Error(string key, string what) => new(path, Find(key) is { } found ? Line(found) : Line(node), what);

    private YamlNode? Find(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private IEnumerable<YamlNode> Sequence(string key) => Find(key) switch
    {
        null or YamlScalarNode { Value: null or "" } => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw new PaperFileException(path, Line(other), $"'{key}' must be a list"),
    };

    // The YAML starts at the file's second line, below the opening '---'.
    private static int Line(YamlNode at) => (int)at.Start.Line + 1;

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}

/// <summary>A paper.md that cannot be read.</summary>
/// <param name="path">The file.</param>
/// <param name="line">The line, counted from 1.</param>
/// <param name="what">What is wrong there and how to mend it.</param>
public sealed class PaperFileException(string path, int line, string what) : Exception($"{path}:{line}: {what}");
