using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Learning.Tests.Files;
using Praxis.Learning.Tokenizers;
using Praxis.Learning.Training;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Training;

public sealed class TrainingRunTests : IDisposable
{
    private readonly ScratchFolder _folder = new();

    public TrainingRunTests()
    {
        _folder.Put("train.txt", Sentences(0, 160));
        _folder.Put("validation.txt", Sentences(160, 200));
    }

    public static TheoryData<string> Kinds => ["type: llama, key_value_heads: 1", "type: gpt2, dropout: 0.2", "type: bert, dropout: 0.2"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_run_stopped_between_steps_goes_on_to_the_same_bits(string model)
    {
        var whole = Run(Configuration(model, "whole"));
        using (var cancel = new CancellationTokenSource())
        {
            var run = TrainingRun.Prepare(Configuration(model, "parts"), Texts(model));
            Assert.Throws<OperationCanceledException>(() => run.Execute("here", new Told(progress => Stop(progress, cancel, 5)), cancel.Token));
            Assert.Equal(5, run.Step);
        }

        // Killed: what came after the checkpoint of step 8 is lost.
        var killed = TrainingRun.Prepare(Configuration(model, "parts"), Texts(model));
        Assert.Equal(5, killed.ResumedAt);
        Assert.Throws<InvalidOperationException>(() => killed.Execute("here", new Told(_ => throw new InvalidOperationException("killed"), from: 10)));
        var last = TrainingRun.Prepare(Configuration(model, "parts"), Texts(model));
        Assert.Equal(8, last.ResumedAt);
        var parts = last.Execute("here");

        Assert.Equal(whole.Curve.Losses, parts.Curve.Losses);
        Assert.Equal(whole.Curve.Validations, parts.Curve.Validations);
        Assert.Equal(whole.Scores, parts.Scores);
        Assert.Equal(File.ReadAllBytes(_folder["whole/model.safetensors"]), File.ReadAllBytes(_folder["parts/model.safetensors"]));
        Assert.False(Directory.Exists(_folder["parts/.training"]));
    }

    [Fact]
    public void A_finished_run_leaves_a_folder_that_loads_and_a_record_that_tells_all()
    {
        var configuration = Configuration("type: llama", "model");
        var record = Run(configuration);
        var model = Assert.IsType<Llama>(LanguageModel.Load(_folder["model"]));
        Assert.Equal(record.Parameters, model.CountParameters());
        using (var stored = SafetensorsFile.Open(_folder["model/model.safetensors"]))
            Assert.All(stored.Names, name => Assert.Equal(StoredType.F16, stored[name].Type));
        var tokenizer = Tokenizer.Load(_folder["model/tokenizer.json"]);
        Assert.Equal("the cat sat", tokenizer.Decode(tokenizer.Encode("the cat sat")));
        Assert.Equal(tokenizer.TokenId(ModelSettings.EndOfText), model.Configuration.BeginToken);

        var read = TrainingRecord.Read(_folder["model/training.json"]);
        Assert.Equal(record.Scores, read.Scores);
        Assert.Equal(record.Curve.Losses, read.Curve.Losses);
        Assert.Equal(configuration.Settings(), read.Settings);
        Assert.Equal(12, read.Steps);
        Assert.Equal(12 * 4 * 16, read.TokensSeen);

        // The text is the same pattern all along: some steps are better than none, and bytes are counted right.
        var score = Assert.Single(read.Scores);
        var size = read.Texts.Single(text => text.Split == "validation");
        Assert.Equal(new FileInfo(_folder["validation.txt"]).Length, size.Bytes);
        Assert.Equal(Math.Log2(score.Perplexity) * size.Tokens / size.Bytes, score.BitsPerByte!.Value, 1e-9);
        Assert.True(score.Perplexity < tokenizer.VocabularySize);
        Assert.Equal([(5, "token"), (7, "byte")], read.Baselines.GroupBy(baseline => baseline.Unit).Select(group => (group.Count(), group.Key)));
        Assert.Equal(2, read.Baselines.Count(baseline => baseline.IsBest));

        // The copy of the configuration means the same from where it lies.
        var copy = TrainingConfigurationFile.Read(_folder["model/train.yaml"]);
        Assert.Equal(configuration.OutputFolder, copy.OutputFolder);
        Assert.Equal(TrainingTexts.Read(configuration).Train, TrainingTexts.Read(copy).Train);
    }

    [Fact]
    public void A_checkpoint_of_another_run_is_refused_with_both_values()
    {
        var configuration = Configuration("type: llama", "model");
        StopAfter(configuration, 5);
        Assert.Contains("'optimizer.learning_rate' was '0.01' and is '0.02' now", Refusal(configuration with { LearningRate = 0.02 }), StringComparison.Ordinal);
        Assert.Contains("'training.steps' was '12' and is '13' now", Refusal(configuration with { Steps = 13 }), StringComparison.Ordinal);
        _folder.Put("train.txt", Sentences(3, 170));
        Assert.Contains("the texts were others", Refusal(configuration), StringComparison.Ordinal);
        Assert.Equal(0, TrainingRun.Prepare(configuration, TrainingTexts.Read(configuration), restart: true).ResumedAt);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_and_a_trained_model_is_not_trained_over()
    {
        var configuration = Configuration("type: llama", "model");
        StopAfter(configuration, 5);
        string checkpoint = _folder["model/.training/checkpoint.safetensors"];
        byte[] bytes = File.ReadAllBytes(checkpoint);
        File.WriteAllBytes(checkpoint, bytes[..(bytes.Length / 2)]);
        Assert.Contains("checkpoint.safetensors", Refusal(configuration), StringComparison.Ordinal);
        File.WriteAllBytes(checkpoint, bytes);
        Run(configuration);
        Assert.Contains("holds a trained model already", Refusal(configuration), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder["model/.training"]));
    }

    [Fact]
    public void Texts_and_vocabularies_that_cannot_work_are_told_before_the_first_step()
    {
        Assert.Contains("'training.context'", Refusal(Configuration("type: llama", "model") with { Context = 100_000, Stride = 5 }), StringComparison.Ordinal);
        Assert.Contains("'tokenizer.path'", Refusal(Configuration("type: llama", "model") with { VocabularySize = null, TokenizerPath = "none.json" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Weight_decay_shrinks_matrices_and_nothing_else()
    {
        var configuration = Configuration("type: llama", "model") with { LearningRate = 0.01, Floor = 0.01, Warmup = 0, Clip = 0 };
        var model = LanguageModel.Create(configuration.Model.ToConfiguration(300, 16, _ => null), new RandomStream(1));
        (var plain, var decayed) = (After(0), After(0.5));
        foreach ((string name, var value) in plain)
        {
            var start = model.StateDictionary()[name];
            double expected = start.Rank >= 2 ? 0.01 * 0.5 * start.FrobeniusNorm() : 0;
            Assert.Equal(expected, (value - decayed[name]).FrobeniusNorm(), 1e-5);
        }

        IReadOnlyDictionary<string, Tensor> After(double decay)
        {
            var copy = LanguageModel.Create(model.Configuration, new RandomStream(1));
            var text = TokenSequence.Of([.. Enumerable.Range(0, 200)], 300);
            new Trainer(copy, new CausalBatches(text, 2, 16, new RandomStream(1)), configuration with { WeightDecay = decay }).TakeStep();
            return copy.StateDictionary();
        }
    }

    [Fact]
    public void A_loss_that_is_no_number_stops_the_run()
    {
        var configuration = Configuration("type: llama", "model");
        var model = LanguageModel.Create(configuration.Model.ToConfiguration(300, 16, _ => null), new RandomStream(1));
        model.Parameters().First().Data.Fill(double.NaN);
        var trainer = new Trainer(model, new CausalBatches(TokenSequence.Of([.. Enumerable.Range(0, 200)], 300), 2, 16, new RandomStream(1)), configuration);
        Assert.Contains("Lower optimizer.learning_rate", Assert.Throws<LearningException>(() => trainer.TakeStep()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Masks_of_a_text_are_filled_with_probabilities()
    {
        var configuration = Configuration("type: bert", "bert");
        Run(configuration);
        var model = LanguageModel.Load(_folder["bert"]);
        var tokenizer = Tokenizer.Load(_folder["bert/tokenizer.json"]);
        var gaps = FilledMask.All(model, tokenizer, "the [MASK] sat on [MASK]", 5);
        Assert.Equal(2, gaps.Count);
        Assert.All(gaps, gap => Assert.Equal(gap.Likeliest.Select(word => word.Probability).OrderDescending(), gap.Likeliest.Select(word => word.Probability)));
        Assert.All(gaps, gap => Assert.InRange(gap.Likeliest.Sum(word => word.Probability), 0.01, 1));
        Assert.Throws<LearningException>(() => FilledMask.All(model, tokenizer, "no gap", 5));
    }

    private static void Stop(TrainingProgress progress, CancellationTokenSource cancel, int after)
    {
        if (progress.Step == after)
            cancel.Cancel();
    }

    private static string Sentences(int from, int to)
    {
        string[] who = ["the cat", "a dog", "an old man", "the naïve queen"];
        string[] what = ["sat on", "looked at", "spoke of", "ran from"];
        return string.Concat(Enumerable.Range(from, to - from).Select(i => $"{who[i % 4]} {what[i * 7 % 11 % 4]} {who[i * 5 % 13 % 4]}.\n"));
    }

    private TrainingConfiguration Configuration(string model, string output) => TrainingConfigurationFile.Parse(
        $$"""
        model: { {{model}}, width: 16, layers: 2, heads: 2 }
        tokenizer: { vocabulary: 300 }
        data: { train: train.txt, validation: validation.txt }
        training: { steps: 12, batch: 4, context: 16 }
        optimizer: { learning_rate: 1e-2, warmup: 2 }
        evaluation: { every: 4, windows: 3, stride: 12 }
        checkpoint: { every: 4 }
        output: { folder: {{output}} }
        """,
        _folder["config.yaml"]);

    private TrainingTexts Texts(string model) => TrainingTexts.Read(Configuration(model, "any"));

    private static TrainingRecord Run(TrainingConfiguration configuration) =>
        TrainingRun.Prepare(configuration, TrainingTexts.Read(configuration)).Execute("here");

    private static void StopAfter(TrainingConfiguration configuration, int step)
    {
        using var cancel = new CancellationTokenSource();
        var run = TrainingRun.Prepare(configuration, TrainingTexts.Read(configuration));
        Assert.Throws<OperationCanceledException>(() => run.Execute("here", new Told(progress => Stop(progress, cancel, step)), cancel.Token));
    }

    private static string Refusal(TrainingConfiguration configuration) =>
        Assert.ThrowsAny<LearningException>(() => TrainingRun.Prepare(configuration, TrainingTexts.Read(configuration))).Message;

    private sealed class Told(Action<TrainingProgress> tell, int from = 0) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Step >= from)
                tell(value);
        }
    }
}
