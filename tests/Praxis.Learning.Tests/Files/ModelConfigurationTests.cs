using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

public sealed class ModelConfigurationTests : IDisposable
{
    private const string Gpt2 = """
        {"model_type":"gpt2","vocab_size":50257,"n_positions":1024,"n_ctx":1024,"n_embd":768,"n_layer":12,"n_head":12,"n_inner":null,
        "activation_function":"gelu_new","layer_norm_epsilon":1e-05,"bos_token_id":50256,"eos_token_id":50256,"architectures":["GPT2LMHeadModel"],
        "attn_pdrop":0.1,"task_specific_params":{"text-generation":{"do_sample":true}}}
        """;

    private const string Llama = """
        {"model_type":"llama","architectures":["LlamaForCausalLM"],"vocab_size":128256,"hidden_size":2048,"intermediate_size":8192,
        "num_hidden_layers":16,"num_attention_heads":32,"num_key_value_heads":8,"head_dim":64,"hidden_act":"silu","rms_norm_eps":1e-05,
        "max_position_embeddings":131072,"rope_theta":500000.0,"tie_word_embeddings":true,"bos_token_id":128000,"eos_token_id":[128001,128008,128009],
        "rope_scaling":{"factor":32.0,"high_freq_factor":4.0,"low_freq_factor":1.0,"original_max_position_embeddings":8192,"rope_type":"llama3"}}
        """;

    private const string Bert = """
        {"model_type":"bert","architectures":["BertForMaskedLM"],"vocab_size":30522,"hidden_size":768,"intermediate_size":3072,"num_hidden_layers":12,
        "num_attention_heads":12,"max_position_embeddings":512,"type_vocab_size":2,"hidden_act":"gelu","layer_norm_eps":1e-12,"pad_token_id":0}
        """;

    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private ModelConfiguration Read(string json) => ModelConfiguration.Read(_scratch.Put("config.json", json));

    [Fact]
    public void GPT2_is_read_with_its_usual_values_where_fields_are_missing()
    {
        var model = Assert.IsType<Gpt2Configuration>(Read(Gpt2));
        Assert.Equal((50257, 1024, 768, 12, 12, 3072), (model.VocabularySize, model.ContextLength, model.Width, model.Layers, model.Heads, model.FeedForwardWidth));
        Assert.Equal((1e-5, "gelu_new", 0.1, true, 50256), (model.NormEpsilon, model.Activation, model.AttentionDropout, model.TiedEmbeddings, model.BeginToken));
        Assert.Equal([50256], model.EndTokens);
        Assert.Null(model.PaddingToken);
        Assert.Equal(["GPT2LMHeadModel"], model.Architectures);
    }

    [Fact]
    public void Llama_is_read_with_grouped_heads_and_stretched_positions()
    {
        var model = Assert.IsType<LlamaConfiguration>(Read(Llama));
        Assert.Equal((32, 8, 64, 500000.0, 1e-5), (model.Heads, model.KeyValueHeads, model.HeadWidth, model.RotaryBase, model.NormEpsilon));
        Assert.Equal(new RotaryScaling("llama3", 32, 1, 4, 8192), model.RotaryScaling);
        Assert.Equal([128001, 128008, 128009], model.EndTokens);
        var plain = Assert.IsType<LlamaConfiguration>(Read(
            """{"model_type":"llama","vocab_size":32000,"hidden_size":64,"intermediate_size":176,"num_hidden_layers":2,"num_attention_heads":4}"""));
        Assert.Equal((4, 16, 10000.0, false, 1e-6), (plain.KeyValueHeads, plain.HeadWidth, plain.RotaryBase, plain.TiedEmbeddings, plain.NormEpsilon));
        Assert.Null(plain.RotaryScaling);
        var newer = Assert.IsType<LlamaConfiguration>(Read(Llama.Replace("\"rope_theta\":500000.0,", "", StringComparison.Ordinal)
            .Replace("\"rope_scaling\":{", "\"rope_parameters\":{\"rope_theta\":7.5,", StringComparison.Ordinal)));
        Assert.Equal((7.5, "llama3"), (newer.RotaryBase, newer.RotaryScaling!.Kind));
    }

