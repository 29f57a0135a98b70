using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Scores a reader's model on a text by its last hidden states, without labels, with the spectral quantities beside them.</summary>
[Paper("matrix-nuclear-norm")]
public sealed class HiddenStateScoresTool : ITool<HiddenStateScoresToolOptions>
{
    private const int UsualLength = 128;

    private static readonly string[] Columns = ["MNN", "nuclear_norm", "matrix_entropy", "effective_rank"];

    /// <inheritdoc/>
    public string Says => "Score a model's hidden states on a text: matrix nuclear-norm, nuclear norm, matrix entropy and effective rank.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } = ["models/llama-1m --text book.txt -o scores.csv", "hidden.npy"];

    /// <inheritdoc/>
    public ToolReport Use(HiddenStateScoresToolOptions options, ToolContext context, CancellationToken cancel)
    {
        List<NormalizedStates> texts = Directory.Exists(options.Model.Path) ? OfModel(options, context, cancel) : [OfMatrix(options)];
        var rows = new List<double[]>();
        foreach (var states in texts)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report("scores", 0.5 + (0.5 * rows.Count / texts.Count));
            if (states.ZeroRows == states.Tokens)
                throw new ToolException($"{options.Model.Path}: all {states.Tokens} tokens of text {rows.Count + 1} have the same hidden state, so nothing is left to score. Check the model, or give another text.");
            if (states.Width < 2)
                throw new ToolException($"{options.Model.Path}: hidden states of width 1 have no entropy. Give one token a row, with its components as columns.");
            var scores = TextScores.Of(states);
            rows.Add([scores.ColumnNorms, scores.NuclearNorm, scores.Entropy, SpectralScores.EffectiveRank(scores.Entropy, states.Width)]);
        }

        double[] means = [.. Columns.Select((_, column) => rows.Average(row => row[column]))];
        (int length, int width, int zeros) = (texts[0].Tokens, texts[0].Width, texts.Sum(states => states.ZeroRows));
        double apart = rows.Average(row => Math.Abs(row[0] - row[1]) / row[1]);
        return new ToolReport
        {
            Headline = $"{rows.Count} text{(rows.Count == 1 ? "" : "s")} of {length} tokens, width {width}: MNN {means[0]:0.0000}, nuclear norm {means[1]:0.0000}, matrix entropy {means[2]:0.0000}.",
            Guarantee = $"MNN and nuclear norm (both divided by the tokens) are at most √(min(L, d)/L) = {Math.Sqrt(Math.Min(length, width) / (double)length):0.0000}. That MNN is close to the nuclear norm is not guaranteed; how far they are apart here is measured.",
            Measures =
            [
                new("MNN against the nuclear norm", apart, Note: "mean relative distance"),
                new("MNN", means[0], Note: "sum of the largest column norms, divided by the tokens"),
                new("nuclear norm", means[1], Note: "sum of the singular values, divided by the tokens"),
                new("matrix entropy", means[2], Note: "divided by ln d"),
                new("effective rank", means[3], Note: $"of at most {Math.Min(length, width)}"),
            ],
            Remarks =
            [
                "The paper reads a lower MNN as a better model. A collapsed model, whose tokens all have the same state, scores low too: look at the loss besides.",
                "Only scores of texts of one length and models of one width and tokenizer are on one scale.",
                .. zeros > 0 ? [$"{zeros} tokens had the mean hidden state of their text and count as zero."] : Array.Empty<string>(),
            ],
            Outputs = [new MatrixOutput("scores", $"the scores of the {rows.Count} texts, one a row", Tensor.Stack(0, [.. rows.Select(row => Tensor.FromArray(row))]), Columns)],
        };
    }

    private static NormalizedStates OfMatrix(HiddenStateScoresToolOptions options)
    {
        var hidden = options.Model.Table().Values;
        if (options.SkipFirst)
            hidden = hidden.Rows > 1 ? hidden.Slice(0, 1, hidden.Rows - 1) : hidden;
        if (hidden.Rows < 2)
            throw new ToolException($"{options.Model.Path}: two tokens (rows) at least are needed; after centring a single one is all zeros.");
        return NormalizedStates.Of(hidden);
    }

    private static List<NormalizedStates> OfModel(HiddenStateScoresToolOptions options, ToolContext context, CancellationToken cancel)
    {
        string folder = options.Model.Path;
        if (options.Text is null)
            throw new ToolException($"{folder}: a model needs a text to read; name a file with --text.");
        try
        {
            context.Report("loading the model", 0);
            var model = LanguageModel.Load(folder);
            int[] tokens = Tokenizer.Load(Path.Combine(folder, "tokenizer.json")).Encode(options.Text.Text(), addSpecialTokens: false);
            int length = Math.Min(options.Length ?? UsualLength, model.Configuration.ContextLength);
            if (options.Length > model.Configuration.ContextLength)
                throw new ToolException($"--length {options.Length}: the model's context is {model.Configuration.ContextLength} tokens; ask for at most that.");
            if (tokens.Length < length)
                throw new ToolException($"{options.Text.Path}: the text has {tokens.Length} tokens, fewer than one text of {length}. Give more text or a smaller --length.");
            var windows = TextWindows.Causal(TokenSequence.Of([.. tokens, tokens[^1]], model.Configuration.VocabularySize), length, options.Texts);
            var texts = new List<NormalizedStates>();
            foreach ((int first, int count) in windows.Batches(4))
            {
                cancel.ThrowIfCancellationRequested();
                context.Report("hidden states", 0.5 * first / windows.Count);
                using var memory = TensorScope.Begin();
                using var still = NoGradient.Scope();
                var hidden = model.HiddenStates(windows.At(first, count).Tokens).Data;     // (count, L, d)
                int skipped = options.SkipFirst && length > 2 ? 1 : 0;
                for (int text = 0; text < count; text++)
                {
                    using var outside = TensorScope.Suspend();
                    texts.Add(NormalizedStates.Of(hidden.Select(0, text).Slice(0, skipped, length - skipped).To(DType.F64).Clone()));
                }
            }

            return texts;
        }
        catch (LearningException e)
        {
            throw new ToolException($"{folder}: {e.Message}", e);
        }
    }
}
