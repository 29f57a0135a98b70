using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;
using Praxis.Papers.Compression.Checkpoints;

namespace Praxis.Papers.Tests.Compression;

/// <summary>Small models with tokenizer and text in a folder that goes away.</summary>
internal sealed class TinyCheckpoints : IDisposable
{
    public const int Context = 16;

    private const string Words = "the quick brown fox jumps over a lazy dog and then the dog jumps over the brown fox ";

    private static readonly Lazy<Tokenizer> Plain = new(() => Tokenizer.TrainByteLevelBpe([Words], 270, MaskedTokens.All));

    public string Path { get; } = Directory.CreateTempSubdirectory("praxis-compress-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public static DataFolder Data => new("nowhere");

    /// <summary>The folder of a model of some kind, stored as some type.</summary>
    public string Model(string kind, StoredType type = StoredType.F32, string name = "model")
    {
        string folder = this[name];
        var model = LanguageModel.Create(Configuration(kind), new RandomStream(1));
        foreach ((string parameter, var value) in model.NamedParameters())
            value.Data.AddScaled(new RandomStream(2).Fork(parameter).Normal(value.Shape).To(DType.F32), 0.2);
        model.Save(folder, type);
        Plain.Value.Save(System.IO.Path.Combine(folder, "tokenizer.json"));
        File.WriteAllText(System.IO.Path.Combine(folder, "tokenizer_config.json"), "{\"model_max_length\": 16}\n");
        return folder;
    }

    public string Text(int repeats = 60)
    {
        File.WriteAllText(this["text.txt"], string.Concat(Enumerable.Range(0, repeats).Select(i => i % 3 == 0 ? "jumps over " : Words)));
        return this["text.txt"];
    }

    public CompressionRequest Request(string model, string? method = "svd", double keep = 0.6) => new()
    {
        Model = model,
        Output = this["out"],
        Keep = keep,
        Method = method,
        TextFile = Directory.Exists(model) ? this["text.txt"] : null,
        Windows = 8,
    };

    public CompressionOutcome Run(CompressionRequest request)
    {
        if (request.TextFile is not null && !File.Exists(request.TextFile))
            Text();
        return CheckpointCompressor.Run(request, Data);
    }

    public static Tensor Tokens(LanguageModel model) =>
        Tensor.Wrap([.. Enumerable.Range(0, 2 * 12).Select(place => (long)(new RandomStream(5).Fork(place).Next(model.Configuration.VocabularySize)))], 2, 12);

    /// <summary>Nothing but what was there before: no result and nothing half done.</summary>
    public void AssertNothingWritten()
    {
        Assert.False(Directory.Exists(this["out"]));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path, "*.partial"));
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);

    private static ModelConfiguration Configuration(string kind) => kind switch
    {
        "gpt2" => new Gpt2Configuration { VocabularySize = 272, ContextLength = Context, Width = 12, Layers = 2, Heads = 2, FeedForwardWidth = 24, TiedEmbeddings = true },
        "llama" => new LlamaConfiguration { VocabularySize = 272, ContextLength = Context, Width = 12, Layers = 2, Heads = 2, KeyValueHeads = 1, HeadWidth = 6, FeedForwardWidth = 20, TiedEmbeddings = true },
        _ => new BertConfiguration { VocabularySize = 272, ContextLength = Context, Width = 12, Layers = 2, Heads = 2, FeedForwardWidth = 24, SegmentTypes = 2, TiedEmbeddings = true },
    };
}
