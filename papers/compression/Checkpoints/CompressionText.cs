using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>The text that a model is calibrated and healed on, and the one it is measured on; no token is in both.</summary>
public sealed class CompressionText
{
    private const double CalibrationShare = 2.0 / 3;
    private const int Passages = 8;

    private readonly TokenSequence _calibration;
    private readonly TokenSequence _heldOut;
    private readonly MaskedVocabulary? _masked;
    private readonly int _windows;

    private CompressionText(TokenSequence calibration, TokenSequence heldOut, MaskedVocabulary? masked, int context, int windows, string says) =>
        (_calibration, _heldOut, _masked, Context, _windows, Says) = (calibration, heldOut, masked, context, windows, says);

    /// <summary>The tokens of a window.</summary>
    public int Context { get; }

    /// <summary>Which text it is and how it is divided, in a sentence.</summary>
    public string Says { get; }

    /// <summary>The windows to calibrate on.</summary>
    public TextWindows Calibration => Windows(_calibration, _windows);

    /// <summary>The windows to measure on.</summary>
    public TextWindows HeldOut => Windows(_heldOut, _windows);

    /// <summary>
    /// Calibration and selection for choosing among methods: the first three quarters of the calibration text and its last, so that the choice has not seen what is measured in
    /// the end. Null if the text is too short for that.
    /// </summary>
    /// <param name="windows">The most windows of each.</param>
    public (TextWindows Calibration, TextWindows Selection)? Trial(int windows)
    {
        int cut = _calibration.Length * 3 / 4;
        return Count(cut) < 1 || Count(_calibration.Length - cut) < 2
            ? null
            : (Windows(Part(_calibration, 0, cut), windows), Windows(Part(_calibration, cut, _calibration.Length), windows));
    }

    /// <summary>Batches of the calibration text to train on.</summary>
    /// <param name="batch">The windows of a batch.</param>
    /// <param name="random">Where their order comes from.</param>
    public IBatches Batches(int batch, RandomStream random) => _masked is null
        ? new CausalBatches(_calibration, batch, Context, random)
        : new MaskedBatches(_calibration, _masked, batch, Context, random);

    /// <summary>A text file: its first two thirds for calibration, its last third to measure on.</summary>
    /// <param name="path">The file, in UTF-8.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="configuration">The model's sizes.</param>
    /// <param name="context">The tokens of a window.</param>
    /// <param name="windows">The most windows of each part.</param>
    /// <exception cref="ToolException">The file cannot be read, or is too short for three windows; the message says how long it must be.</exception>
    public static CompressionText OfFile(string path, Tokenizer tokenizer, ModelConfiguration configuration, int context, int windows)
    {
        var tokens = Tokens(tokenizer, configuration, new InputFile(path).Text());
        var masked = MaskedOf(tokenizer, configuration);
        int step = masked is null ? context : context - 2, extra = masked is null ? 1 : 0;
        int cut = (int)(tokens.Length * CalibrationShare);
        if (cut < step + extra || tokens.Length - cut < (2 * step) + extra)
        {
            int needed = 3 * ((2 * step) + extra);
            string shorter = tokens.Length < step + extra ? $", which is less than one context of {context}" : "";
            throw new ToolException($"{path}: the text has {tokens.Length} tokens{shorter}. Two thirds calibrate and one third measures, in windows of {context}: give {needed} tokens or more (about {4 * needed} letters), or a smaller --context.");
        }

        return new CompressionText(
            Part(tokens, 0, cut), Part(tokens, cut, tokens.Length), masked, context, windows,
            FormattableString.Invariant($"{Path.GetFileName(path)}: {tokens.Length:#,0} tokens, the first two thirds to calibrate on, the last third to measure on, in windows of {context}"));
    }

    /// <summary>The bundled English: passages of the training books for calibration, of the test books to measure on.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="tokenizer">The model's tokenizer.</param>
    /// <param name="configuration">The model's sizes.</param>
    /// <param name="context">The tokens of a window.</param>
    /// <param name="windows">The most windows of each part.</param>
    public static CompressionText OfEnglish(DataFolder data, Tokenizer tokenizer, ModelConfiguration configuration, int context, int windows)
    {
        var books = EnglishCorpus.Load(data);
        // Twice the windows of calibration, for healing and for choosing among methods.
        return new CompressionText(
            Passage(tokenizer, configuration, books.Train, 2 * windows * context),
            Passage(tokenizer, configuration, books.Test, windows * context),
            MaskedOf(tokenizer, configuration), context, windows,
            $"the bundled English, novels of Jane Austen and the King James Bible: passages of the training books to calibrate on, of the test books to measure on, in windows of {context}");
    }

    private static MaskedVocabulary? MaskedOf(Tokenizer tokenizer, ModelConfiguration configuration) =>
        configuration is BertConfiguration ? MaskedVocabulary.From(tokenizer.TokenId, configuration.VocabularySize) : null;

    private static TokenSequence Tokens(Tokenizer tokenizer, ModelConfiguration configuration, string text) =>
        TokenSequence.Of(tokenizer.Encode(text, addSpecialTokens: false), configuration.VocabularySize);

    private static TokenSequence Part(TokenSequence text, int from, int to)
    {
        int[] tokens = new int[to - from];
        for (int i = 0; i < tokens.Length; i++)
            tokens[i] = text[from + i];
        return TokenSequence.Of(tokens, text.VocabularySize);
    }

    // So many tokens from passages that begin at the start of a line, spread evenly over the text.
    private static TokenSequence Passage(Tokenizer tokenizer, ModelConfiguration configuration, string text, int wanted)
    {
        int each = (wanted / Passages) + 1;
        List<int> tokens = [];
        for (int passage = 0; passage < Passages; passage++)
        {
            int from = text.IndexOf('\n', (int)((long)passage * text.Length / Passages)) + 1;
            int end = (int)((passage + 1L) * text.Length / Passages);
            int length = Math.Clamp(12 * each, 0, Math.Max(0, end - from)); // no vocabulary has twelve letters a token on average
            var encoded = tokenizer.Encode(text.Substring(from, length), addSpecialTokens: false);
            tokens.AddRange(encoded.AsSpan(0, Math.Min(each, encoded.Length)));
        }

        return TokenSequence.Of(tokens.ToArray(), configuration.VocabularySize);
    }

    private int Count(int tokens) => _masked is null ? (tokens - 1) / Context : tokens / (Context - 2);

    private TextWindows Windows(TokenSequence text, int windows) => _masked is null
        ? TextWindows.Causal(text, Context, windows)
        : TextWindows.Masked(text, _masked, Context, windows);
}
