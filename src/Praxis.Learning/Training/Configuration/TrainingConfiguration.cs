using System.Globalization;
using System.Text;
using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>All that makes a training run what it is. Read from a YAML file by <see cref="TrainingConfigurationFile"/>.</summary>
public sealed record TrainingConfiguration
{
    /// <summary>The file it was read from; paths within are relative to its folder.</summary>
    public required string Path { get; init; }

    /// <summary>The model's kind and sizes.</summary>
    public required ModelSettings Model { get; init; }

    /// <summary>The number of tokens of the byte-level BPE that is trained on the training text; null if <see cref="TokenizerPath"/> is given.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>A tokenizer.json to use; null to train one.</summary>
    public string? TokenizerPath { get; init; }

    /// <summary>The name of a bundled corpus ("english"), or null if files are given.</summary>
    public string? Corpus { get; init; }

    /// <summary>Text files to train on.</summary>
    public IReadOnlyList<string> TrainFiles { get; init; } = [];

    /// <summary>Text files to validate on; none: the last tenth of the training text is held out.</summary>
    public IReadOnlyList<string> ValidationFiles { get; init; } = [];

    /// <summary>Text files for the last measurement; none: there is none.</summary>
    public IReadOnlyList<string> TestFiles { get; init; } = [];

    /// <summary>The number of steps.</summary>
    public required int Steps { get; init; }

    /// <summary>The texts of a step.</summary>
    public required int Batch { get; init; }

    /// <summary>The tokens of a text.</summary>
    public required int Context { get; init; }

    /// <summary>The share of tokens that a masked model guesses at each step; it plays no part in measuring.</summary>
    public double Masked { get; init; } = MaskedBatches.PublishedShare;

    /// <summary>The seed of weights, batches, masks and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The highest learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The learning rate at the end of the cosine.</summary>
    public double Floor { get; init; }

    /// <summary>The steps in which the rate rises to the highest.</summary>
    public int Warmup { get; init; }

    /// <summary>Decoupled weight decay, of matrices only.</summary>
    public double WeightDecay { get; init; }

    /// <summary>The largest norm of all gradients together; 0: they are not clipped.</summary>
    public double Clip { get; init; }

    /// <summary>How much of the mean of gradients stays at each step.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>How much of the mean of squared gradients stays at each step.</summary>
    public double Beta2 { get; init; } = 0.95;

    /// <summary>Added to the root of the mean of squares.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The steps between two looks at the validation text.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>The windows of such a look, spread over the validation text.</summary>
    public int EvaluationWindows { get; init; }

    /// <summary>By how many tokens the window moves in the last, whole evaluation.</summary>
    public int Stride { get; init; }

    /// <summary>Whether n-gram models are measured beside the model at the end.</summary>
    public bool Baselines { get; init; } = true;

    /// <summary>The steps between two checkpoints.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>The folder the model goes to.</summary>
    public required string Output { get; init; }

    /// <summary>How the weights are stored at the end.</summary>
    public StoredType Store { get; init; } = StoredType.F16;

    /// <summary>The learning rate of each step, from 0: a line up, then half a cosine down to the floor, reached after the last step.</summary>
    public Func<int, double> Schedule() => Warmup == 0
        ? Schedules.Cosine(LearningRate, Steps, Floor)
        : Schedules.LinearWarmup(Warmup, Schedules.Cosine(LearningRate, Steps - Warmup, Floor));

    /// <summary>A path of the configuration as a path from here.</summary>
    public string Resolve(string path) => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!, path);

    /// <summary>The folder the model goes to, as a path from here.</summary>
    public string OutputFolder => System.IO.Path.GetFullPath(Resolve(Output));

    /// <summary>Every key with its value, defaults included, in the order of the file's format; lists have one file a line.</summary>
    public IReadOnlyDictionary<string, string> Settings()
    {
        var settings = new Dictionary<string, string>();
        Add("model.type", Model.Type);
        Add("model.width", Model.Width);
        Add("model.layers", Model.Layers);
        Add("model.heads", Model.Heads);
        if (Model.Type == "llama")
            Add("model.key_value_heads", Model.KeyValueHeads);
        Add("model.feed_forward_width", Model.FeedForwardWidth);
        Add("model.tied_embeddings", Model.TiedEmbeddings ? "true" : "false");
        Add("model.initializer_range", Model.InitializerRange);
        if (Model.Type != "llama")
        {
            Add("model.positions", Model.SinePositions ? "sines" : "normal");
            Add("model.dropout", Model.Dropout);
        }

        Add("tokenizer.vocabulary", VocabularySize);
        Add("tokenizer.path", TokenizerPath);
        Add("data.corpus", Corpus);
        Add("data.train", Lines(TrainFiles));
        Add("data.validation", Lines(ValidationFiles));
        Add("data.test", Lines(TestFiles));
        Add("training.steps", Steps);
        Add("training.batch", Batch);
        Add("training.context", Context);
        if (Model.IsMasked)
            Add("training.masked", Masked);
        Add("training.seed", Seed);
        Add("optimizer.learning_rate", LearningRate);
        Add("optimizer.floor", Floor);
        Add("optimizer.warmup", Warmup);
        Add("optimizer.weight_decay", WeightDecay);
        Add("optimizer.clip", Clip);
        Add("optimizer.beta1", Beta1);
        Add("optimizer.beta2", Beta2);
        Add("optimizer.epsilon", Epsilon);
        Add("evaluation.every", EvaluateEvery);
        Add("evaluation.windows", EvaluationWindows);
        Add("evaluation.stride", Stride);
        Add("evaluation.baselines", Baselines ? "true" : "false");
        Add("checkpoint.every", CheckpointEvery);
        Add("output.folder", Output);
        Add("output.store", Store.ToString().ToLowerInvariant());
        return settings;

        void Add(string key, object? value)
        {
            if (value is not null)
                settings.Add(key, Convert.ToString(value, CultureInfo.InvariantCulture)!);
        }
    }

    /// <summary>The configuration as a YAML file with every key.</summary>
    public string ToYaml()
    {
        var yaml = new StringBuilder();
        foreach (var section in Settings().GroupBy(setting => setting.Key.Split('.')[0]))
        {
            yaml.Append(section.Key).Append(":\n");
            foreach ((string key, string value) in section)
            {
                string name = key[(section.Key.Length + 1)..];
                if (key is "data.train" or "data.validation" or "data.test")
                    yaml.Append($"  {name}:\n").AppendJoin("", value.Split('\n').Select(file => $"    - {Quoted(file)}\n"));
                else
                    yaml.Append($"  {name}: {(key is "tokenizer.path" or "output.folder" ? Quoted(value) : value)}\n");
            }
        }

        return yaml.ToString();
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string? Lines(IReadOnlyList<string> files) => files.Count == 0 ? null : string.Join('\n', files);
}
