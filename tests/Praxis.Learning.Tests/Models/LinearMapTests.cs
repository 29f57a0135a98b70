using Praxis.Learning.Models;
using Praxis.Learning.Tests.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class LinearMapTests : IDisposable
{
    private static readonly Tensor Text = OracleModels.Tokens([3, 1, 4, 1, 5, 9, 2, 6], [18, 2, 8, 1, 8, 2, 8, 4]);

    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Names => [.. OracleModels.All.Keys];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Maps_are_the_matrices_of_the_state_that_are_no_tables(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        var state = model.StateDictionary();
        string[] tables = ["wte", "wpe", "embed", "lm_head"];
        var expected = state.Where(pair => pair.Value.Rank == 2 && !tables.Any(pair.Key.Contains)).Select(pair => pair.Key).Order();
        Assert.Equal(expected, model.LinearMaps().Select(map => $"{map.Name}.weight").Order());
        foreach (var map in model.LinearMaps())
        {
            Assert.Same(map, model.LinearMap(map.Name));
            Assert.Equal((map.Outputs, map.Inputs), (map.Weight.Rows, map.Weight.Columns));
            var stored = state[$"{map.Name}.weight"];
            Assert.Equal(stored.ToArray(), (name == "gpt2" ? map.Weight.Transpose() : map.Weight).ToArray());
            Assert.Equal(state.ContainsKey($"{map.Name}.bias"), map.Bias is not null);
            Assert.False(map.IsReplaced);
        }

        Assert.Contains("linear map", Assert.Throws<LearningException>(() => model.LinearMap("nothing")).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Any_map_can_be_replaced_by_an_equal_layer_and_restored(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        double[] scores = model.Forward(Text).Data.ToArray();
        string[] keys = [.. model.StateDictionary().Keys];
        foreach (var map in model.LinearMaps())
        {
            var twin = new TwoFactors(map.Weight, map.Bias);
            map.Replace(twin);
            Assert.True(map.IsReplaced);
            Assert.False(twin.IsTraining);
            Close(scores, model.Forward(Text).Data.ToArray());
            var state = model.StateDictionary();
            Assert.Contains($"{map.Name}.left", state.Keys);
            Assert.DoesNotContain($"{map.Name}.weight", state.Keys);
        }

        Assert.Contains("Restore", Assert.Throws<LearningException>(() => model.Save(_scratch["replaced"])).Message);
        foreach (var map in model.LinearMaps())
            map.Restore();
        Assert.Equal(keys, model.StateDictionary().Keys);
        Assert.Equal(scores, model.Forward(Text).Data.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_restored_map_can_have_another_weight_which_is_then_saved(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name]);
        var map = model.LinearMaps()[1];
        var weight = new RandomStream(4).Normal(map.Outputs, map.Inputs);
        map.Replace(new TwoFactors(weight, map.Bias));
        double[] scores = model.Forward(Text).Data.ToArray();
        map.Restore(weight);
        Close(scores, model.Forward(Text).Data.ToArray());
        model.Save(_scratch["model"]);
        Close(scores, LanguageModel.Load(_scratch["model"]).Forward(Text).Data.ToArray());
        Assert.Throws<ShapeException>(() => map.Restore(Tensor.Zeros(3, 3)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_turns_with_the_weight(string name)
    {
        var model = OracleModels.Shaken(OracleModels.All[name], DType.F64);
        var map = model.LinearMaps()[0];
        var weights = new RandomStream(9).Normal(2, 8, OracleModels.Vocabulary);
        (model.Forward(Text) * weights).Sum().Backward();
        double gradient = map.AsWeight(map.Parameter.Grad!)[1, 2];
        double difference = (Moved(1e-5) - Moved(-1e-5)) / 2e-5;
        Assert.Equal(difference, gradient, 1e-6 * Math.Max(1, Math.Abs(difference)));

        double Moved(double by)
        {
            var weight = map.Weight;
            weight[1, 2] += by;
            double value = (model.Forward(Text).Data * weights).Sum();
            weight[1, 2] -= by;
            return value;
        }
    }

    [Theory]
    [InlineData("llama")]
    [InlineData("llama-plain")]
    public void Token_by_token_a_replaced_map_is_noticed(string name)
    {
        var model = (Llama)OracleModels.Shaken(OracleModels.All[name]);
        var cache = model.CreateCache();
        var first = Text.Slice(0, 0, 1);
        model.Forward(first.Slice(1, 0, 1), cache); // the quick decoder is there now
        cache.Truncate();
        foreach (var map in model.LinearMaps())
            map.Replace(new TwoFactors(new RandomStream(5).Fork(map.Name).Normal(map.Outputs, map.Inputs), map.Bias));
        DecodesAsAWhole();
        var down = model.LinearMaps()[6];
        down.Replace(new Linear(new RandomStream(6).Normal(down.Outputs, down.Inputs).To(DType.F32), null));
        DecodesAsAWhole();
        down.Restore();
        DecodesAsAWhole();

        void DecodesAsAWhole()
        {
            var whole = model.Forward(first).Data;
            for (int t = 0; t < 8; t++)
                Close(whole.Slice(1, t, 1).ToArray(), model.Forward(first.Slice(1, t, 1), cache).Data.ToArray());
            cache.Truncate();
        }
    }

    [Fact]
    public void A_layer_that_does_not_fit_is_refused_and_nothing_changes()
    {
        var model = OracleModels.Shaken(OracleModels.Llama);
        var map = model.LinearMaps()[0];
        foreach (var layer in new Layer[]
        {
            new Linear(map.Inputs + 1, map.Outputs, new RandomStream(1)),
            new Linear(map.Inputs, map.Outputs + 1, new RandomStream(1)),
            new Linear(map.Inputs, map.Outputs, new RandomStream(1), dtype: DType.F64),
        })
            Assert.Contains(map.Name, Assert.Throws<LearningException>(() => map.Replace(layer)).Message);
        Assert.False(map.IsReplaced);
    }

    private static void Close(double[] expected, double[] actual)
    {
        double scale = expected.Max(Math.Abs);
        Assert.All(expected.Zip(actual), pair => Assert.True(Math.Abs(pair.First - pair.Second) < 2e-5 * scale, $"{pair.First} and {pair.Second}"));
    }

    // W = W · 1, as a product of two.
    private sealed class TwoFactors : Layer
    {
        private readonly Variable _left;
        private readonly Variable _right;
        private readonly Variable? _bias;

        public TwoFactors(Tensor weight, Tensor? bias)
        {
            _left = AddParameter("left", weight.To(DType.F32).Clone());
            _right = AddParameter("right", Tensor.Identity(weight.Columns, DType.F32));
            _bias = bias is null ? null : AddParameter("bias", bias.Clone());
        }

        public override Variable Forward(Variable x) => x.Affine(_right, null).Affine(_left.Transpose(), _bias);
    }
}
