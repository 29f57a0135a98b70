using Praxis.Learning.Files;
using Praxis.Learning.Training;

namespace Praxis.Learning.Tests.Training;

public class TrainingConfigurationTests
{
    private const string Good = """
        model:
          type: llama
          width: 64
          layers: 2
          heads: 4
          key_value_heads: 2
        tokenizer: { vocabulary: 512 }
        data:
          train: [a.txt, b.txt]
          validation: c.txt
        training: { steps: 100, batch: 4, context: 32, seed: 7 }
        optimizer: { learning_rate: 2e-3, warmup: 10, floor: 5e-4 }
        output: { folder: out }

        """;

    [Fact]
    public void A_file_is_read_with_its_defaults()
    {
        var read = Parse(Good);
        Assert.Equal(("llama", 64, 2, 4, 2, 176, true), (read.Model.Type, read.Model.Width, read.Model.Layers, read.Model.Heads, read.Model.KeyValueHeads, read.Model.FeedForwardWidth, read.Model.TiedEmbeddings));
        Assert.Equal(["a.txt", "b.txt"], read.TrainFiles);
        Assert.Equal(["c.txt"], read.ValidationFiles);
        Assert.Equal((100, 4, 32, 7L), (read.Steps, read.Batch, read.Context, read.Seed));
        Assert.Equal((2e-3, 5e-4, 10, 0.1, 1.0, 0.9, 0.95), (read.LearningRate, read.Floor, read.Warmup, read.WeightDecay, read.Clip, read.Beta1, read.Beta2));
        Assert.Equal((10, 5, 16, StoredType.F16), (read.EvaluateEvery, read.CheckpointEvery, read.Stride, read.Store));
        Assert.Equal(Path.GetFullPath("/config/out"), read.OutputFolder);
    }

