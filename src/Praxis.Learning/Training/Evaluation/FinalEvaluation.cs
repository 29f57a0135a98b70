using Praxis.Learning.Models;

namespace Praxis.Learning.Training;

/// <summary>The measurement at the end of a run: the stored model and its baselines on the whole validation and test texts.</summary>
internal sealed class FinalEvaluation(TrainingConfiguration configuration, TrainingData data, LanguageModel model)
{
    /// <summary>The record of the run, in which steps, time and curve are still to be filled in.</summary>
    public TrainingRecord Measure(IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        bool masked = configuration.Model.IsMasked;
        model.Eval();
        var scores = data.Told.Select(entry => masked
            ? SplitScore.Of(entry.Split, MaskedEvaluation.Score(Logits, entry.Text.Tokens, data.MaskedVocabulary, configuration.Context, null, configuration.Batch, Told(entry.Split), cancel))
            : SplitScore.Of(entry.Split, CausalEvaluation.Whole(Logits, entry.Text, configuration.Context, configuration.Stride, configuration.Batch, Told(entry.Split), cancel))).ToList();
        return new TrainingRecord
        {
            ModelType = configuration.Model.Type,
            Parameters = model.CountParameters(),
            VocabularySize = data.Tokenizer.VocabularySize,
            Steps = 0,
            TokensSeen = 0,
            Epochs = 0,
            Seconds = 0,
            Machine = "",
            Settings = configuration.Settings(),
            Texts = [Size("train", data.Train), .. data.Told.Select(entry => Size(entry.Split, entry.Text))],
            Protocol = masked ? MaskedEvaluation.Protocol(configuration.Context) : CausalEvaluation.Protocol(configuration.Context, configuration.Stride),
            Scores = scores,
            Baselines = Measured(masked, progress, cancel),
            Remarks = Remarks(masked),
            Curve = new TrainingCurve(),
        };

        Tensor Logits(Tensor tokens) => model.Forward(tokens).Data;

        IProgress<double>? Told(string split) => progress is null ? null : new Stage(progress, $"measuring on the {split} text");
    }

    private IReadOnlyList<Baseline> Measured(bool masked, IProgress<TrainingProgress>? progress, CancellationToken cancel)
    {
        if (!configuration.Baselines || (masked && data.Tokenizer.VocabularySize > NeighbourPredictor.LargestVocabulary))
            return [];
        progress?.Report(new TrainingProgress("counting n-grams", 0));
        return masked
            ? Baselines.Masked(data.Train.Tokens, data.Told, configuration.Context, cancel)
            : Baselines.NGrams(
                (data.Train, data.Told), (TokenizedText.OfBytes(data.Texts.Train), data.ToldInBytes),
                progress is null ? null : new Stage(progress, "counting n-grams"), cancel);
    }

    private List<string> Remarks(bool masked)
    {
        var remarks = new List<string> { $"Measured are the weights as they are stored ({configuration.Store})." };
        if (masked)
            remarks.Add("A masked language model sees both sides of a hidden token: its pseudo-perplexity is not comparable with the perplexity or the bits per byte of the other models.");
        else if (configuration.Baselines)
            remarks.Add("The n-grams were counted on the same training text and tell the same bytes; of each kind the best order was chosen on the validation text. A perplexity by token and one by byte cannot be compared, bits per byte can.");
        if (configuration.Baselines && masked && data.Tokenizer.VocabularySize > NeighbourPredictor.LargestVocabulary)
            remarks.Add($"The baselines are for vocabularies of at most {NeighbourPredictor.LargestVocabulary} tokens and were left out.");
        return remarks;
    }

    private static SplitSize Size(string split, TokenizedText text) => new(split, text.Bytes, text.Tokens.Length);

    private sealed class Stage(IProgress<TrainingProgress> progress, string name) : IProgress<double>
    {
        public void Report(double value) => progress.Report(new TrainingProgress(name, value));
    }
}