    [Fact]
    public void BERT_is_read()
    {
        var model = Assert.IsType<BertConfiguration>(Read(Bert));
        Assert.Equal((512, 2, "gelu", 1e-12, 0, true), (model.ContextLength, model.SegmentTypes, model.Activation, model.NormEpsilon, model.PaddingToken, model.TiedEmbeddings));
    }

    [Theory]
    [InlineData(Gpt2)]
    [InlineData(Llama)]
    [InlineData(Bert)]
    public void What_is_written_reads_back(string json)
    {
        var model = Read(json);
        model.Write(_scratch["again.json"]);
        var again = ModelConfiguration.Read(_scratch["again.json"]);
        Assert.Equal(model.ToJson(), again.ToJson());
        Assert.Equal(model.GetType(), again.GetType());
        Assert.Equal(model.EndTokens, again.EndTokens);
        Assert.Equal((model.Width, model.FeedForwardWidth, model.TiedEmbeddings, model.NormEpsilon), (again.Width, again.FeedForwardWidth, again.TiedEmbeddings, again.NormEpsilon));
    }

    [Theory]
    [InlineData(Gpt2, "\"n_embd\":768", "\"n_embd\":null", "'n_embd'", "missing")]
    [InlineData(Gpt2, "\"n_embd\":768", "\"n_embd\":770", "'n_embd'", "770 is no multiple of n_head (12)")]
    [InlineData(Gpt2, "\"n_layer\":12", "\"n_layer\":-1", "'n_layer'", "whole number from 1", "'-1'")]
    [InlineData(Gpt2, "\"n_layer\":12", "\"n_layer\":1e99", "'n_layer'", "'1e99'")]
    [InlineData(Gpt2, "\"n_layer\":12", "\"n_layer\":\"12\"", "'n_layer'")]
    [InlineData(Gpt2, "\"gelu_new\"", "\"swish\"", "'activation_function'", "'swish' is not supported", "gelu_new or gelu or relu")]
    [InlineData(Gpt2, "\"n_ctx\":1024", "\"scale_attn_by_inverse_layer_idx\":true", "'scale_attn_by_inverse_layer_idx'", "not supported")]
    [InlineData(Gpt2, "\"gpt2\"", "\"mamba\"", "'model_type'", "'mamba'", "gpt2, llama or bert")]
    [InlineData(Gpt2, "\"model_type\":\"gpt2\",", "", "'model_type'", "missing")]
    [InlineData(Gpt2, "\"n_ctx\":1024", "\"n_embd\":3", "not JSON")]
    [InlineData(Llama, "\"num_key_value_heads\":8", "\"num_key_value_heads\":7", "'num_attention_heads'", "no multiple")]
    [InlineData(Llama, "\"head_dim\":64", "\"head_dim\":63", "'head_dim'", "odd")]
    [InlineData(Llama, "\"llama3\"", "\"yarn\"", "'rope_scaling.rope_type'", "'yarn' is not supported")]
    [InlineData(Llama, "\"factor\":32.0,", "", "'rope_scaling.factor'", "missing")]
    [InlineData(Llama, "\"high_freq_factor\":4.0", "\"high_freq_factor\":1.0", "'rope_scaling.high_freq_factor'", "not above")]
    [InlineData(Llama, "\"rms_norm_eps\":1e-05", "\"rms_norm_eps\":0", "'rms_norm_eps'", "above zero")]
    [InlineData(Llama, "\"silu\"", "\"gelu\"", "'hidden_act'", "silu")]
    [InlineData(Llama, "[128001,128008,128009]", "[true]", "'eos_token_id'", "token")]
    [InlineData(Bert, "\"type_vocab_size\":2", "\"is_decoder\":true", "'is_decoder'", "not supported")]
    [InlineData(Bert, "\"type_vocab_size\":2", "\"position_embedding_type\":\"relative_key\"", "'position_embedding_type'", "absolute")]
    public void A_wrong_field_is_named_with_its_cure(string json, string field, string instead, params string[] parts)
    {
        string changed = json.Replace(field, instead, StringComparison.Ordinal);
        Assert.NotEqual(json, changed);
        ScratchFolder.Refused(() => Read(changed), ["config.json", .. parts]);
    }
}
