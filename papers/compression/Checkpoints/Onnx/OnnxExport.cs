using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints.Onnx;

/// <summary>
/// Writes a compressed model as a graph of ONNX: <c>input_ids</c> (batch, sequence) to <c>logits</c> (batch, sequence, vocabulary); a BERT also takes
/// <c>attention_mask</c> and <c>token_type_ids</c>.
/// </summary>
internal static class OnnxExport
{
    private const string Batch = "batch";
    private const string Sequence = "sequence";

    /// <summary>Writes the folder.</summary>
    /// <param name="source">The original, for the files that belong to it.</param>
    /// <param name="compressed">The compressed checkpoint's folder.</param>
    /// <param name="folder">An empty folder.</param>
    public static void Write(CheckpointSource source, string compressed, string folder)
    {
        var checkpoint = CompressedCheckpoint.Load(compressed);
        var graph = new OnnxGraph();
        var layers = new OnnxLayers(graph, checkpoint, half: source.Maps[0].Stored.Type == StoredType.F16);
        string tokens = graph.Input("input_ids", Batch, Sequence);
        string logits = checkpoint.Model.Configuration switch
        {
            Gpt2Configuration gpt2 => Gpt2(graph, layers, gpt2, tokens),
            LlamaConfiguration llama => Llama(graph, layers, llama, tokens),
            BertConfiguration bert => Bert(graph, layers, bert, tokens),
            var other => throw new InvalidOperationException($"Models of type {other.ModelType} have no graph here."),
        };
        graph.Output(logits, "logits", Batch, Sequence, $"{checkpoint.Model.Configuration.VocabularySize}");
        graph.Write(folder, checkpoint.Model.Configuration.ModelType);
        CompanionFiles.Copy(source, folder);
    }

    private static string Gpt2(OnnxGraph graph, OnnxLayers layers, Gpt2Configuration sizes, string tokens)
    {
        (int d, int heads) = (sizes.Width, sizes.Heads);
        string time = layers.Time(tokens), later = layers.Later(time);
        string x = graph.Add("Add", [layers.Embedding("transformer.wte.weight", tokens), layers.FirstRows(layers.Weight("transformer.wpe.weight"), time)]);
        for (int block = 0; block < sizes.Layers; block++)
        {
            string name = $"transformer.h.{block}";
            string packed = layers.Linear($"{name}.attn.c_attn", layers.LayerNorm($"{name}.ln_1", x, sizes.NormEpsilon));
            string[] parts = [.. graph.AddMany("Split", 3, [packed, graph.Integers(d, d, d)], OnnxAttribute.Of("axis", -1L)).Select(part => Heads(layers, part, heads, d / heads))];
            string mixed = layers.Attend(parts[0], parts[1], [0, 1, 3, 2], parts[2], d / heads, later, null);
            x = graph.Add("Add", [x, layers.Linear($"{name}.attn.c_proj", Joined(layers, mixed))]);
            string wide = layers.Activation(sizes.Activation, layers.Linear($"{name}.mlp.c_fc", layers.LayerNorm($"{name}.ln_2", x, sizes.NormEpsilon)));
            x = graph.Add("Add", [x, layers.Linear($"{name}.mlp.c_proj", wide)]);
        }

        return layers.Scores(layers.LayerNorm("transformer.ln_f", x, sizes.NormEpsilon), sizes.TiedEmbeddings ? "transformer.wte.weight" : "lm_head.weight");
    }

    private static string Llama(OnnxGraph graph, OnnxLayers layers, LlamaConfiguration sizes, string tokens)
    {
        (int shared, int group, int width) = (sizes.KeyValueHeads, sizes.Heads / sizes.KeyValueHeads, sizes.HeadWidth);
        string time = layers.Time(tokens), later = layers.Later(time);
        (var cosines, var sines) = Turns(sizes);
        string cosine = layers.FirstRows(graph.Weight("rotary.cosines", cosines, half: false), time); // (time, d/2)
        string sine = layers.FirstRows(graph.Weight("rotary.sines", sines, half: false), time);
        string x = layers.Embedding("model.embed_tokens.weight", tokens);
        for (int block = 0; block < sizes.Layers; block++)
        {
            string name = $"model.layers.{block}";
            string normed = layers.RmsNorm($"{name}.input_layernorm", x, sizes.NormEpsilon);
            string query = Turned(Split(layers.Linear($"{name}.self_attn.q_proj", normed), group)); // (batch, shared, group, time, d)
            string key = Turned(Split(layers.Linear($"{name}.self_attn.k_proj", normed), 1));
            string value = Split(layers.Linear($"{name}.self_attn.v_proj", normed), 1);
            string mixed = layers.Attend(query, key, [0, 1, 2, 4, 3], value, width, later, null);
            mixed = layers.Reshape(layers.Transpose(mixed, 0, 3, 1, 2, 4), 0, 0, shared * group * width);
            x = graph.Add("Add", [x, layers.Linear($"{name}.self_attn.o_proj", mixed)]);
            normed = layers.RmsNorm($"{name}.post_attention_layernorm", x, sizes.NormEpsilon);
            string gate = layers.Linear($"{name}.mlp.gate_proj", normed);
            gate = graph.Add("Mul", [gate, graph.Add("Sigmoid", [gate])]);
            x = graph.Add("Add", [x, layers.Linear($"{name}.mlp.down_proj", graph.Add("Mul", [gate, layers.Linear($"{name}.mlp.up_proj", normed)]))]);
        }

        return layers.Scores(layers.RmsNorm("model.norm", x, sizes.NormEpsilon), sizes.TiedEmbeddings ? "model.embed_tokens.weight" : "lm_head.weight");

        string Split(string y, int each) => layers.Transpose(layers.Reshape(y, 0, 0, shared, each, width), 0, 2, 3, 1, 4);

        // (a, b) to (a cos − b sin, b cos + a sin)
        string Turned(string y)
        {
            string[] halves = graph.AddMany("Split", 2, [y, graph.Integers(width / 2, width / 2)], OnnxAttribute.Of("axis", -1L));
            (string a, string b) = (halves[0], halves[1]);
            return graph.Add(
                "Concat",
                [
                    graph.Add("Sub", [graph.Add("Mul", [a, cosine]), graph.Add("Mul", [b, sine])]),
                    graph.Add("Add", [graph.Add("Mul", [b, cosine]), graph.Add("Mul", [a, sine])]),
                ],
                OnnxAttribute.Of("axis", -1L));
        }
    }

