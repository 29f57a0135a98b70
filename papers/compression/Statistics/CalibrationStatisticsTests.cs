using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Learning.Training;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class CalibrationStatisticsTests
{
    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void Moments_are_those_of_all_inputs_together(string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 5);
        model.Train();
        var statistics = CalibrationStatistics.Gather(model, text, batch: 2);
        Assert.True(model.IsTraining);
        Assert.Equal(model.LinearMaps().Select(map => map.Name), statistics.Keys);
        Assert.All(model.LinearMaps(), map => Assert.False(map.IsReplaced));
        model.Eval();
        foreach (var map in model.LinearMaps())
        {
            // All inputs of this map alone, kept.
            var spy = new Spy(map.Layer);
            map.Replace(spy);
            spy.Seen.Clear();
            model.Forward(text.At(0, 5).Tokens);
            map.Restore();
            var x = Tensor.Concat(0, [.. spy.Seen]);                        // (rows, inputs)
            var found = statistics[map.Name];
            Assert.Equal((map.Name, (long)x.Rows, map.Inputs), (found.Name, found.Rows, found.Inputs));
            Close(LinearAlgebra.MatMul(x.Transpose(), x) / x.Rows, found.SecondMoments, 1e-12);
            Assert.Equal(found.SecondMoments.ToArray(), found.SecondMoments.Transpose().ToArray());
            Close(x.Square().Mean(0).Sqrt(), found.InputScale, 1e-12);
            Close(x.Mean(0), found.InputMean!, 1e-12);
            Assert.Equal(x.Abs().Max(0).ToArray(), found.InputMaximum!.ToArray());
            Assert.Null(found.Fisher);
        }
    }

    [Fact]
    public void Maps_with_one_input_share_its_moments()
    {
        var statistics = CalibrationStatistics.Gather(TinyModels.Make("llama"), TinyModels.Windows("llama", 3), batch: 2);
        Assert.Same(Moments("self_attn.q_proj"), Moments("self_attn.v_proj"));
        Assert.Same(Moments("mlp.gate_proj"), Moments("mlp.up_proj"));
        Assert.NotSame(Moments("self_attn.q_proj"), Moments("self_attn.o_proj"));
        Assert.NotSame(Moments("self_attn.q_proj"), Moments("mlp.up_proj"));

        Tensor Moments(string part) => statistics[$"model.layers.0.{part}"].SecondMoments;
    }

    [Fact]
    public void A_replaced_map_is_observed_and_stays_replaced()
    {
        var model = TinyModels.Make("gpt2");
        var map = model.LinearMaps()[1];
        var form = new LowRankWeight(new RandomStream(1).Normal(map.Outputs, 1), new RandomStream(2).Normal(1, map.Inputs));
        map.ReplaceBy(form);
        var layer = map.Layer;
        var statistics = CalibrationStatistics.Gather(model, TinyModels.Windows("gpt2", 2));
        Assert.Same(layer, map.Layer);
        Assert.Equal(2L * TinyModels.Context, statistics[map.Name].Rows);
    }

    [Theory]
    [InlineData("gpt2")]
    [InlineData("llama")]
    [InlineData("bert")]
    public void Fisher_is_the_mean_square_of_one_gradient_for_each_window(string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 3);
        var statistics = CalibrationStatistics.WithGradients(CalibrationStatistics.Gather(model, text), model, text);
        Assert.All(model.Parameters(), parameter => Assert.True(parameter.RequiresGrad && parameter.Grad is null));
        foreach (var map in model.LinearMaps())
        {
            Tensor mean = Tensor.Zeros(map.Outputs, map.Inputs), squares = Tensor.Zeros(map.Outputs, map.Inputs);
            for (int window = 0; window < 3; window++)
            {
                var example = text.At(window, 1);
                var gradient = map.AsWeight(Gradients.Of(Loss.CrossEntropy(model.Forward(example.Tokens), example.Targets), [map.Parameter])[0].Data);
                mean.AddScaled(gradient, 1.0 / 3);
                squares.AddScaled(gradient.Square(), 1.0 / 3);
            }

            Close(mean, statistics[map.Name].RequireGradient(), 1e-12);
            Close(squares, statistics[map.Name].RequireFisher(), 1e-12);
        }
    }

    [Fact]
    public void One_entry_of_the_Fisher_information_agrees_with_central_differences()
    {
        var model = TinyModels.Make("gpt2");
        var text = TinyModels.Windows("gpt2", 2);
        var map = model.LinearMaps()[2];
        var fisher = CalibrationStatistics.WithGradients(CalibrationStatistics.Unknown(model), model, text)[map.Name].RequireFisher();
        double sum = 0;
        for (int window = 0; window < 2; window++)
            sum += Math.Pow((At(window, 1e-5) - At(window, -1e-5)) / 2e-5, 2);
        Assert.Equal(sum / 2, fisher[3, 1], 1e-8 + (1e-5 * fisher[3, 1]));

        double At(int window, double by)
        {
            var weight = map.Weight;
            weight[3, 1] += by;
            var example = text.At(window, 1);
            double value = Loss.CrossEntropy(model.Forward(example.Tokens), example.Targets).ToScalar();
            weight[3, 1] -= by;
            return value;
        }
    }

    [Fact]
    public void Without_gradients_or_text_the_statistics_say_so()
    {
        var unknown = CalibrationStatistics.Unknown(TinyModels.Make("gpt2")).Values.First();
        Assert.Equal(0, unknown.Rows);
        Assert.Equal(Tensor.Ones(unknown.Inputs).ToArray(), unknown.InputScale.ToArray());
        Assert.Contains("WithGradients", Assert.Throws<InvalidOperationException>(() => unknown.RequireFisher()).Message);
        Assert.Throws<ArgumentException>(() => unknown.RequireFor(Tensor.Zeros(3, unknown.Inputs + 1)));
        Assert.Throws<NonFiniteException>(() => unknown.RequireFor(Tensor.Full(double.NaN, 3, unknown.Inputs)));
        var model = TinyModels.Make("gpt2");
        model.LinearMaps()[0].ReplaceBy(new DenseWeight(model.LinearMaps()[0].Weight));
        Assert.Throws<LearningException>(() => CalibrationStatistics.WithGradients(CalibrationStatistics.Unknown(model), model, TinyModels.Windows("gpt2", 2)));
    }

    [Fact]
    public void Statistics_of_given_inputs_are_those_of_the_stream()
    {
        var x = new RandomStream(8).Normal(20, 3);
        var moments = new InputMoments(3);
        moments.Add(x.Slice(0, 0, 12).Reshape(3, 4, 3));
        moments.Add(x.Slice(0, 12, 8));
        var (streamed, whole) = (moments.ToStatistics("map"), LayerStatistics.OfInputs("map", x));
        Assert.Equal(20, streamed.Rows);
        Close(whole.SecondMoments, streamed.SecondMoments, 1e-14);
        Assert.Throws<InvalidOperationException>(() => new InputMoments(3).ToStatistics("map"));
        Assert.Throws<ShapeException>(() => moments.Add(Tensor.Zeros(2, 4)));
    }

    private static void Close(Tensor expected, Tensor actual, double tolerance) =>
        Assert.True((expected - actual).MaxAbs() <= tolerance * Math.Max(1, expected.MaxAbs()), $"{(expected - actual).MaxAbs()}");

    private sealed class Spy(Layer inner) : Layer
    {
        public List<Tensor> Seen { get; } = [];

        public override Variable Forward(Variable x)
        {
            Seen.Add(x.Data.Clone().Reshape(-1, x.Shape[^1]));
            return inner.Forward(x);
        }
    }
}
