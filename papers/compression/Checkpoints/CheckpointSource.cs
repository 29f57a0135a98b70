using System.Numerics.Tensors;
using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>
/// What is to be compressed: a model's folder, or a lone safetensors file, of which every matrix is compressed. The weights stay in the mapped file until
/// one is asked for.
/// </summary>
public sealed class CheckpointSource : IDisposable
{
    private const string Ending = ".safetensors";
    private const int PieceElements = 1 << 22;

    private readonly ModelDirectory? _directory;

    private CheckpointSource(string path, string? folder, ModelDirectory? directory, IStoredTensors tensors, IReadOnlyList<StoredMap> maps) =>
        (Path, Folder, _directory, Tensors, Maps) = (path, folder, directory, tensors, maps);

    /// <summary>The folder or file as the reader named it.</summary>
    public string Path { get; }

    /// <summary>The model's folder; null for a lone file.</summary>
    public string? Folder { get; }

    /// <summary>All tensors.</summary>
    public IStoredTensors Tensors { get; }

    /// <summary>The weights to compress, in the order in which a text passes them; in a lone file in the file's order.</summary>
    public IReadOnlyList<StoredMap> Maps { get; }

    /// <summary>What config.json says; null for a lone file.</summary>
    public ModelConfiguration? Configuration => _directory?.Configuration;

    /// <summary>The numbers of all tensors together.</summary>
    public long Parameters => Tensors.Names.Sum(name => Tensors[name].Count);

    /// <summary>The bytes of all tensors together.</summary>
    public long Bytes => Tensors.Names.Sum(name => Tensors[name].ByteCount);

    /// <summary>The tokenizer's file; null if there is none.</summary>
    public string? TokenizerFile => Folder is not null && System.IO.Path.Combine(Folder, "tokenizer.json") is var file && File.Exists(file) ? file : null;