    [Theory]
    [InlineData("  layers: 2", "  layres: 2", "train.yaml:4: 'model.layres'", "did you mean 'model.layers'")]
    [InlineData("  layers: 2", "  layers: two", "train.yaml:4: 'model.layers'", "it is 'two'; write a whole number from 1")]
    [InlineData("  layers: 2", "  layers: 0", "'model.layers'", "a whole number from 1")]
    [InlineData("  layers: 2", "  layers: [2]", "'model.layers'", "not a list")]
    [InlineData("  layers: 2", "", "'model.layers'", "it is missing")]
    [InlineData("type: llama", "type: rnn", "train.yaml:2: 'model.type'", "llama or gpt2 or bert")]
    [InlineData("heads: 4", "heads: 5", "'model.heads'", "cannot be shared among 5 heads")]
    [InlineData("key_value_heads: 2", "key_value_heads: 3", "'model.key_value_heads'", "cannot be shared")]
    [InlineData("key_value_heads: 2", "dropout: 0.1", "'model.dropout'", "a llama has no dropout")]
    [InlineData("steps: 100", "steps: 100, masked: 0.4", "'training.masked'", "hides none")]
    [InlineData("type: llama", "type: gpt2", "'model.key_value_heads'", "only a llama")]
    [InlineData("vocabulary: 512", "vocabulary: 256", "train.yaml:7: 'tokenizer.vocabulary'", "from 257")]
    [InlineData("vocabulary: 512", "vocabulary: 512, path: t.json", "'tokenizer.vocabulary'", "not both")]
    [InlineData("  validation: c.txt", "  corpus: english", "'data.train'", "not both")]
    [InlineData("  train: [a.txt, b.txt]", "  corpus: english", "'data.validation'", "a split of its own")]
    [InlineData("steps: 100", "steps: 10", "'optimizer.warmup'", "10 of 10 steps")]
    [InlineData("floor: 5e-4", "floor: 5e-2", "'optimizer.floor'", "above the learning rate")]
    [InlineData("learning_rate: 2e-3", "learning_rate: -1", "train.yaml:12: 'optimizer.learning_rate'", "a number above 0")]
    [InlineData("learning_rate: 2e-3", "learning_rate: .nan", "'optimizer.learning_rate'", "a number above 0")]
    [InlineData("warmup: 10", "beta2: 1", "'optimizer.beta2'", "below 1")]
    [InlineData("output: { folder: out }", "output: { folder: out, store: f8 }", "'output.store'", "f16 or bf16 or f32")]
    [InlineData("output: { folder: out }", "output: out", "train.yaml:13: 'output'", "a section")]
    [InlineData("output: { folder: out }", "outputs: { folder: out }", "train.yaml:13: 'outputs'", "no such key")]
    [InlineData("output: { folder: out }", "evaluation: { stride: 32 }", "'evaluation.stride'", "below the context")]
    [InlineData("model:", "model: [", "train.yaml:", "mend that line")]
    public void A_mistake_is_told_with_file_line_key_and_cure(string good, string bad, string place, string cure)
    {
        Assert.Contains(good, Good, StringComparison.Ordinal);
        var refusal = Assert.Throws<TrainingConfigurationException>(() => Parse(Good.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Contains(place, refusal.Message, StringComparison.Ordinal);
        Assert.Contains(cure, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Overrides_replace_values_and_their_mistakes_name_them()
    {
        var read = TrainingConfigurationFile.Parse(Good, "/config/train.yaml", new Dictionary<string, string> { ["training.steps"] = "20", ["optimizer.warmup"] = "2" });
        Assert.Equal((20, 2), (read.Steps, read.Warmup));
        Assert.Contains("--set training.steps=x", Refused("training.steps", "x"), StringComparison.Ordinal);
        Assert.Contains("did you mean 'training.steps'", Refused("training.step", "3"), StringComparison.Ordinal);

        static string Refused(string key, string value) =>
            Assert.Throws<TrainingConfigurationException>(() => TrainingConfigurationFile.Parse(Good, "train.yaml", new Dictionary<string, string> { [key] = value })).Message;
    }

    [Fact]
    public void A_configuration_written_out_is_read_back_the_same()
    {
        foreach (string text in new[] { Good, Good.Replace("type: llama", "type: gpt2", StringComparison.Ordinal).Replace("key_value_heads: 2", "dropout: 0.1", StringComparison.Ordinal) })
        {
            var read = Parse(text);
            Assert.Equal(read.Settings(), Parse(read.ToYaml()).Settings());
        }
    }

    [Fact]
    public void The_learning_rate_rises_in_a_line_and_falls_half_a_cosine_to_the_floor()
    {
        var rate = Parse(Good).Schedule();
        Assert.Equal(2e-4, rate(0), 12);
        Assert.Equal(1e-3, rate(4), 12);
        Assert.Equal(2e-3, rate(9), 12);
        Assert.Equal(2e-3, rate(10), 12);
        Assert.Equal(1.25e-3, rate(55), 12);
        Assert.Equal(5e-4, rate(100), 12);
        Assert.Equal(Enumerable.Range(10, 90).Select(rate).OrderDescending(), Enumerable.Range(10, 90).Select(rate));
    }

    [Fact]
    public void Texts_that_cannot_be_read_are_told_with_the_key()
    {
        using var folder = new Files.ScratchFolder();
        folder.Put("a.txt", "text\n");
        folder.Put("b.txt", [0xC3, 0x28]);
        folder.Put("c.txt", "");
        var configuration = TrainingConfigurationFile.Parse(Good, folder["train.yaml"]);
        Assert.Contains("'data.train': 'b.txt': it is not UTF-8", Refusal(configuration), StringComparison.Ordinal);
        folder.Put("b.txt", "more\n");
        Assert.Contains("'data.validation': 'c.txt': it is empty", Refusal(configuration), StringComparison.Ordinal);
        Assert.Contains("'data.train': 'none.txt': it cannot be read", Refusal(configuration with { TrainFiles = ["none.txt"] }), StringComparison.Ordinal);

        static string Refusal(TrainingConfiguration configuration) => Assert.Throws<TrainingConfigurationException>(() => TrainingTexts.Read(configuration)).Message;
    }

    [Fact]
    public void Without_validation_files_the_last_tenth_is_held_out_from_a_line_on()
    {
        using var folder = new Files.ScratchFolder();
        folder.Put("a.txt", string.Concat(Enumerable.Range(0, 100).Select(i => $"line {i:000}\n")));
        var texts = TrainingTexts.Read(TrainingConfigurationFile.Parse(Good, folder["train.yaml"]) with { TrainFiles = ["a.txt"], ValidationFiles = [] });
        Assert.Equal(["line 090\nline 091\n"], texts.Validation.Select(text => text[..18]));
        Assert.EndsWith("line 089\n", texts.Train[0], StringComparison.Ordinal);
        Assert.Equal(100 * 9, TrainingTexts.Bytes([.. texts.Train, .. texts.Validation]));
    }

    private static TrainingConfiguration Parse(string text) => TrainingConfigurationFile.Parse(text, "/config/train.yaml");
}
