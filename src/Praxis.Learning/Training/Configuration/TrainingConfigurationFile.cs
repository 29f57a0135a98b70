using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>Reads a train.yaml; all that can be checked without the data is checked here.</summary>
public static class TrainingConfigurationFile
{
    private const int LargestSize = 1 << 20;

    /// <summary>The name that the configuration has in a model's folder.</summary>
    public const string FileName = "train.yaml";

    private static readonly string[] Known =
    [
        "model.type", "model.width", "model.layers", "model.heads", "model.key_value_heads", "model.feed_forward_width", "model.tied_embeddings", "model.initializer_range", "model.positions", "model.dropout",
        "tokenizer.vocabulary", "tokenizer.path",
        "data.corpus", "data.train", "data.validation", "data.test",
        "training.steps", "training.batch", "training.context", "training.masked", "training.seed",
        "optimizer.learning_rate", "optimizer.floor", "optimizer.warmup", "optimizer.weight_decay", "optimizer.clip", "optimizer.beta1", "optimizer.beta2", "optimizer.epsilon",
        "evaluation.every", "evaluation.windows", "evaluation.stride", "evaluation.baselines",
        "checkpoint.every",
        "output.folder", "output.store",
    ];

    /// <summary>Every key there is, as "section.key".</summary>
    public static IReadOnlyList<string> Keys => Known;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="overrides">Values by "section.key" that replace those of the file.</param>
    /// <exception cref="TrainingConfigurationException">A key is unknown, missing or has an impossible value.</exception>
    public static TrainingConfiguration Read(string path, IReadOnlyDictionary<string, string>? overrides = null) =>
        From(YamlSettings.Load(path, Known, overrides ?? new Dictionary<string, string>()), path);

    /// <summary>Parses a text; the path is for messages and for what relative paths are relative to.</summary>
    /// <exception cref="TrainingConfigurationException">A key is unknown, missing or has an impossible value.</exception>
    public static TrainingConfiguration Parse(string text, string path, IReadOnlyDictionary<string, string>? overrides = null) =>
        From(YamlSettings.Parse(text, path, Known, overrides ?? new Dictionary<string, string>()), path);

    private static TrainingConfiguration From(YamlSettings file, string path)
    {
        var model = Model(file);
        int steps = file.Count("training.steps");
        int context = file.Count("training.context", least: model.IsMasked ? 4 : 2, most: LargestSize);
        double rate = file.Number("optimizer.learning_rate", null, value => value > 0, "a number above 0");
        double floor = file.Number("optimizer.floor", rate / 10, value => value >= 0, "a number from 0 on");
        if (floor > rate)
            throw file.Refuse("optimizer.floor", $"it is above the learning rate ({rate})", "write a smaller one");
        int warmup = file.Count("optimizer.warmup", 0, least: 0);
        if (warmup >= steps)
            throw file.Refuse("optimizer.warmup", $"the warm-up takes {warmup} of {steps} steps", "write fewer, or train longer");
        int stride = file.Count("evaluation.stride", Math.Max(1, context / 2));
        if (stride >= context)
            throw file.Refuse("evaluation.stride", $"it must be below the context ({context}), so that tokens have others before them", $"write {Math.Max(1, context / 2)}");
        if (!model.IsMasked && file.Has("training.masked"))
            throw file.Refuse("training.masked", $"a {model.Type} guesses every next token and hides none", "leave it out");
        RequireData(file);
        return new TrainingConfiguration
        {
            Path = path,
            Model = model,
            VocabularySize = Vocabulary(file, model),
            TokenizerPath = file.Text("tokenizer.path"),
            Corpus = file.Has("data.corpus") ? file.Choice("data.corpus", null, "english") : null,
            TrainFiles = file.Texts("data.train"),
            ValidationFiles = file.Texts("data.validation"),
            TestFiles = file.Texts("data.test"),
            Steps = steps,
            Batch = file.Count("training.batch", most: LargestSize),
            Context = context,
            Masked = file.Number("training.masked", MaskedBatches.PublishedShare, value => value is > 0 and < 1, "a share above 0 and below 1"),
            Seed = file.Whole("training.seed", 1),
            LearningRate = rate,
            Floor = floor,
            Warmup = warmup,
            WeightDecay = file.Number("optimizer.weight_decay", 0.1, value => value >= 0, "a number from 0 on"),
            Clip = file.Number("optimizer.clip", 1, value => value >= 0, "a number from 0 on (0: no clipping)"),
            Beta1 = Beta("optimizer.beta1", 0.9),
            Beta2 = Beta("optimizer.beta2", 0.95),
            Epsilon = file.Number("optimizer.epsilon", 1e-8, value => value > 0, "a number above 0"),
            EvaluateEvery = file.Count("evaluation.every", Math.Max(1, steps / 10)),
            EvaluationWindows = file.Count("evaluation.windows", 64),
            Stride = stride,
            Baselines = file.Flag("evaluation.baselines", true),
            CheckpointEvery = file.Count("checkpoint.every", Math.Max(1, steps / 20)),
            Output = file.Text("output.folder") ?? throw file.Refuse("output.folder", "it is missing", "add the folder that the model goes to; '.' is the folder of this file"),
            Store = file.Choice("output.store", "f16", "f16", "bf16", "f32") switch { "f16" => StoredType.F16, "bf16" => StoredType.BF16, _ => StoredType.F32 },
        };

        double Beta(string key, double otherwise) => file.Number(key, otherwise, value => value is >= 0 and < 1, "a number from 0 to below 1");
    }

