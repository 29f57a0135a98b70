using System.Text.Json;
using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>All that a run needs to go on as if it had never stopped: one safetensors file, written whole or not at all.</summary>
public sealed record TrainingCheckpoint
{
    private const string StateName = "praxis.training";

    /// <summary>The steps taken.</summary>
    public required int Step { get; init; }

    /// <summary>The running mean of the loss.</summary>
    public required double SmoothedLoss { get; init; }

    /// <summary>The time that the steps took, in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>The configuration, key by key.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>A hash of all texts.</summary>
    public required string Texts { get; init; }

    /// <summary>A hash of the tokenizer's file.</summary>
    public required string Tokenizer { get; init; }

    /// <summary>The curve so far.</summary>
    public required TrainingCurve Curve { get; init; }

    /// <summary>How often each layer of dropout has drawn.</summary>
    public required IReadOnlyDictionary<string, long> DropoutCalls { get; init; }

    /// <summary>Weights ("model.NAME") and the optimizers' state ("optimizer.I.NAME").</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<string, Tensor> Tensors { get; init; } = new Dictionary<string, Tensor>();

    /// <summary>Writes the file.</summary>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public void Write(string path) =>
        SafetensorsFile.Write(path, Tensors, metadata: new Dictionary<string, string> { [StateName] = JsonSerializer.Serialize(this) });

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelFileException">It is damaged or no checkpoint.</exception>
    public static TrainingCheckpoint Read(string path)
    {
        using var file = SafetensorsFile.Open(path);
        try
        {
            var state = file.Metadata.TryGetValue(StateName, out string? json) ? JsonSerializer.Deserialize<TrainingCheckpoint>(json) : null;
            return state is null
                ? throw new ModelFileException(path, "metadata", "it is no checkpoint of training", "move it away; training then begins anew")
                : state with { Tensors = file.Names.ToDictionary(name => name, file.Read) };
        }
        catch (JsonException cause)
        {
            throw new ModelFileException(path, "metadata", $"the state cannot be read ({cause.Message.TrimEnd('.')})", "move it away; training then begins anew", cause);
        }
    }

    /// <summary>Refuses to go on with another configuration or other texts than those the checkpoint was made with.</summary>
    /// <param name="path">The file, for the message.</param>
    /// <param name="settings">The configuration now.</param>
    /// <param name="texts">The hash of the texts now.</param>
    /// <exception cref="LearningException">Something differs; the message names both values.</exception>
    public void RequireSame(string path, IReadOnlyDictionary<string, string> settings, string texts)
    {
        foreach (string key in Settings.Keys.Union(settings.Keys).Where(key => !MayDiffer.Contains(key)))
        {
            (string before, string now) = (Settings.GetValueOrDefault(key, "not there"), settings.GetValueOrDefault(key, "not there"));
            if (before != now)
                throw Refuse(path, $"'{key}' was {ModelFileException.Quote(before)} and is {ModelFileException.Quote(now)} now");
        }

        if (Texts != texts)
            throw Refuse(path, $"the texts were others (hash {Texts[..12]}) than now ({texts[..12]})");
    }

    /// <summary>Refuses another tokenizer.</summary>
    /// <exception cref="LearningException">It differs.</exception>
    public void RequireSameTokenizer(string path, string tokenizer)
    {
        if (Tokenizer != tokenizer)
            throw Refuse(path, $"the tokenizer was another (hash {Tokenizer[..12]}) than now ({tokenizer[..12]})");
    }

    // These do not change what is learned.
    private static readonly string[] MayDiffer = ["output.folder", "output.store", "checkpoint.every", "evaluation.baselines", "evaluation.stride"];

    private static LearningException Refuse(string path, string difference) => new(
        $"{path}: this checkpoint is of another run: {difference}. Set it back to go on, or add --restart to throw the checkpoint away and begin anew.");
}
