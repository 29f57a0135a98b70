using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A model's folder with text in three parts: to calibrate on, to choose settings by, to measure on.</summary>
public class ModelWithText
{
    private const int Passages = 8;

    private readonly Tokenizer _tokenizer;
    private readonly MaskedVocabulary? _masked;
    private readonly (string Train, string Validation, string Test) _text;

    /// <summary>A model's folder with text.</summary>
    /// <param name="folder">config.json, model.safetensors and tokenizer.json.</param>
    /// <param name="train">What it is calibrated on.</param>
    /// <param name="validation">What settings are chosen by.</param>
    /// <param name="test">What is measured on.</param>
    /// <exception cref="ModelFileException">A file is missing or malformed.</exception>
    public ModelWithText(string folder, string train, string validation, string test)
    {
        (Folder, _text) = (folder, (train, validation, test));
        _tokenizer = Tokenizer.Load(Path.Combine(folder, "tokenizer.json"));
        using var directory = ModelDirectory.Open(folder);
        Context = directory.Configuration.ContextLength;
        if (directory.Configuration is BertConfiguration)
            _masked = MaskedVocabulary.From(_tokenizer.TokenId, _tokenizer.VocabularySize);
    }

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>The folder's own name, such as <c>llama-1m</c>.</summary>
    public string Name => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(Folder)));

    /// <summary>The tokens that the model can see at once.</summary>
    public int Context { get; }

    /// <summary>The size of the vocabulary.</summary>
    public int VocabularySize => _tokenizer.VocabularySize;

    /// <summary>The model as it was trained, a new copy, ready for evaluation.</summary>
    /// <param name="dtype">F32 or F64.</param>
    public LanguageModel Load(DType dtype = DType.F32) => LanguageModel.Load(Folder, dtype);

    /// <summary>Windows of eight passages of the text to calibrate on, which begin where the random stream says.</summary>
    /// <param name="random">Of the seed; another stream gives other passages.</param>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Calibration(RandomStream random, int windows, int context) => Drawn(_text.Train, random, windows, context);

    /// <summary>Windows of passages by which settings are chosen, always the same.</summary>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Validation(int windows, int context) => Drawn(_text.Validation, new RandomStream(0).Fork("validation"), windows, context);

    /// <summary>Windows of passages of the text to measure on, always the same.</summary>
    /// <param name="windows">How many windows.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Test(int windows, int context) => Drawn(_text.Test, new RandomStream(0).Fork("test"), windows, context);

    /// <summary>Windows of any text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="windows">The most windows; all if null.</param>
    /// <param name="context">The tokens of a window.</param>
    public TextWindows Windows(string text, int? windows, int context) => Of(Tokens(text), context, windows);

    /// <summary>The tokens of a text.</summary>
    public TokenSequence Tokens(string text) => TokenSequence.Of(_tokenizer.Encode(text, addSpecialTokens: false), VocabularySize);

    private TextWindows Of(TokenSequence tokens, int context, int? windows) => _masked is null
        ? TextWindows.Causal(tokens, context, windows)
        : TextWindows.Masked(tokens, _masked, context, windows);

    /// <summary>So many windows of passages that begin at the start of a line.</summary>
    private TextWindows Drawn(string text, RandomStream random, int windows, int context)
    {
        int tokens = windows * context, each = tokens / Passages + 1;
        int characters = Math.Min(8 * each, text.Length / 2); // a token of these vocabularies is about three characters
        List<int> drawn = [];
        for (int passage = 0; drawn.Count <= tokens; passage++)
        {
            int from = text.IndexOf('\n', random.Fork(passage).Next(text.Length - characters)) + 1;
            var encoded = _tokenizer.Encode(text.Substring(from, Math.Min(characters, text.Length - from)), addSpecialTokens: false);
            drawn.AddRange(encoded.AsSpan(0, Math.Min(each, encoded.Length)));
        }

        return Of(TokenSequence.Of(drawn.ToArray().AsSpan(0, tokens + 1), VocabularySize), context, windows);
    }
}
