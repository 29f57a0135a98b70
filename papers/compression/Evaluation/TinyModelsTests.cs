using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

/// <summary>Tiny models in F64 with weights far from their first values, and a text for them.</summary>
internal static class TinyModels
{
    public const int Context = 10;

    private const int Vocabulary = 17;

    private static readonly MaskedVocabulary Special = new(Begin: 0, End: 1, Mask: 2, Size: Vocabulary);

    public static LanguageModel Make(string name, DType dtype = DType.F64)
    {
        ModelConfiguration configuration = name switch
        {
            "gpt2" => new Gpt2Configuration
            {
                VocabularySize = Vocabulary,
                ContextLength = 12,
                Width = 8,
                Layers = 2,
                Heads = 2,
                FeedForwardWidth = 16,
                TiedEmbeddings = true,
            },
            "llama" => new LlamaConfiguration
            {
                VocabularySize = Vocabulary,
                ContextLength = 12,
                Width = 8,
                Layers = 2,
                Heads = 2,
                KeyValueHeads = 1,
                HeadWidth = 4,
                FeedForwardWidth = 12,
                TiedEmbeddings = true,
            },
            _ => new BertConfiguration
            {
                VocabularySize = Vocabulary,
                ContextLength = 12,
                Width = 8,
                Layers = 2,
                Heads = 2,
                FeedForwardWidth = 12,
                SegmentTypes = 2,
                TiedEmbeddings = true,
            },
        };
        var model = LanguageModel.Create(configuration, new RandomStream(1), dtype);
        foreach ((string parameter, var value) in model.NamedParameters())
            value.Data.AddScaled(new RandomStream(2).Fork(parameter).Normal(value.Shape).To(dtype), 0.3);
        model.Eval();
        return model;
    }

    public static TokenSequence Text(int length) =>
        TokenSequence.Of([.. Enumerable.Range(0, length).Select(place => 3 + (new RandomStream(3).Fork(place).Next(Vocabulary - 3)))], Vocabulary);

    public static TextWindows Windows(string name, int count, int length = 200) => name == "bert"
        ? TextWindows.Masked(Text(length), Special, Context, count)
        : TextWindows.Causal(Text(length), Context, count);

    public static MaskedScore MaskedScore(LanguageModel model, int count, int length = 200) =>
        MaskedEvaluation.Score(tokens => model.Forward(tokens).Data, Text(length), Special, Context, count);
}
