using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Praxis.Lab;

/// <summary>Where YAML stands: the file, the lines of the file above it, and the error of files of its kind.</summary>
/// <param name="Path">The file.</param>
/// <param name="Name">What messages call the whole, such as "the front matter".</param>
/// <param name="LinesAbove">Lines of the file before the YAML begins.</param>
/// <param name="Error">Makes the error of file, line and what is wrong there.</param>
internal sealed record YamlSource(string Path, string Name, int LinesAbove, Func<string, int, string, Exception> Error)
{
    /// <summary>Reads the text as one mapping.</summary>
    public YamlFields Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? new YamlFields(this, mapping)
                : throw Error(Path, LinesAbove + 1, $"{Name} must be a list of 'key: value' lines");
        }
        catch (YamlException e)
        {
            throw Error(Path, (int)e.Start.Line + LinesAbove, e.InnerException?.Message ?? e.Message);
        }
    }
}

/// <summary>One mapping of a YAML text, read field by field, with errors that name file and line.</summary>
internal sealed class YamlFields(YamlSource source, YamlMappingNode node)
{
    public void Only(params string[] keys)
    {
        foreach (var key in node.Children.Keys.OfType<YamlScalarNode>())
            if (!keys.Contains(key.Value))
                throw At(key, $"'{key.Value}' is not known here; known are {string.Join(", ", keys)}");
    }

    public string? Optional(string key) => Find(key) switch
    {
        null => null,
        YamlScalarNode { Value: var value } => string.IsNullOrWhiteSpace(value) ? null : value.Trim(),
        var other => throw At(other, $"'{key}' must be one value, not a list or a mapping"),
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
            : throw At(item, $"'{key}' must be a list of strings"))];

    /// <summary>A mapping inside this one.</summary>
    public YamlFields Mapping(string key) => Find(key) is YamlMappingNode mapping
        ? new YamlFields(source, mapping)
        : throw Error(key, $"'{key}' must be a mapping of 'key: value' lines");

    public IEnumerable<YamlFields> Items(string key) =>
        Sequence(key).Select(item => item is YamlMappingNode mapping
            ? new YamlFields(source, mapping)
            : throw At(item, $"every entry of '{key}' must be a mapping"));

    /// <summary>An error at a field, or at the mapping when it has no such field.</summary>
    public Exception Error(string key, string what) => At(Find(key) ?? node, what);

    private Exception At(YamlNode at, string what) => source.Error(source.Path, (int)at.Start.Line + source.LinesAbove, what);

    private YamlNode? Find(string key) => node.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private IEnumerable<YamlNode> Sequence(string key) => Find(key) switch
    {
        null or YamlScalarNode { Value: null or "" } => [],
        YamlSequenceNode sequence => sequence.Children,
        var other => throw At(other, $"'{key}' must be a list"),
    };

    private static string Hyphenated(string name) =>
        string.Concat(name.Select((letter, i) => char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));
}