    private static ModelSettings Model(YamlSettings file)
    {
        string type = file.Choice("model.type", null, "llama", "gpt2", "bert");
        int width = file.Count("model.width", most: LargestSize);
        int heads = file.Count("model.heads", most: LargestSize);
        RequireMultiple(file, "model.heads", "width", width, "heads", heads);
        int shared = heads;
        if (type == "llama")
        {
            shared = file.Count("model.key_value_heads", heads);
            RequireMultiple(file, "model.key_value_heads", "number of heads", heads, "key/value heads", shared);
            if (width / heads % 2 != 0)
                throw file.Refuse("model.heads", $"a head has the width {width / heads}, and rotary positions turn pairs", "choose an even width of heads");
            if (file.Has("model.dropout"))
                throw file.Refuse("model.dropout", "a llama has no dropout", "leave it out");
            if (file.Has("model.positions"))
                throw file.Refuse("model.positions", "a llama turns its positions and has no table of them", "leave it out");
        }
        else if (file.Has("model.key_value_heads"))
            throw file.Refuse("model.key_value_heads", $"only a llama has them, not a {type}", "leave it out");

        return new ModelSettings(
            type,
            width,
            file.Count("model.layers", most: 1024),
            heads,
            shared,
            file.Count("model.feed_forward_width", type == "llama" ? ((width * 8 / 3) + 15) / 16 * 16 : 4 * width, most: LargestSize),
            file.Flag("model.tied_embeddings", true),
            file.Number("model.dropout", 0, value => value is >= 0 and < 1, "a number from 0 to below 1"))
        {
            InitializerRange = file.Number("model.initializer_range", 0.02, value => value is > 0 and <= 1, "a number above 0 and up to 1"),
            SinePositions = file.Choice("model.positions", "normal", "normal", "sines") == "sines",
        };
    }

    private static int? Vocabulary(YamlSettings file, ModelSettings model)
    {
        if (file.Has("tokenizer.path") == file.Has("tokenizer.vocabulary"))
            throw file.Refuse("tokenizer.vocabulary", "either this or tokenizer.path is needed, not both", "write the number of tokens of a new tokenizer, or the path of a tokenizer.json");
        // Every byte is a token, so that every text can be written.
        return file.Has("tokenizer.path") ? null : file.Count("tokenizer.vocabulary", least: 256 + model.SpecialTokens.Count, most: LargestSize);
    }

    private static void RequireData(YamlSettings file)
    {
        if (file.Has("data.corpus") == file.Has("data.train"))
            throw file.Refuse("data.train", "either this or data.corpus is needed, not both", "write 'corpus: english', or text files of yours");
        foreach (string key in new[] { "data.validation", "data.test" })
            if (file.Has("data.corpus") && file.Has(key))
                throw file.Refuse(key, "the bundled corpus has a split of its own", "leave it out");
    }

    private static void RequireMultiple(YamlSettings file, string key, string whole, int value, string parts, int count)
    {
        if (value % count != 0)
            throw file.Refuse(key, $"the {whole} ({value}) cannot be shared among {count} {parts}", "choose numbers that divide");
    }
}
