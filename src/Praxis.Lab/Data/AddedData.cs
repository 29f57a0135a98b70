using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>A data set that the reader added.</summary>
/// <param name="Name">The set's name.</param>
/// <param name="Path">The copy in the reader's folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Its SHA-256 when it was added.</param>
/// <param name="Source">The file it was copied from.</param>
/// <param name="Added">When.</param>
public sealed record AddedDataSet(string Name, string Path, long Bytes, string Sha256, string Source, DateTimeOffset Added);

/// <summary>Data sets that must not come with Praxis, in the reader's own folder: NAME.csv, and NAME.json with its checksum.</summary>
/// <param name="folder">The folder; it need not be there.</param>
public sealed class AddedData(string folder)
{
    /// <summary>The folder of added sets in the folder of a store.</summary>
    public static AddedData In(string store) => new(Path.Combine(store, "datasets"));

    /// <summary>The set of a name, if it was added.</summary>
    /// <exception cref="DataSetException">Its record cannot be read.</exception>
    public AddedDataSet? Find(string name)
    {
        var (copy, record) = Names(name);
        if (!File.Exists(record) || !File.Exists(copy)) return null;
        try
        {
            return JsonSerializer.Deserialize<AddedDataSet>(File.ReadAllText(record), LabJson.Plain)! with { Path = copy };
        }
        catch (JsonException e)
        {
            throw new DataSetException($"{record} cannot be read ({e.Message}); delete it and add the data set again.", e);
        }
    }

    /// <summary>Fails when a set's file has changed since it was added.</summary>
    /// <exception cref="DataSetException">It has.</exception>
    public void Verify(string name)
    {
        if (Find(name) is { } set)
            FileChecks.Verify(set.Path, new DataFile(set.Path, set.Bytes, set.Sha256), $"Add it again: praxis data add FILE --name {name}");
    }

    /// <summary>Copies a file into the folder, once it was read as what the set must be; a set that was there is replaced.</summary>
    /// <exception cref="DataSetException">The set is bundled, or the file is not of the set's kind; the message names the place.</exception>
    /// <exception cref="IOException">The file cannot be read, or the folder not written.</exception>
    public AddedDataSet Add(DataSet set, string file)
    {
        ArgumentNullException.ThrowIfNull(set);
        if (set.Bundled) throw new DataSetException($"'{set.Name}' comes with Praxis; there is nothing to add.");
        if (!File.Exists(file)) throw new DataSetException($"There is no file '{file}'. {set.Get}");
        using (var stream = File.OpenRead(file)) _ = Ratings.Read(stream, file);

        Directory.CreateDirectory(folder);
        var (copy, record) = Names(set.Name);
        AtomicFile.Write(copy, target =>
        {
            using var source = File.OpenRead(file);
            source.CopyTo(target);
        });
        var added = new AddedDataSet(set.Name, copy, new FileInfo(copy).Length, FileChecks.Sha256(copy), Path.GetFullPath(file), DateTimeOffset.UtcNow);
        AtomicFile.Write(record, target => JsonSerializer.Serialize(target, added, LabJson.Plain));
        return added;
    }

    private (string Copy, string Record) Names(string name) => (Path.Combine(folder, $"{name}.csv"), Path.Combine(folder, $"{name}.json"));
}
