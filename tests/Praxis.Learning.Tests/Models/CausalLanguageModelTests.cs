using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class CausalLanguageModelTests
{
    private static readonly Tensor Text = OracleModels.Tokens([3, 1, 4, 1, 5, 9, 2, 6], [18, 2, 8, 1, 8, 2, 8, 4]);

    public static TheoryData<string> Names => ["gpt2", "llama", "llama-plain"];

    [Theory]
    [MemberData(nameof(Names))]
    public void With_a_cache_scores_are_the_same_however_the_text_is_cut(string name)
    {
        var model = Model(name);
        var whole = model.Forward(Text).Data;
        foreach (int[] parts in new int[][] { [8], [1, 1, 1, 1, 1, 1, 1, 1], [5, 1, 2] })
        {
            var cache = model.CreateCache(batch: 2, capacity: 8);
            foreach (int part in parts)
            {
                int start = cache.Length;
                var scores = model.Forward(Text.Slice(1, start, part), cache);
                Assert.False(scores.RequiresGrad);
                Close(whole.Slice(1, start, part), scores.Data, 1e-5);
            }

            Assert.Equal(8, cache.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_the_output_layer_on_the_hidden_states(string name)
    {
        var model = Model(name);
        var hidden = model.HiddenStates(Text).Data;                                       // (2, 8, d)
        var head = model.NamedParameters()
            .OrderBy(named => named.Name != "lm_head.weight") // where there is none, the embedding is the head
            .First(named => named.Parameter.Shape.SequenceEqual([OracleModels.Vocabulary, hidden.Shape[2]])).Parameter.Data;
        Close(LinearAlgebra.MatMul(hidden.Reshape(16, -1), head, false, true).Reshape(2, 8, -1), model.Forward(Text).Data, 1e-5);
        Assert.Throws<LearningException>(() => model.HiddenStates(Tensor.Zeros(DType.I64, 1, 13)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_single_text_is_decoded_as_it_is_in_a_batch(string name)
    {
        var model = Model(name);
        var whole = model.Forward(Text).Data;
        for (int row = 0; row < 2; row++)
        {
            Close(whole.Slice(0, row, 1), model.Forward(Text.Slice(0, row, 1)).Data, 1e-5);
            var cache = model.CreateCache();
            for (int t = 0; t < 8; t++)
                Close(whole.Slice(0, row, 1).Slice(1, t, 1), model.Forward(Text.Slice(0, row, 1).Slice(1, t, 1), cache).Data, 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_truncated_cache_goes_on_from_there(string name)
    {
        var model = Model(name);
        var cache = model.CreateCache(batch: 2);
        model.Forward(Text, cache);
        cache.Truncate(3);
        var again = model.Forward(Text.Slice(1, 3, 2), cache).Data;
        Close(model.Forward(Text).Data.Slice(1, 3, 2), again, 1e-5);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.Truncate(6));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_later_token_changes_no_earlier_score(string name)
    {
        var model = Model(name);
        var before = model.Forward(Text).Data;
        var changed = Text.Clone();
        changed[0, 5] = 0;
        var after = model.Forward(changed).Data;
        Assert.Equal(before.Slice(1, 0, 5).ToArray(), after.Slice(1, 0, 5).ToArray());
        Assert.True((before - after).Slice(0, 0, 1).Slice(1, 5, 1).MaxAbs() > 1e-3);
        Assert.True((before - after).Slice(0, 0, 1).Slice(1, 7, 1).MaxAbs() > 1e-3);
        Assert.Equal(0, (before - after).Slice(0, 1, 1).MaxAbs());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Bad_input_says_which_numbers_do_not_fit(string name)
    {
        var model = Model(name);
        Refused(() => model.Forward(OracleModels.Tokens([0, 19])), "Token 19", "19 tokens (0 to 18)");
        Refused(() => model.Forward(OracleModels.Tokens([-1])), "Token -1");
        Refused(() => model.Forward(Tensor.Zeros(DType.I64, 1, 13)), "13 tokens", "context of 12");
        Refused(() => model.Forward(Tensor.Zeros(1, 3)), "F64");
        Refused(() => model.Forward(Tensor.Zeros(DType.I64, 3)), "(3)");
        var cache = model.CreateCache(capacity: 4);
        model.Forward(OracleModels.Tokens([1, 2, 3]), cache);
        Refused(() => model.Forward(OracleModels.Tokens([1, 2]), cache), "room for 4", "5 are asked");
        Refused(() => model.Forward(OracleModels.Tokens([1], [2]), cache), "1 texts", "of 2");
        Assert.Equal(3, cache.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.CreateCache(capacity: 13));
        Refused(() => Model(name == "llama" ? "gpt2" : "llama").Forward(OracleModels.Tokens([1]), cache), "other sizes");
    }

    [Fact]
    public void Sizes_that_do_not_fit_each_other_are_refused()
    {
        var random = new RandomStream(1);
        Refused(() => Made(new Gpt2(OracleModels.Gpt2 with { Heads = 3 }, random)), "8", "3 heads");
        Refused(() => Made(new Llama(OracleModels.Llama with { KeyValueHeads = 3 }, random)), "4 heads", "3 key/value heads");
        Refused(() => Made(new Llama(OracleModels.Llama with { HeadWidth = 5 }, random)), "width 5");
        Refused(() => Made(new Bert(OracleModels.Bert with { Heads = 3 }, random)), "8", "3 heads");
        Refused(() => Made(new Gpt2(OracleModels.Gpt2 with { Activation = "sine" }, random)), "'sine'");
        Refused(() => Made(new Llama(OracleModels.Llama with { RotaryScaling = new RotaryScaling("yarn", 2) }, random)), "'yarn'");
    }

    private static void Made(LanguageModel model) => Assert.Fail($"{model} was made.");

    internal static CausalLanguageModel Model(string name, DType dtype = DType.F32) =>
        (CausalLanguageModel)OracleModels.Shaken(OracleModels.All[name], dtype);

    internal static void Refused(Action action, params string[] parts)
    {
        var refusal = Assert.Throws<LearningException>(action);
        foreach (string part in parts)
            Assert.Contains(part, refusal.Message, StringComparison.Ordinal);
    }

    private static void Close(Tensor expected, Tensor found, double tolerance)
    {
        Assert.True(expected.Shape.SequenceEqual(found.Shape));
        Assert.True((expected - found).MaxAbs() < tolerance, $"{(expected - found).MaxAbs():E2} apart");
    }
}
