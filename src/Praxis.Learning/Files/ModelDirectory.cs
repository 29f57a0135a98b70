using Praxis.Numerics;

namespace Praxis.Learning.Files;

/// <summary>
/// A model's folder as Hugging Face's libraries write it: config.json and model.safetensors, or several files with an index. Weights are
/// found under the names of the model with its output layer, whether or not the files use its prefix, and tied ones under both names.
/// </summary>
/// <remarks>May be used from several threads, but not while it is disposed of.</remarks>
public sealed class ModelDirectory : IStoredTensors
{
    /// <summary>The most bytes of weights in one file unless told otherwise: five thousand million, as others do.</summary>
    public const long UsualShardBytes = 5_000_000_000;

    private readonly IStoredTensors _weights;

    private ModelDirectory(string folder, ModelConfiguration configuration, IStoredTensors weights) =>
        (Folder, Configuration, _weights) = (folder, configuration, weights);

    /// <summary>The folder as the caller named it.</summary>
    public string Folder { get; }

    /// <summary>What config.json says.</summary>
    public ModelConfiguration Configuration { get; }

    /// <summary>The names of the weights as they are stored; tied ones stand there once.</summary>
    public IReadOnlyList<string> Names => _weights.Names;

    /// <summary>A weight as it is stored; nothing of it is read yet.</summary>
    /// <exception cref="ModelFileException">There is no such weight, or its file is damaged.</exception>
    public StoredTensor this[string name] => _weights[StoredName(name) ?? name];

    /// <summary>Reads the configuration and the headers of the weights; the weights themselves when they are asked for.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="weights">The file with the weights, in the folder; null for the usual names.</param>
    /// <exception cref="ModelFileException">A file is missing or malformed, or the model is of a kind or has a feature not known here.</exception>
    public static ModelDirectory Open(string folder, string? weights = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        var configuration = ModelConfiguration.Read(Path.Combine(folder, ModelConfiguration.FileName));
        if (weights is not null)
            return new ModelDirectory(folder, configuration, SafetensorsFile.Open(Path.Combine(folder, weights)));
        string single = Path.Combine(folder, ShardedSafetensors.SingleName);
        string index = Path.Combine(folder, ShardedSafetensors.IndexName);
        if (File.Exists(single))
            return new ModelDirectory(folder, configuration, SafetensorsFile.Open(single));
        if (File.Exists(index))
            return new ModelDirectory(folder, configuration, ShardedSafetensors.Open(index));
        bool pickled = Directory.EnumerateFiles(folder, "pytorch_model*.bin").Any();
        throw new ModelFileException(
            folder, "weights", $"there is neither {ShardedSafetensors.SingleName} nor {ShardedSafetensors.IndexName}",
            pickled ? "convert the pickled weights there with save_pretrained(…, safe_serialization=True)" : "download the weights too");
    }

    /// <summary>Writes a model's folder, making it if need be; each file whole or not at all, config.json last.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="configuration">What config.json is to say.</param>
    /// <param name="weights">The weights by name; tied ones may stand there twice and are stored once.</param>
    /// <param name="floatsAs">How to store F32 and F64 weights; as they are when null.</param>
    /// <param name="maximumShardBytes">The most bytes of weights in one file.</param>
    /// <exception cref="ModelFileException">Tied weights differ, a number does not fit its type, or a file cannot be written.</exception>
    public static void Save(
        string folder, ModelConfiguration configuration, IEnumerable<KeyValuePair<string, Tensor>> weights, StoredType? floatsAs = null,
        long maximumShardBytes = UsualShardBytes)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(configuration);
        var once = WithoutTied(folder, configuration, [.. weights]);
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(folder, "writing", $"the folder cannot be made ({cause.Message.TrimEnd('.')})", "check the path and its rights", cause);
        }

        // Readers of other libraries refuse files that do not say whose layout their tensors have.
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        ShardedSafetensors.Write(folder, TensorToWrite.All(once, floatsAs), maximumShardBytes, metadata);
        configuration.Write(Path.Combine(folder, ModelConfiguration.FileName));
    }

    /// <summary>Whether there is a weight of this name, stored under it or shared.</summary>
    public bool Contains(string name) => StoredName(name) is not null;

    /// <inheritdoc cref="IStoredTensors.Read"/>
    public Tensor Read(string name) => this[name].ToTensor();

    /// <summary>Reads a weight and checks that it has the shape that the model needs.</summary>
    /// <param name="name">The weight.</param>
    /// <param name="dtype">The type to read it as.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="ModelFileException">There is no such weight, it is damaged, or has another shape.</exception>
    public Tensor Read(string name, DType dtype, params ReadOnlySpan<int> shape) => Find(name, shape).ToTensor(dtype);

    /// <summary>Finds a weight and checks that it has the shape that the model needs; nothing of it is read.</summary>
    /// <param name="name">The weight.</param>
    /// <param name="shape">The shape it must have.</param>
    /// <exception cref="ModelFileException">There is no such weight, or it has another shape.</exception>
    public StoredTensor Find(string name, params ReadOnlySpan<int> shape)
    {
        var stored = this[name];
        bool same = stored.Shape.Length == shape.Length;
        for (int axis = 0; same && axis < shape.Length; axis++)
            same = stored.Shape[axis] == shape[axis];
        return same
            ? stored
            : throw new ModelFileException(
                Folder, ModelFileException.Tensor(stored.Name),
                $"its shape is {ModelFileException.Shape(stored.Shape)} and {ModelConfiguration.FileName} asks for [{string.Join(", ", shape.ToArray())}]",
                "take configuration and weights from one model");
    }

    /// <summary>Closes the files; the weights can no longer be read.</summary>
    public void Dispose() => _weights.Dispose();

    private static List<KeyValuePair<string, Tensor>> WithoutTied(
        string folder, ModelConfiguration configuration, List<KeyValuePair<string, Tensor>> weights)
    {
        if (!configuration.TiedEmbeddings)
            return weights;
        var byName = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in weights)
            byName[name] = tensor;
        return [.. weights.Where(weight => !IsCopy(weight.Key, weight.Value))];

        bool IsCopy(string name, Tensor tensor)
        {
            if (!configuration.Ties.TryGetValue(name, out string? shared))
                return false;
            string? source = WeightNames.Candidates(configuration, shared).FirstOrDefault(byName.ContainsKey);
            if (source is null)
                return false;
            bool same = ReferenceEquals(tensor, byName[source])
                || (tensor.Shape.SequenceEqual(byName[source].Shape) && tensor.ToArray().AsSpan().SequenceEqual(byName[source].ToArray()));
            return same
                ? true
                : throw new ModelFileException(
                    folder, ModelFileException.Tensor(name), $"it differs from {ModelFileException.Quote(source)}, with which it is tied",
                    "untie them in the configuration, or set one from the other");
        }
    }

    private string? StoredName(string name) => WeightNames.Candidates(Configuration, name).FirstOrDefault(_weights.Contains);
}
