using Praxis.Learning.Files;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Writes a compressed checkpoint layer by layer: each form goes to the disk as soon as it is there.</summary>
internal sealed class CompressedCheckpointWriter : IDisposable
{
    private const int UsualParts = 4;

    private readonly CheckpointSource _source;
    private readonly string _folder;
    private readonly SafetensorsBuilder _builder;
    private readonly Dictionary<string, ManifestForm> _layers = [];
    private readonly HashSet<string> _written = new(StringComparer.Ordinal); // names of the source's tensors

    /// <summary>Begins in an empty folder.</summary>
    public CompressedCheckpointWriter(CheckpointSource source, string folder)
    {
        (_source, _folder) = (source, folder);
        _builder = new SafetensorsBuilder(
            Path.Combine(folder, CompressedCheckpoint.WeightsName),
            source.Tensors.Names.Count + (UsualParts * source.Maps.Count),
            new Dictionary<string, string> { ["format"] = "praxis" });
    }

    /// <summary>Layers whose forms have no storage and were written dense, with the forms' names.</summary>
    public IEnumerable<(string Name, string Form)> Densified => _layers.Where(layer => layer.Value.Was is not null).Select(layer => (layer.Key, layer.Value.Was!));

    /// <summary>Writes a form. A dense weight takes the original's place; it is the original's bytes if nothing was changed.</summary>
    /// <param name="map">The weight.</param>
    /// <param name="form">Its form; null: as it was.</param>
    /// <param name="was">For a dense weight that stands for a form without storage: what that was.</param>
    public void Add(StoredMap map, CompressedWeight? form, string? was = null)
    {
        _written.Add(map.Stored.Name);
        map.Stored.Release(); // it was read to be compressed
        if (form is not null and not DenseWeight && FormStorage.TryStore(form) is { } stored)
        {
            foreach ((string name, var part) in stored.AllParts(map.Name))
                _builder.Add(new TensorToWrite(name, part.Tensor, part.StoreAs ?? map.Stored.Type));
            _layers.Add(map.Name, ManifestForm.Of(stored));
            return;
        }

        if (form is null)
        {
            _builder.Add(map.Stored.Name, map.Stored);
            return;
        }

        if (form is not DenseWeight)
            was = form.GetType().Name;
        if (was is not null)
            _layers.Add(map.Name, new ManifestForm("dense", map.Outputs, map.Inputs) { Was = was });
        _builder.Add(new TensorToWrite(map.Stored.Name, map.Turn(form is DenseWeight dense ? dense.Weight : form.ToDense()), map.Stored.Type));
    }

    /// <summary>Writes all other tensors, the manifest, and the files that belong to the model.</summary>
    /// <param name="method">The method's key.</param>
    /// <param name="report">How it was compressed.</param>
    /// <param name="changed">A tensor of the source by its stored name, if it is another now.</param>
    public void Finish(string method, Pipeline.CompressionReport report, Func<string, Tensor?>? changed = null)
    {
        foreach (string name in _source.Tensors.Names)
            if (_written.Add(name))
            {
                if (changed?.Invoke(name) is { } tensor)
                    _builder.Add(new TensorToWrite(name, tensor, _source.Tensors[name].Type));
                else
                    _builder.Add(name, _source.Tensors[name]);
                _source.Tensors[name].Release();
            }

        _builder.Finish();
        new CompressedManifest(CompressedManifest.FormatName, CompressedManifest.CurrentVersion, method, report.Keep, report.Unit, report.Allocation, _layers)
            .Write(Path.Combine(_folder, CompressedCheckpoint.ManifestName));
        CompanionFiles.Copy(_source, _folder);
    }

    /// <inheritdoc/>
    public void Dispose() => _builder.Dispose();
}
