using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>The list of data sets: datasets.yaml, read and checked.</summary>
public sealed class DataSets
{
    /// <summary>The list's file in a data folder.</summary>
    public const string FileName = "datasets.yaml";

    private const int LargestFile = 1 << 20;

    private DataSets(IReadOnlyList<DataSet> all) => All = all;

    /// <summary>The data sets, in the order of the list.</summary>
    public IReadOnlyList<DataSet> All { get; }

    /// <summary>Reads the list of a data folder; a folder without one has no sets, only files.</summary>
    /// <exception cref="DataSetException">The list cannot be read; file and line are named.</exception>
    public static DataSets Open(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return new DataSets([]);
        var length = new FileInfo(path).Length;
        return length <= LargestFile
            ? Parse(File.ReadAllText(path), path)
            : throw new DataSetException($"{path} has {length:N0} bytes; a list of data sets has at most {LargestFile:N0}.");
    }

    /// <summary>Parses the text of a list; <paramref name="path"/> is only for messages.</summary>
    /// <exception cref="DataSetException">The text is no list of data sets; file and line are named.</exception>
    public static DataSets Parse(string yaml, string path)
    {
        var list = new YamlSource(path, "the list of data sets", LinesAbove: 0, (file, line, what) => new DataSetException($"{file}:{line}: {what}.")).Parse(yaml);
        list.Only("sets");
        var sets = new List<DataSet>();
        foreach (var fields in list.Items("sets"))
        {
            var set = Read(fields);
            if (sets.Exists(other => other.Name == set.Name)) throw fields.Error("name", $"the data set '{set.Name}' is there twice; give every set a name of its own");
            sets.Add(set);
        }
        return new DataSets(sets);
    }

    /// <summary>The set of a name.</summary>
    /// <exception cref="DataSetException">There is none; the message suggests the nearest, and lists all.</exception>
    public DataSet Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        const int longestName = 100;
        if (All.FirstOrDefault(set => set.Name == name) is { } found) return found;
        var wanted = name.Trim().ToLowerInvariant();
        if (wanted.Length > longestName) wanted = wanted[..longestName];
        var nearest = All.MinBy(set => set.Name.Contains(wanted, StringComparison.Ordinal) && wanted.Length > 2 ? 0 : EditDistance.Between(wanted, set.Name));
        throw new DataSetException(nearest is null
            ? $"There is no data set '{name}': the data folder has no {FileName}."
            : $"There is no data set '{name}'. Did you mean {nearest.Name}? There are {string.Join(", ", All.Select(set => set.Name))}.");
    }

    /// <summary>What the list says of a file; null for a file it does not name.</summary>
    public DataFile? FindFile(string path) => All.SelectMany(set => set.Files).FirstOrDefault(file => file.Path == path);

    private static DataSet Read(YamlFields fields)
    {
        fields.Only("name", "title", "kind", "task", "shape", "split", "targets", "classes", "origin", "licence", "made_by", "get", "files");
        var set = new DataSet
        {
            Name = fields.Required("name"),
            Title = fields.Required("title"),
            Kind = fields.Choice<DataSetKind>("kind"),
            Task = fields.Required("task"),
            Shape = Sizes(fields, "shape"),
            Split = Sizes(fields, "split"),
            Targets = fields.Strings("targets"),
            Classes = fields.Strings("classes"),
            Origin = fields.Required("origin"),
            Licence = fields.Required("licence"),
            MadeBy = fields.Optional("made_by"),
            Get = fields.Optional("get"),
            Files = [.. fields.Items("files").Select(ReadFile)],
        };
        if (set.Bundled != set.Files.Count > 0) throw fields.Error("files", $"'{set.Name}' needs either files or, when it is not bundled, 'get'");
        if (set.Bundled && (set.Shape.Count == 0 || set.MadeBy is null)) throw fields.Error("shape", $"'{set.Name}' has files, so it needs 'shape' and 'made_by'");
        return set;
    }

    private static List<DataSetSize> Sizes(YamlFields fields, string key) => !fields.Has(key) ? [] :
        [.. fields.Mapping(key).Keys().Select(axis => new DataSetSize(axis, (int)Whole(fields.Mapping(key), axis, int.MaxValue)))];

    private static DataFile ReadFile(YamlFields fields)
    {
        fields.Only("path", "bytes", "sha256");
        var path = fields.Required("path");
        if (path != Path.GetFileName(path)) throw fields.Error("path", $"'{path}' must be the name of a file in the data folder, without a folder");
        var sha256 = fields.Required("sha256");
        if (sha256.Length != 64 || !sha256.All(char.IsAsciiHexDigitLower)) throw fields.Error("sha256", $"'{sha256}' is no SHA-256: 64 hexadecimal digits in lower case");
        return new DataFile(path, Whole(fields, "bytes", 1L << 40), sha256);
    }

    private static long Whole(YamlFields fields, string key, long most) => fields.Number(key) is var number && number >= 0 && number <= most && number == Math.Floor(number)
        ? (long)number
        : throw fields.Error(key, $"'{fields.Required(key)}' is no whole number from 0 to {most:N0}");
}
