using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Files;
using Praxis.Papers.Compression.Checkpoints;

namespace Praxis.Papers.Tests.Compression;

/// <summary>Bad input: a message that names place and cure, and nothing written.</summary>
public sealed class CompressionErrorTests
{
    [Fact]
    public void Unknown_architecture_says_which_are_known_and_offers_the_lone_file()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        string config = Path.Combine(folder, "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"llama\"", "\"mamba\""));
        Refused(tiny, tiny.Request(folder), "mamba", "gpt2, llama and bert", $"praxis compress {Path.Combine(folder, "model.safetensors")}");
    }

    [Fact]
    public void Missing_configuration_offers_the_lone_file()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        File.Delete(Path.Combine(folder, "config.json"));
        Refused(tiny, tiny.Request(folder), "config.json", "praxis compress ", "model.safetensors");
    }

    [Fact]
    public void Missing_tensor_is_named()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("gpt2");
        Rewrite(folder, weights => weights.Remove("transformer.h.1.mlp.c_fc.weight"));
        Refused(tiny, tiny.Request(folder), "transformer.h.1.mlp.c_fc.weight");
    }

    [Theory]
    [InlineData("transformer.h.0.attn.c_attn.weight")]
    [InlineData("transformer.wpe.weight")]
    public void Shape_that_contradicts_the_configuration_is_named(string name)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("gpt2");
        Rewrite(folder, weights => weights[name] = Tensor.Ones(5, 7));
        Refused(tiny, tiny.Request(folder), name, "[5, 7]", "config.json asks for");
    }

    [Theory]
    [InlineData("model.layers.1.self_attn.o_proj.weight", double.NaN)]
    [InlineData("model.embed_tokens.weight", double.NaN)]
    [InlineData("model.norm.weight", double.PositiveInfinity)]
    public void Number_that_is_not_finite_is_named_by_its_tensor(string name, double value)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        Rewrite(folder, weights => weights[name].AsSpan<float>()[3] = (float)value);
        Refused(tiny, tiny.Request(folder), $"'{name}'", "must be finite");
        Refused(tiny, tiny.Request(Path.Combine(folder, "model.safetensors")), $"'{name}'");
    }

    [Theory]
    [InlineData("svd")]
    [InlineData("rtn")]
    [InlineData("wanda")]
    public void Budget_that_cannot_be_met_comes_with_the_smallest_that_can(string method)
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        string message = Refused(tiny, tiny.Request(folder, method, 0.01), "smallest");
        int at = message.LastIndexOf("is ", StringComparison.Ordinal) + 3;
        double smallest = double.Parse(new string([.. message[at..].TakeWhile(letter => char.IsAsciiDigit(letter) || letter == '.')]).TrimEnd('.'), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(tiny.Run(tiny.Request(folder, method, smallest)).Kept, 0, smallest);
    }

    [Fact]
    public void Text_shorter_than_a_context_is_refused_with_the_length_that_does()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        File.WriteAllText(tiny["text.txt"], "the fox jumps");
        Refused(tiny, tiny.Request(folder), "less than one context of 16", "99 tokens or more");
        tiny.Text(2);
        Refused(tiny, tiny.Request(folder), "99 tokens or more");
    }

    [Fact]
    public void A_length_that_does_does()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        var tokenizer = Learning.Tokenizers.Tokenizer.Load(Path.Combine(folder, "tokenizer.json"));
        string text = string.Concat(Enumerable.Range(0, 200).Select(i => (char)('!' + (i * 37 % 90))));
        while (tokenizer.Encode(text, addSpecialTokens: false).Length > 99)
            text = text[..^1];
        Assert.Equal(99, tokenizer.Encode(text, addSpecialTokens: false).Length);
        File.WriteAllText(tiny["text.txt"], text);
        Assert.NotNull(tiny.Run(tiny.Request(folder)).After.Perplexity);
    }

    [Fact]
    public void Requests_that_make_no_sense_say_what_does()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama"), lone = Path.Combine(folder, "model.safetensors");
        var request = tiny.Request(folder);
        Refused(tiny, request with { Method = "sdv" }, "'sdv'", "svd");
        Refused(tiny, request with { Allocation = "unfair" }, "'unfair'", "uniform");
        Refused(tiny, request with { Keep = 0 }, "--keep");
        Refused(tiny, request with { Keep = 1.5 }, "--keep");
        Refused(tiny, request with { Context = 99 }, "--context 99", "16");
        Refused(tiny, request with { Model = tiny["nowhere"] }, "no such folder");
        Refused(tiny, request with { Model = tiny.Text() }, ".safetensors");
        Refused(tiny, tiny.Request(lone, "aware-svd"), "aware-svd", "svd");
        Refused(tiny, tiny.Request(lone) with { TextFile = tiny.Text() }, "lone file");
        Refused(tiny, tiny.Request(lone) with { HealSteps = 3 }, "lone file");
        Refused(tiny, tiny.Request(lone, CompressionRequest.Auto), "lone file");
        Refused(tiny, request with { Measure = false }, "--no-measure");
        Refused(tiny, request with { Output = folder, Overwrite = true }, "that is read");
        Refused(tiny, request with { Output = tiny["no/such/out"] }, "no folder");
        File.Delete(Path.Combine(folder, "tokenizer.json"));
        Refused(tiny, request, "tokenizer.json");
        Refused(tiny, request with { TextFile = null, Method = "wanda" }, "wanda");
    }

    [Fact]
    public void A_compressed_model_is_not_compressed_again()
    {
        using var tiny = new TinyCheckpoints();
        tiny.Run(tiny.Request(tiny.Model("llama")));
        Assert.Contains("already", Assert.Throws<ToolException>(() => tiny.Run(tiny.Request(tiny["out"]) with { Output = tiny["twice"] })).Message);
    }

    [Fact]
    public void What_is_there_is_replaced_only_when_asked_and_only_if_this_program_wrote_it()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        var request = tiny.Request(folder);
        tiny.Run(request);
        byte[] first = File.ReadAllBytes(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName));
        Assert.Contains("--overwrite", Assert.Throws<ToolException>(() => tiny.Run(request with { Keep = 0.4 })).Message);
        Assert.Equal(first, File.ReadAllBytes(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName)));
        tiny.Run(request with { Keep = 0.4, Overwrite = true });
        Assert.NotEqual(first, File.ReadAllBytes(Path.Combine(tiny["out"], CompressedCheckpoint.WeightsName)));
        Directory.CreateDirectory(tiny["diary"]);
        File.WriteAllText(Path.Combine(tiny["diary"], "today.txt"), "sunny");
        Assert.Contains("not replaced", Assert.Throws<ToolException>(() => tiny.Run(request with { Output = tiny["diary"], Overwrite = true })).Message);
        Assert.True(File.Exists(Path.Combine(tiny["diary"], "today.txt")));
        Assert.Empty(Directory.EnumerateFileSystemEntries(tiny.Path, "*.partial"));
    }

    [Fact]
    public void A_stopped_run_leaves_nothing_whenever_it_is_stopped()
    {
        using var tiny = new TinyCheckpoints();
        string folder = tiny.Model("llama");
        tiny.Text();
        var request = tiny.Request(folder, "sparsegpt") with { HealSteps = 5 };
        List<string> stages = [];
        CheckpointCompressor.Run(request with { Output = tiny["whole"] }, TinyCheckpoints.Data, new Listening(progress => stages.Add(progress.Stage)));
        Assert.Equal(["checking", "measuring the original", "calibrating", "compressing", "healing", "writing", "measuring"], stages.Distinct());
        for (int stop = 0; stop < stages.Count; stop += 5)
        {
            using var source = new CancellationTokenSource();
            int told = 0;
            Assert.ThrowsAny<OperationCanceledException>(() => CheckpointCompressor.Run(request, TinyCheckpoints.Data, new Listening(_ =>
            {
                if (told++ == stop)
                    source.Cancel();
            }), source.Token));
            tiny.AssertNothingWritten();
        }
    }

    [Fact]
    public void What_a_killed_run_left_is_removed_by_the_next_one()
    {
        using var tiny = new TinyCheckpoints();
        string abandoned = Directory.CreateDirectory(tiny["out.0123.partial"]).FullName, living = Directory.CreateDirectory(tiny["out.4567.partial"]).FullName;
        File.WriteAllText(Path.Combine(abandoned, ".lock"), "");
        using (new FileStream(Path.Combine(living, ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            tiny.Run(tiny.Request(tiny.Model("llama")));
            Assert.False(Directory.Exists(abandoned));
            Assert.True(Directory.Exists(living));
        }
    }

    [Theory]
    [InlineData(CompressedCheckpoint.ManifestName, "\"kind\": \"low-rank\"", "\"kind\": \"tubular\"", "tubular")]
    [InlineData(CompressedCheckpoint.ManifestName, "\"version\": 1", "\"version\": 7", "version 1")]
    [InlineData(CompressedCheckpoint.ManifestName, "\"left\"", "\"lift\"", "lift")]
    [InlineData(CompressedCheckpoint.ManifestName, "{", "{{", "cannot be read")]
    [InlineData("config.json", "\"hidden_size\": 12", "\"hidden_size\": 24", "config.json asks for")]
    public void Damaged_result_is_refused_with_its_file(string file, string good, string bad, string expected)
    {
        using var tiny = new TinyCheckpoints();
        tiny.Run(tiny.Request(tiny.Model("llama")));
        string path = Path.Combine(tiny["out"], file), text = File.ReadAllText(path);
        Assert.Contains(good, text);
        File.WriteAllText(path, text.Replace(good, bad));
        var refusal = Assert.Throws<ModelFileException>(() => CompressedCheckpoint.Load(tiny["out"]));
        Assert.Contains(expected, refusal.Message);
        Assert.Contains(tiny["out"], refusal.Message);
    }

    private static string Refused(TinyCheckpoints tiny, CompressionRequest request, params string[] parts)
    {
        var refusal = Assert.ThrowsAny<Exception>(() => tiny.Run(request));
        Assert.True(refusal is ToolException or LearningException, refusal.ToString());
        foreach (string part in parts)
            Assert.Contains(part, refusal.Message);
        tiny.AssertNothingWritten();
        return refusal.Message;
    }

    private static void Rewrite(string folder, Action<Dictionary<string, Tensor>> change)
    {
        string path = Path.Combine(folder, "model.safetensors");
        var weights = new Dictionary<string, Tensor>();
        using (var file = SafetensorsFile.Open(path))
            foreach (string name in file.Names)
                weights.Add(name, file.Read(name));
        change(weights);
        SafetensorsFile.Write(path, weights, StoredType.F32);
    }

    private sealed class Listening(Action<StudyProgress> listen) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => listen(value);
    }
}
