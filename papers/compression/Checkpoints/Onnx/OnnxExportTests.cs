using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Papers.Compression.Checkpoints;
using Praxis.Papers.Compression.Entries;

namespace Praxis.Papers.Tests.Compression;

/// <summary>
/// The graph, read again from its bytes; and, where these are named, checked by others: PRAXIS_ONNXRUNTIME is a folder with node_modules/onnxruntime-node,
/// PRAXIS_ONNX_PYTHON a Python with the package onnx.
/// </summary>
public sealed class OnnxExportTests
{
    public static TheoryData<string, StoredType> Models => new()
    {
        { "gpt2", StoredType.F32 },
        { "gpt2", StoredType.F16 },
        { "llama", StoredType.F32 },
        { "llama", StoredType.F16 },
        { "bert", StoredType.F32 },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Graph_holds_the_weights_of_the_forms_and_low_rank_as_two_products(string kind, StoredType type)
    {
        using var tiny = new TinyCheckpoints();
        var outcome = tiny.Run(tiny.Request(tiny.Model(kind, type)) with { Format = CheckpointFormat.Onnx });
        var (operators, weights) = Read(Path.Combine(tiny["out"], "model.onnx"));
        int maps = outcome.Layers.Count, attention = 2 * 2;
        Assert.Equal((2 * maps) + attention + 1, operators.Count(name => name == "MatMul"));
        int size = type == StoredType.F16 ? 2 : 4;
        foreach (var layer in outcome.Layers)
        {
            Assert.Equal(layer.Rank!.Value * layer.Inputs * size, weights[$"{layer.Name}.right"].Length);
            Assert.Equal(layer.Rank!.Value * layer.Outputs * size, weights[$"{layer.Name}.left"].Length);
        }

        var loaded = CompressedCheckpoint.Load(Compressed(tiny, kind, type));
        var first = (Praxis.Papers.Compression.LowRankWeight)loaded.Forms[outcome.Layers[0].Name];
        float[] right = first.Right.Transpose().Contiguous().AsSpan<float>().ToArray();
        byte[] bytes = weights[$"{outcome.Layers[0].Name}.right"];
        for (int i = 0; i < right.Length; i++)
            Assert.Equal(right[i], size == 4 ? BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i)) : (float)BinaryPrimitives.ReadHalfLittleEndian(bytes.AsSpan(2 * i)));
    }

    public static TheoryData<string, StoredType, string> ModelsAndMethods
    {
        get
        {
            var data = new TheoryData<string, StoredType, string>();
            foreach (var (kind, type) in new[] { ("gpt2", StoredType.F32), ("gpt2", StoredType.F16), ("llama", StoredType.F32), ("llama", StoredType.F16), ("bert", StoredType.F32) })
                data.Add(kind, type, "aware-svd");
            foreach (var entry in CompressionEntries.All.Where(entry => entry.Key != "aware-svd"))
                data.Add("llama", StoredType.F32, entry.Key);
            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(ModelsAndMethods))]
    public void Runtime_computes_the_same_logits(string kind, StoredType type, string method)
    {
        string? modules = Environment.GetEnvironmentVariable("PRAXIS_ONNXRUNTIME");
        Skip.If(string.IsNullOrEmpty(modules), "PRAXIS_ONNXRUNTIME names no folder with node_modules/onnxruntime-node.");
        using var tiny = new TinyCheckpoints();
        tiny.Run(tiny.Request(tiny.Model(kind, type), method, 0.7) with { Format = CheckpointFormat.Onnx });
        var model = CompressedCheckpoint.Load(Compressed(tiny, kind, type, method, 0.7)).Model;
        var tokens = TinyCheckpoints.Tokens(model); // (2, 12)
        File.WriteAllText(tiny["run.cjs"], """
            const ort = require("onnxruntime-node");
            const [file, tokens, mask] = process.argv.slice(2);
            const ids = BigInt64Array.from(tokens.split(","), BigInt), shape = [2, ids.length / 2];
            const tensor = (data) => new ort.Tensor("int64", data, shape);
            ort.InferenceSession.create(file).then(async (session) => {
              const feeds = { input_ids: tensor(ids) };
              if (session.inputNames.includes("attention_mask")) {
                feeds.attention_mask = tensor(BigInt64Array.from(mask.split(","), BigInt));
                feeds.token_type_ids = tensor(ids.map((_, i) => BigInt(i % 2)));
              }
              console.log(Array.from((await session.run(feeds)).logits.data).join(","));
            });
            """);
        long[] ids = tokens.AsSpan<long>().ToArray();
        bool[] attended = [.. ids.Select((_, i) => i % 12 < 10)];
        string printed = Run("node", modules!, tiny["run.cjs"], Path.Combine(tiny["out"], "model.onnx"), string.Join(',', ids), string.Join(',', attended.Select(seen => seen ? 1 : 0)));
        double[] theirs = [.. printed.Split(',').Select(number => double.Parse(number, CultureInfo.InvariantCulture))];
        double[] ours = model is Bert bert
            ? bert.Forward(tokens, Tensor.Wrap([.. ids.Select((_, i) => (long)(i % 2))], 2, 12), Tensor.Wrap(attended, 2, 12)).Data.ToArray()
            : model.Forward(tokens).Data.ToArray();
        Assert.Equal(ours.Length, theirs.Length);
        double largest = ours.Max(Math.Abs);
        for (int i = 0; i < ours.Length; i++)
            Assert.Equal(ours[i], theirs[i], 1e-4 * Math.Max(1, largest));
    }

    [SkippableTheory]
    [MemberData(nameof(Models))]
    public void Checker_accepts_the_graph(string kind, StoredType type)
    {
        string? python = Environment.GetEnvironmentVariable("PRAXIS_ONNX_PYTHON");
        Skip.If(string.IsNullOrEmpty(python), "PRAXIS_ONNX_PYTHON names no Python with the package onnx.");
        using var tiny = new TinyCheckpoints();
        tiny.Run(tiny.Request(tiny.Model(kind, type), "rtn", 0.5) with { Format = CheckpointFormat.Onnx });
        string printed = Run(python!, tiny.Path, "-c", "import onnx, sys; m = onnx.load(sys.argv[1]); onnx.checker.check_model(m, full_check=True); onnx.shape_inference.infer_shapes(m, strict_mode=True); print('good', m.opset_import[0].version)", Path.Combine(tiny["out"], "model.onnx"));
        Assert.Equal("good 17", printed);
    }

    private static string Compressed(TinyCheckpoints tiny, string kind, StoredType type, string method = "svd", double keep = 0.6)
    {
        tiny.Run(tiny.Request(tiny.Model(kind, type), method, keep) with { Output = tiny["forms"] });
        return tiny["forms"];
    }

    private static string Run(string program, string modules, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["NODE_PATH"] = Path.Combine(modules, "node_modules");
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        string printed = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return printed.Trim();
    }

    // The nodes' operators and the weights' bytes: model 7 graph, graph 1 node (4 operator) and 5 weight (8 name, 9 bytes).
    private static (List<string> Operators, Dictionary<string, byte[]> Weights) Read(string path)
    {
        var graph = Fields(File.ReadAllBytes(path)).Single(field => field.Number == 7).Bytes;
        List<string> operators = [];
        Dictionary<string, byte[]> weights = [];
        foreach ((int number, byte[] bytes) in Fields(graph))
            if (number == 1)
                operators.Add(Encoding.UTF8.GetString(Fields(bytes).Single(field => field.Number == 4).Bytes));
            else if (number == 5)
                weights.Add(Encoding.UTF8.GetString(Fields(bytes).Single(field => field.Number == 8).Bytes), Fields(bytes).Single(field => field.Number == 9).Bytes);
        return (operators, weights);
    }

    private static IEnumerable<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        for (int place = 0; place < message.Length;)
        {
            ulong key = Number(message, ref place);
            switch (key & 7)
            {
                case 0:
                    Number(message, ref place);
                    break;
                case 2:
                    int length = (int)Number(message, ref place);
                    yield return ((int)(key >> 3), message[place..(place + length)]);
                    place += length;
                    break;
                default:
                    Assert.Equal(5ul, key & 7);
                    place += 4;
                    break;
            }
        }
    }

    private static ulong Number(byte[] message, ref int place)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = message[place++];
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return number;
        }
    }
}
