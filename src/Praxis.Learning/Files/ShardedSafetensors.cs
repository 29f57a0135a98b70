namespace Praxis.Learning.Files;

/// <summary>
/// A model in several safetensors files with an index beside them. A file is opened when a tensor of it is first asked for.
/// </summary>
/// <remarks>May be used from several threads, but not while it is disposed of.</remarks>
public sealed class ShardedSafetensors : IStoredTensors
{
    /// <summary>The name that Hugging Face's tools give the index.</summary>
    public const string IndexName = "model.safetensors.index.json";

    /// <summary>The name of a model that fits one file.</summary>
    public const string SingleName = "model.safetensors";

    private readonly string _index;
    private readonly Dictionary<string, string> _fileOf;
    private readonly Dictionary<string, SafetensorsFile> _open = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly string[] _names;
    private bool _closed;

    private ShardedSafetensors(string path, ShardIndex index)
    {
        _index = path;
        _folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        _fileOf = new Dictionary<string, string>(index.Files, StringComparer.Ordinal);
        _names = [.. index.Files.Select(pair => pair.Key)];
        Files = [.. index.Files.Select(pair => pair.Value).Distinct(StringComparer.Ordinal)];
        TotalBytes = index.TotalBytes;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => _names;

    /// <summary>The names of the files, in the order in which the index mentions them.</summary>
    public IReadOnlyList<string> Files { get; }

    /// <summary>The bytes of all tensors together, if the index says so.</summary>
    public long? TotalBytes { get; }

    /// <inheritdoc/>
    public StoredTensor this[string name] =>
        _fileOf.TryGetValue(name, out string? file) ? Shard(file)[name] : throw StoredTensorTable.Missing(_index, name, _names);

    /// <summary>Reads the index and checks that its files are there.</summary>
    /// <param name="path">The index.</param>
    /// <exception cref="ModelFileException">The index is missing or malformed, or a file that it names is missing.</exception>
    public static ShardedSafetensors Open(string path)
    {
        var sharded = new ShardedSafetensors(path, ShardIndex.Read(path));
        foreach (string file in sharded.Files)
            if (!File.Exists(Path.Combine(sharded._folder, file)))
                throw new ModelFileException(path, "weight_map", $"the file {ModelFileException.Quote(file)} that it names is not beside it", "download that file too");
        return sharded;
    }

    /// <summary>
    /// Writes tensors into a folder as files of bounded size with an index, or as one file without an index if they fit. Each file is written
    /// whole or not at all, the index last; then files of a model that was there before are removed.
    /// </summary>
    /// <param name="folder">The folder, which must exist.</param>
    /// <param name="tensors">The tensors with their names; files are filled in this order.</param>
    /// <param name="maximumBytes">The most bytes of tensors in a file; a tensor that is larger gets a file of its own.</param>
    /// <param name="metadata">Free texts for each file.</param>
    /// <returns>The names of the files with tensors.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 1.</exception>
    /// <exception cref="ModelFileException">A name or number does not fit, or a file cannot be written.</exception>
    public static IReadOnlyList<string> Write(
        string folder, IReadOnlyList<TensorToWrite> tensors, long maximumBytes, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBytes, 1);
        var twice = tensors.GroupBy(tensor => tensor.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any());
        string indexPath = Path.Combine(folder, IndexName);
        if (twice is not null)
            throw new ModelFileException(indexPath, ModelFileException.Tensor(twice.Key), "two tensors have this name", "give each its own");
        IReadOnlyList<string> before = FilesOf(folder);
        var shards = Fill(tensors, maximumBytes);
        string[] files = shards.Count == 1 ? [SingleName] : [.. Enumerable.Range(1, shards.Count).Select(i => $"model-{i:D5}-of-{shards.Count:D5}.safetensors")];
        for (int i = 0; i < shards.Count; i++)
            SafetensorsFile.Write(Path.Combine(folder, files[i]), shards[i], metadata);
        if (shards.Count > 1)
        {
            var map = shards.SelectMany((shard, i) => shard.Select(tensor => KeyValuePair.Create(tensor.Name, files[i])));
            new ShardIndex([.. map], tensors.Sum(tensor => tensor.ByteCount)).Write(indexPath);
        }

        foreach (string old in before.Except(shards.Count > 1 ? [.. files, IndexName] : files))
            File.Delete(Path.Combine(folder, old));
        return files;
    }

    /// <inheritdoc/>
    public bool Contains(string name) => _fileOf.ContainsKey(name);

    /// <inheritdoc cref="IStoredTensors.Read"/>
    public Tensor Read(string name) => this[name].ToTensor();

    /// <summary>Closes all files; their tensors can no longer be read.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            foreach (var file in _open.Values)
                file.Dispose();
            _open.Clear();
        }
    }

    private SafetensorsFile Shard(string name)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_open.TryGetValue(name, out var shard))
                return shard;
            shard = SafetensorsFile.Open(Path.Combine(_folder, name));
            string? missing = _names.FirstOrDefault(tensor => _fileOf[tensor] == name && !shard.Contains(tensor));
            if (missing is not null)
            {
                shard.Dispose();
                throw new ModelFileException(
                    _index, ModelFileException.Tensor(missing), $"the index puts it into {ModelFileException.Quote(name)}, where it is not", "download index and files again, from one place");
            }

            _open.Add(name, shard);
            return shard;
        }
    }

    private static List<List<TensorToWrite>> Fill(IReadOnlyList<TensorToWrite> tensors, long maximumBytes)
    {
        var shards = new List<List<TensorToWrite>> { new() };
        long filled = 0;
        foreach (var tensor in tensors)
        {
            if (shards[^1].Count > 0 && filled + tensor.ByteCount > maximumBytes)
            {
                shards.Add([]);
                filled = 0;
            }

            shards[^1].Add(tensor);
            filled += tensor.ByteCount;
        }

        return shards;
    }

    // Only files that belong to a model under the usual names; an index that cannot be read names none.
    private static List<string> FilesOf(string folder)
    {
        List<string> files = File.Exists(Path.Combine(folder, SingleName)) ? [SingleName] : [];
        string index = Path.Combine(folder, IndexName);
        if (!File.Exists(index))
            return files;
        files.Add(IndexName);
        try
        {
            files.AddRange(ShardIndex.Read(index).Files.Select(pair => pair.Value).Distinct(StringComparer.Ordinal)
                .Where(file => file.EndsWith(".safetensors", StringComparison.Ordinal)));
        }
        catch (ModelFileException)
        {
            // It is replaced; what it once named is left alone.
        }

        return files;
    }
}
