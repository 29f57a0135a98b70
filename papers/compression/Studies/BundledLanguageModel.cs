using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// One of the repository's language models with the English it was trained on: what studies of this family compress, calibrate on and
/// measure with. Calibration passages come from the training books and are drawn anew for each seed; measured is on books that no model has seen.
/// </summary>
public sealed class BundledLanguageModel
{
    private const int Passages = 8;

    private readonly string _folder;
    private readonly Tokenizer _tokenizer;
    private readonly EnglishCorpus _corpus;

    private BundledLanguageModel(string folder, Tokenizer tokenizer, EnglishCorpus corpus)
    {
        (_folder, _tokenizer, _corpus) = (folder, tokenizer, corpus);
        Context = LanguageModel.Load(folder).Configuration.ContextLength;
    }

    /// <summary>The tokens that the model can see at once.</summary>
    public int Context { get; }

    /// <summary>The model's name, such as <c>llama-1m</c>.</summary>
    public string Name => Path.GetFileName(_folder);

    /// <summary>The size of the vocabulary.</summary>
    public int VocabularySize => _tokenizer.VocabularySize;

    /// <summary>Opens a model of the repository's folder models/.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="name"><c>llama-1m</c>, <c>llama-4m</c> or <c>gpt2-1m</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such model.</exception>
    public static BundledLanguageModel Open(DataFolder data, string name)
    {
        string folder = Path.Combine(PaperLibrary.Beside(PaperLibrary.FindFolder(), "models"), name);
        return File.Exists(Path.Combine(folder, ModelConfiguration.FileName))
            ? new BundledLanguageModel(folder, Tokenizer.Load(Path.Combine(folder, "tokenizer.json")), EnglishCorpus.Load(data))
            : throw new DirectoryNotFoundException($"There is no trained model in {folder}.");
    }

    /// <summary>The model as it was trained, a new copy, ready for evaluation.</summary>
    /// <param name="dtype">F32 or F64.</param>
    public LanguageModel Load(DType dtype = DType.F32)
    {
        var model = LanguageModel.Load(_folder, dtype);
        model.Eval();
        return model;
    }

    /// <summary>Windows of eight passages of the training books, which begin where the random stream says.</summary>
    /// <param name="random">Of the seed; another stream gives other passages.</param>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Calibration(RandomStream random, int windows, int context) =>
        TextWindows.Causal(Drawn(_corpus.Train, random, windows * context), context, windows);

    /// <summary>Windows of passages of the validation books, by which settings are chosen.</summary>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Validation(int windows, int context) =>
        TextWindows.Causal(Drawn(_corpus.Validation, new RandomStream(0).Fork("validation"), windows * context), context, windows);

    /// <summary>Windows of passages of the test books, the same in every study.</summary>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Test(int windows, int context) =>
        TextWindows.Causal(Drawn(_corpus.Test, new RandomStream(0).Fork("test"), windows * context), context, windows);

    /// <summary>Windows of any text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="windows">The most windows; all if null.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Windows(string text, int? windows, int context) => TextWindows.Causal(Tokens(text), context, windows);

    /// <summary>The tokens of a text.</summary>
    public TokenSequence Tokens(string text) => TokenSequence.Of(_tokenizer.Encode(text, addSpecialTokens: false), VocabularySize);

    /// <summary>The books by part, as text.</summary>
    public EnglishCorpus Corpus => _corpus;

    /// <summary>So many tokens (and one more) from passages that begin at the start of a line.</summary>
    private TokenSequence Drawn(string text, RandomStream random, int tokens)
    {
        int each = tokens / Passages + 1;
        int characters = Math.Min(8 * each, text.Length / 2); // a token of these vocabularies is about three characters
        List<int> drawn = [];
        for (int passage = 0; drawn.Count <= tokens; passage++)
        {
            int from = text.IndexOf('\n', random.Fork(passage).Next(text.Length - characters)) + 1;
            var encoded = _tokenizer.Encode(text.Substring(from, Math.Min(characters, text.Length - from)), addSpecialTokens: false);
            drawn.AddRange(encoded.AsSpan(0, Math.Min(each, encoded.Length)));
        }

        return TokenSequence.Of(drawn.ToArray().AsSpan(0, tokens + 1), VocabularySize);
    }
}