    /// <summary>Opens a folder or a file and checks names and shapes of all weights; none is read yet.</summary>
    /// <param name="path">A folder with config.json, or a file that ends in .safetensors.</param>
    /// <exception cref="ToolException">There is no such thing, the architecture is not known, or a lone file has no matrix; the message says what can be given.</exception>
    /// <exception cref="ModelFileException">A file is missing or damaged, or a weight is missing or of another shape than config.json asks for.</exception>
    public static CheckpointSource Open(string path)
    {
        if (Directory.Exists(path))
            return OpenFolder(path);
        if (File.Exists(path) && path.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
            return OpenFile(path);
        throw new ToolException(File.Exists(path)
            ? $"{path}: weights are read from a model's folder or from a file that ends in {Ending}."
            : $"{path}: there is no such folder or file. Give a folder with config.json and model.safetensors, or a lone {Ending} file.");
    }

    /// <summary>The model in memory.</summary>
    /// <exception cref="InvalidOperationException">A lone file is no model.</exception>
    public LanguageModel LoadModel() => LanguageModel.Load(Folder ?? throw new InvalidOperationException($"{Path} is a lone file and no model."));

    /// <summary>The tokenizer.</summary>
    /// <exception cref="ToolException">There is none, or it has more tokens than the model.</exception>
    public Tokenizer LoadTokenizer()
    {
        var tokenizer = Tokenizer.Load(TokenizerFile ?? throw new ToolException($"{Path} has no tokenizer.json, which makes tokens of text. Put it there, or leave out --text and take a method that needs none, such as svd."));
        return tokenizer.VocabularySize <= Configuration!.VocabularySize
            ? tokenizer
            : throw new ToolException($"The tokenizer of {Path} has {tokenizer.VocabularySize} tokens and its model only {Configuration.VocabularySize}: they do not belong together.");
    }

    /// <summary>The name under which a model's weight lies in the files.</summary>
    public string StoredName(string name) => _directory is null ? name : _directory[name].Name;

    /// <summary>The maps as allocations and compressors see them, each weight read from the file when it is asked for.</summary>
    /// <param name="statistics">By the maps' names; null: nothing is known.</param>
    public IReadOnlyList<LayerToCompress> Layers(IReadOnlyDictionary<string, LayerStatistics>? statistics) =>
        [.. Maps.Select(map => new LayerToCompress(
            map.Name, map.Outputs, map.Inputs, map.Read, statistics?.GetValueOrDefault(map.Name) ?? LayerStatistics.Unknown(map.Name, map.Inputs)))];

    /// <summary>Checks that every number of every tensor is finite, piece by piece.</summary>
    /// <param name="progress">Told the share that is done.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ToolException">One is not; the message names the tensor and the place.</exception>
    public void RequireFinite(IProgress<double>? progress = null, CancellationToken cancel = default)
    {
        long done = 0, all = Bytes;
        foreach (string name in Tensors.Names)
        {
            var tensor = Tensors[name];
            cancel.ThrowIfCancellationRequested();
            if (tensor.Type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.BF16)
                RequireFinite(tensor);
            tensor.Release();
            done += tensor.ByteCount;
            progress?.Report((double)done / Math.Max(1, all));
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _directory?.Dispose();
        Tensors.Dispose();
    }

    private void RequireFinite(StoredTensor tensor)
    {
        long rows = tensor.Shape.Length == 0 ? 0 : tensor.Shape[0];
        if (rows == 0 || tensor.Count == 0)
            return;
        // The largest magnitude is NaN if any number is.
        if (tensor is { Type: StoredType.F32, IsSeenInPlace: true } && float.IsFinite(TensorPrimitives.MaxMagnitude(tensor.AsSpan<float>())))
            return;
        int step = (int)Math.Clamp(PieceElements / (tensor.Count / rows), 1, rows);
        for (long first = 0; first < rows; first += step)
        {
            var piece = tensor.Rows(first, (int)Math.Min(step, rows - first));
            try
            {
                piece.EnsureFinite(tensor.Name);
            }
            catch (NonFiniteException e)
            {
                throw new ToolException($"{Path}, tensor '{tensor.Name}', row {first} and following: {e.Message} Train or download it again; a model with such a weight says nothing.", e);
            }
        }
    }

    private static CheckpointSource OpenFolder(string folder)
    {
        if (CompressedCheckpoint.IsIn(folder))
            throw new ToolException($"{folder} holds a model that is compressed already. Compress the original instead.");
        string? file = Directory.EnumerateFiles(folder, $"*{Ending}").Order(StringComparer.Ordinal).FirstOrDefault();
        string lone = file is null ? "" : $" Its matrices can be compressed without knowing the model, and without measuring it: praxis compress {file} …";
        if (!File.Exists(System.IO.Path.Combine(folder, ModelConfiguration.FileName)))
            throw new ToolException($"{folder} has no {ModelConfiguration.FileName}, so it is no model's folder.{lone}");
        ModelDirectory directory;
        try
        {
            directory = ModelDirectory.Open(folder);
        }
        catch (ModelFileException e) when (e.Place.Contains("model_type", StringComparison.Ordinal))
        {
            throw new ToolException($"{e.Message} Known architectures are gpt2, llama and bert.{lone}", e);
        }

        try
        {
            return new CheckpointSource(folder, folder, directory, directory, MapsOf(directory));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    private static StoredMap[] MapsOf(ModelDirectory directory)
    {
        // A model whose weights all repeat one zero: names, shapes and order without their memory.
        var zero = Tensor.Zeros(DType.F32, 1);
        var outline = LanguageModel.Create(directory.Configuration, DType.F32, (name, shape) =>
        {
            directory.Find(name, shape);
            return zero.BroadcastTo(shape);
        });
        return [.. outline.LinearMaps().Select(map => new StoredMap(
            map.Name,
            map.Outputs,
            map.Inputs,
            InputsFirst: !ReferenceEquals(map.AsWeight(map.Parameter.Data), map.Parameter.Data),
            directory[$"{map.Name}.weight"]))];
    }

    private static CheckpointSource OpenFile(string file)
    {
        var tensors = SafetensorsFile.Open(file);
        StoredMap[] maps = [.. tensors.Names.Select(name => tensors[name]).Where(IsMatrix).Select(tensor =>
            new StoredMap(tensor.Name, (int)tensor.Shape[0], (int)tensor.Shape[1], InputsFirst: false, tensor))];
        if (maps.Length > 0)
            return new CheckpointSource(file, null, null, tensors, maps);
        tensors.Dispose();
        throw new ToolException($"{file} holds no matrix of floating-point numbers with two rows and two columns at least; there is nothing to compress.");
    }

    private static bool IsMatrix(StoredTensor tensor) =>
        tensor.Shape.Length == 2 && tensor.Shape[0] is >= 2 and <= int.MaxValue && tensor.Shape[1] is >= 2 and <= int.MaxValue
        && tensor.Type is StoredType.F64 or StoredType.F32 or StoredType.F16 or StoredType.BF16;
}
