using System.Globalization;
using Praxis.Learning.Files;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Praxis.Learning.Training;

/// <summary>A YAML file of sections and keys, read key by key, each checked and each error with its file and line.</summary>
internal sealed class YamlSettings
{
    private const long LargestFile = 1 << 20;

    private readonly string _path;
    private readonly Dictionary<string, Entry> _entries = [];

    private YamlSettings(string path) => _path = path;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file, as messages name it.</param>
    /// <param name="known">All keys that there are, as "section.key".</param>
    /// <param name="overrides">Values that replace those of the file.</param>
    public static YamlSettings Load(string path, IReadOnlyCollection<string> known, IReadOnlyDictionary<string, string> overrides)
    {
        string text;
        try
        {
            if (new FileInfo(path).Length > LargestFile)
                throw new TrainingConfigurationException(path, "", $"the file has more than {LargestFile} bytes", "check that this is the right file");
            text = File.ReadAllText(path);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            string problem = cause is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : cause.Message.TrimEnd('.');
            throw new TrainingConfigurationException(path, "", problem, "name a train.yaml, such as models/llama-1m/train.yaml");
        }

        return Parse(text, path, known, overrides);
    }

    /// <summary>Parses a text; the path is only for messages.</summary>
    public static YamlSettings Parse(string text, string path, IReadOnlyCollection<string> known, IReadOnlyDictionary<string, string> overrides)
    {
        var settings = new YamlSettings(path);
        settings.Read(Root(text, path), "", known);
        foreach ((string key, string value) in overrides)
        {
            if (!known.Contains(key))
                throw new TrainingConfigurationException($"--set {key}", "", "there is no such key", Suggestion(key, known));
            settings._entries[key] = new Entry([value], $"--set {key}={value}", IsList: false);
        }

        return settings;
    }

    /// <summary>Whether a key is there with a value.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>A whole number within bounds.</summary>
    public int Count(string key, int? otherwise = null, int least = 1, int most = int.MaxValue) =>
        Find(key) is not { } entry ? otherwise ?? throw Missing(key, "a whole number")
        : int.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value
        : throw Wrong(key, entry, most == int.MaxValue ? $"a whole number from {least} on" : $"a whole number from {least} to {most}");

    /// <summary>A whole number of any sign and size.</summary>
    public long Whole(string key, long otherwise) =>
        Find(key) is not { } entry ? otherwise
        : long.TryParse(entry.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value
        : throw Wrong(key, entry, "a whole number");

    /// <summary>A finite number for which a condition holds.</summary>
    public double Number(string key, double? otherwise, Func<double, bool> holds, string wanted) =>
        Find(key) is not { } entry ? otherwise ?? throw Missing(key, wanted)
        : double.TryParse(entry.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && holds(value) ? value
        : throw Wrong(key, entry, wanted);

    /// <summary>true or false.</summary>
    public bool Flag(string key, bool otherwise) => Find(key)?.Value switch
    {
        null => otherwise,
        "true" => true,
        "false" => false,
        _ => throw Wrong(key, Find(key)!, "true or false"),
    };

    /// <summary>One of a few words.</summary>
    public string Choice(string key, string? otherwise, params ReadOnlySpan<string> words)
    {
        string wanted = string.Join(" or ", words.ToArray());
        if (Find(key) is not { } entry)
            return otherwise ?? throw Missing(key, wanted);
        return words.Contains(entry.Value) ? entry.Value : throw Wrong(key, entry, wanted);
    }

    /// <summary>A text, or null.</summary>
    public string? Text(string key) => Find(key)?.Value;

    /// <summary>One text or a list of them; none if the key is missing.</summary>
    public IReadOnlyList<string> Texts(string key) => _entries.TryGetValue(key, out var entry) ? entry.Values : [];

    /// <summary>An error about a key.</summary>
    public TrainingConfigurationException Refuse(string key, string problem, string cure) =>
        new(_entries.TryGetValue(key, out var entry) ? entry.Place : _path, key, problem, cure);

    private Entry? Find(string key)
    {
        if (!_entries.TryGetValue(key, out var entry))
            return null;
        return entry.IsList ? throw Wrong(key, entry, "one value, not a list") : entry;
    }

    private TrainingConfigurationException Missing(string key, string wanted) =>
        new(_path, key, "it is missing", $"add it: {wanted}");

    private TrainingConfigurationException Wrong(string key, Entry entry, string wanted) =>
        Refuse(key, $"it is {ModelFileException.Quote(string.Join(", ", entry.Values))}", $"write {wanted}");

    private void Read(YamlMappingNode mapping, string section, IReadOnlyCollection<string> known)
    {
        foreach ((var keyNode, var value) in mapping.Children)
        {
            string place = $"{_path}:{keyNode.Start.Line}";
            string key = section + (keyNode is YamlScalarNode { Value: { } name } ? name : throw new TrainingConfigurationException(place, "", "a key must be a word", "write 'key: value'"));
            bool isSection = section.Length == 0 && known.Any(other => other.StartsWith(key + ".", StringComparison.Ordinal));
            if (!isSection && !known.Contains(key))
                throw new TrainingConfigurationException(place, key, "there is no such key", Suggestion(key, known));
            switch (value)
            {
                case YamlMappingNode inner when isSection:
                    Read(inner, key + ".", known);
                    break;
                case YamlScalarNode { Value: null or "" or "~" or "null" }:
                    break; // an empty value counts as missing
                case YamlScalarNode { Value: { } text } when !isSection:
                    _entries[key] = new Entry([text], place, IsList: false);
                    break;
                case YamlSequenceNode sequence when !isSection:
                    _entries[key] = new Entry([.. sequence.Children.Select(item => item is YamlScalarNode { Value: { Length: > 0 } text }
                        ? text
                        : throw new TrainingConfigurationException($"{_path}:{item.Start.Line}", key, "an entry of the list is no single value", "write one file a line, '- FILE'"))], place, IsList: true);
                    break;
                default:
                    throw new TrainingConfigurationException(place, key, isSection ? "this is a section" : "this takes no keys within", isSection ? "write its keys below it, indented" : "write one value");
            }
        }
    }

    private static YamlMappingNode Root(string text, string path)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [{ RootNode: YamlMappingNode mapping }]
                ? mapping
                : throw new TrainingConfigurationException(path, "", "it is no list of sections with 'key: value' lines", "see 'praxis train --help' for an example");
        }
        catch (YamlException cause)
        {
            throw new TrainingConfigurationException($"{path}:{cause.Start.Line}", "", (cause.InnerException?.Message ?? cause.Message).TrimEnd('.'), "mend that line");
        }
    }

    private static string Suggestion(string key, IReadOnlyCollection<string> known)
    {
        string nearest = known.MinBy(other => Distance(other, key))!;
        if (Distance(nearest, key) <= 3)
            return $"did you mean '{nearest}'";
        string[] beside = [.. known.Where(other => other.StartsWith(key.Split('.')[0] + ".", StringComparison.Ordinal))];
        return $"known are {string.Join(", ", beside.Length > 0 ? beside : known)}";
    }

    // Levenshtein's: how many letters must be put in, taken out or changed.
    private static int Distance(string left, string right)
    {
        int[] row = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            (int diagonal, row[0]) = (row[0], i);
            for (int j = 1; j <= right.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    private sealed record Entry(IReadOnlyList<string> Values, string Place, bool IsList)
    {
        public string Value => Values[0];
    }
}
