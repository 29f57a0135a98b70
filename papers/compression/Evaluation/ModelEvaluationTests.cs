using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class ModelEvaluationTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    public void Perplexity_is_that_of_the_softmax_written_out(string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 7);
        var nats = new double[7];
        for (int window = 0; window < 7; window++)
        {
            var asked = text.At(window, 1);
            var scores = model.Forward(asked.Tokens).Data.Softmax();       // (1, time, vocabulary)
            for (int place = 0; place < TinyModels.Context; place++)
                nats[window] -= Math.Log(scores[0, place, (int)asked.Targets.AsSpan<long>()[place]]) / TinyModels.Context;
        }

        var found = ModelEvaluation.Of(model, text, batch: 3);
        Assert.Equal(nats.Length, found.WindowNats.Count);
        Assert.Equal(found.WindowNats, WindowLosses.Of(model, text, batch: 3));
        Assert.All(nats.Zip(found.WindowNats), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        var interval = Interval.Student(nats);
        Assert.Equal(Math.Exp(interval.Estimate), found.Perplexity.Estimate, 1e-9);
        Assert.Equal(Math.Exp(interval.Low), found.Perplexity.Low, 1e-9);
        Assert.Equal(Math.Exp(interval.High), found.Perplexity.High, 1e-9);
        Assert.Equal(70, found.Targets);
        Assert.Null(found.Agreement);
        Assert.True(found.TokensPerSecond > 0 && found.WrittenTokensPerSecond > 0 && found.PeakMegabytes > 1);
    }

    [Fact]
    public void A_masked_model_is_asked_for_what_the_masked_evaluation_hides()
    {
        var model = TinyModels.Make("bert");
        var found = ModelEvaluation.Of(model, TinyModels.Windows("bert", 6), batch: 4);
        var expected = TinyModels.MaskedScore(model, 6);
        Assert.Equal(expected.Hidden, found.Targets);
        Assert.Equal(expected.PseudoPerplexity, found.Perplexity.Estimate, 1e-9);
        Assert.Null(found.WrittenTokensPerSecond);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void A_model_agrees_with_itself_and_less_with_a_worse_one(string name)
    {
        var model = TinyModels.Make(name, DType.F32);
        var text = TinyModels.Windows(name, 12);
        var original = NextTokens.Of(model, text, batch: 5);
        var itself = ModelEvaluation.Of(model, text, original: original);
        Assert.Equal(new Interval(1, 1, 1), itself.Agreement);
        foreach (var map in model.LinearMaps())
            map.ReplaceBy(new LowRankWeight(new RandomStream(4).Fork(map.Name).Normal(map.Outputs, 1), new RandomStream(5).Fork(map.Name).Normal(1, map.Inputs)));
        var worse = ModelEvaluation.Of(model, text, original: original);
        Assert.InRange(worse.Agreement!.Value.Estimate, 0, 0.9);
        Assert.Equal(worse.Perplexity.Estimate / itself.Perplexity.Estimate, worse.RatioTo(itself).Estimate, 1e-9);
        Assert.Equal(new Interval(1, 1, 1), worse.RatioTo(worse));
        int same = 0;
        var mine = NextTokens.Of(model, text);
        for (int window = 0; window < text.Count; window++)
            same += mine.Window(window).ToArray().Zip(original.Window(window).ToArray()).Count(pair => pair.First == pair.Second);
        Assert.Equal((double)same / worse.Targets, worse.Agreement.Value.Estimate, 1e-12);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void The_size_counts_forms_in_place_of_dense_weights(string name)
    {
        var model = TinyModels.Make(name);
        long all = model.CountParameters();
        var dense = ModelSize.Of(model);
        Assert.Equal((all, 16 * all, 2 * all), (dense.Parameters, dense.Bits, dense.Bytes));
        Assert.Equal((1.0, dense.LinearParameters, 2 * dense.LinearParameters), (dense.Keep, dense.DenseLinearParameters, dense.LinearFlops));
        var forms = new Dictionary<string, CompressedWeight>();
        long saved = 0;
        foreach (var map in model.LinearMaps().Skip(1))
        {
            forms[map.Name] = new LowRankWeight(Tensor.Zeros(map.Outputs, 2), Tensor.Zeros(2, map.Inputs));
            saved += (map.Outputs * map.Inputs) - (2 * (map.Outputs + map.Inputs));
            map.ReplaceBy(forms[map.Name]);
        }

        var small = ModelSize.Of(model, forms);
        Assert.Equal(model.CountParameters(), small.Parameters);
        Assert.Equal((all - saved, dense.LinearParameters - saved), (small.Parameters, small.LinearParameters));
        Assert.Equal(dense.LinearParameters, small.DenseLinearParameters);
        Assert.Throws<ArgumentException>(() => ModelSize.Of(model, new Dictionary<string, CompressedWeight> { ["nothing"] = new DenseWeight(Tensor.Zeros(2, 2)) }));
    }

    [Fact]
    public void Windows_are_spread_over_the_text_and_each_token_follows_its_own()
    {
        var text = TinyModels.Text(100);
        var windows = TextWindows.Causal(text, 10, 3);
        Assert.Equal(3, windows.Count);
        var all = windows.At(0, 3);
        foreach (var (row, start) in new[] { (0, 0), (1, 30), (2, 60) })
            for (int place = 0; place < 10; place++)
            {
                Assert.Equal(text[start + place], all.Tokens.AsSpan<long>()[(row * 10) + place]);
                Assert.Equal(text[start + place + 1], all.Targets.AsSpan<long>()[(row * 10) + place]);
            }

        Assert.Equal(9, TextWindows.Causal(text, 10).Count);
        Assert.Equal([(0, 4), (4, 4), (8, 1)], TextWindows.Causal(text, 10).Batches(4));
        Assert.Contains("shorter", Assert.Throws<LearningException>(() => TextWindows.Causal(TinyModels.Text(10), 10)).Message);
    }

    [Fact]
    public void What_cannot_be_compared_is_refused()
    {
        var model = TinyModels.Make("gpt2");
        Assert.Throws<ArgumentException>(() => ModelEvaluation.Of(model, TinyModels.Windows("gpt2", 1)));
        var original = NextTokens.Of(model, TinyModels.Windows("gpt2", 3));
        Assert.Throws<ArgumentException>(() => ModelEvaluation.Of(model, TinyModels.Windows("gpt2", 4), original: original));
        var (three, four) = (ModelEvaluation.Of(model, TinyModels.Windows("gpt2", 3)), ModelEvaluation.Of(model, TinyModels.Windows("gpt2", 4)));
        Assert.Throws<ArgumentException>(() => three.RatioTo(four));
        Assert.Throws<ShapeException>(() => model.LinearMaps()[0].ReplaceBy(new DenseWeight(Tensor.Zeros(2, 2))));
    }
}