    private static string Bert(OnnxGraph graph, OnnxLayers layers, BertConfiguration sizes, string tokens)
    {
        (int d, int heads) = (sizes.Width, sizes.Heads);
        string attended = graph.Input("attention_mask", Batch, Sequence), segments = graph.Input("token_type_ids", Batch, Sequence);
        string x = graph.Add("Add", [layers.Embedding("bert.embeddings.word_embeddings.weight", tokens), layers.FirstRows(layers.Weight("bert.embeddings.position_embeddings.weight"), layers.Time(tokens))]);
        x = graph.Add("Add", [x, layers.Embedding("bert.embeddings.token_type_embeddings.weight", segments)]);
        x = layers.LayerNorm("bert.embeddings.LayerNorm", x, sizes.NormEpsilon);
        string hidden = graph.Add("Sub", [graph.Number(1), graph.Add("Cast", [attended], OnnxAttribute.Of("to", (long)OnnxType.F32))]);
        string mask = graph.Add("Unsqueeze", [graph.Add("Mul", [hidden, graph.Number(-1e9)]), graph.Integers(1, 2)]); // (batch, 1, 1, time)
        for (int block = 0; block < sizes.Layers; block++)
        {
            string name = $"bert.encoder.layer.{block}";
            string query = Heads(layers, layers.Linear($"{name}.attention.self.query", x), heads, d / heads);
            string key = Heads(layers, layers.Linear($"{name}.attention.self.key", x), heads, d / heads);
            string value = Heads(layers, layers.Linear($"{name}.attention.self.value", x), heads, d / heads);
            string mixed = Joined(layers, layers.Attend(query, key, [0, 1, 3, 2], value, d / heads, null, mask));
            x = layers.LayerNorm($"{name}.attention.output.LayerNorm", graph.Add("Add", [x, layers.Linear($"{name}.attention.output.dense", mixed)]), sizes.NormEpsilon);
            string wide = layers.Activation(sizes.Activation, layers.Linear($"{name}.intermediate.dense", x));
            x = layers.LayerNorm($"{name}.output.LayerNorm", graph.Add("Add", [x, layers.Linear($"{name}.output.dense", wide)]), sizes.NormEpsilon);
        }

        x = layers.Activation(sizes.Activation, layers.Linear("cls.predictions.transform.dense", x));
        x = layers.LayerNorm("cls.predictions.transform.LayerNorm", x, sizes.NormEpsilon);
        string scores = layers.Scores(x, sizes.TiedEmbeddings ? "bert.embeddings.word_embeddings.weight" : "cls.predictions.decoder.weight");
        return graph.Add("Add", [scores, layers.Weight("cls.predictions.bias")]);
    }

    // (batch, time, heads · d) as (batch, heads, time, d), and back.
    private static string Heads(OnnxLayers layers, string x, int heads, int width) => layers.Transpose(layers.Reshape(x, 0, 0, heads, width), 0, 2, 1, 3);

    private static string Joined(OnnxLayers layers, string x) => layers.Reshape(layers.Transpose(x, 0, 2, 1, 3), 0, 0, -1);

    // Turning (1, 0) by each place's angles gives their cosines and sines: (places, d/2) each.
    private static (Tensor Cosines, Tensor Sines) Turns(LlamaConfiguration sizes)
    {
        int half = sizes.HeadWidth / 2;
        var ones = Tensor.Zeros(DType.F32, sizes.ContextLength, sizes.HeadWidth);
        for (int place = 0; place < sizes.ContextLength; place++)
            ones.Row(place).AsSpan<float>()[..half].Fill(1);
        var turned = new RotaryEmbedding(sizes.ContextLength, sizes.HeadWidth, sizes.RotaryBase, sizes.RotaryScaling).Forward(ones).Data;
        return (turned.Slice(1, 0, half), turned.Slice(1, half, half));
    }
}
