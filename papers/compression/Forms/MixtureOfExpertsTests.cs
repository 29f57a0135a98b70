using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression;

namespace Praxis.Papers.Tests.Compression;

public sealed class MixtureOfExpertsTests
{
    private const int Width = 6, Hidden = 12;

    private static readonly RandomStream Random = new(11);

    private static readonly Tensor Gate = Random.Fork("gate").Normal(Hidden, Width);
    private static readonly Tensor Up = Random.Fork("up").Normal(Hidden, Width);
    private static readonly Tensor Down = Random.Fork("down").Normal(Width, Hidden);
    private static readonly Tensor X = Random.Fork("x").Normal(2, 5, Width);

    private static MixtureOfExpertsLayer Layer(int experts, int chosen, int[]? order = null) =>
        new MixtureOfExperts(Gate, Up, Down, experts, chosen, order).ToLayer(Random.Fork("router"), DType.F64);

    // One token by plain loops: the hidden units of the chosen experts only.
    private static double[] Expected(ReadOnlySpan<double> x, Func<int, bool> computed, double scale)
    {
        var y = new double[Width];
        for (int unit = 0; unit < Hidden; unit++)
        {
            if (!computed(unit))
                continue;
            (double gate, double up) = (0, 0);
            for (int j = 0; j < Width; j++)
                (gate, up) = (gate + (Gate[unit, j] * x[j]), up + (Up[unit, j] * x[j]));
            for (int j = 0; j < Width; j++)
                y[j] += scale * Down[j, unit] * gate / (1 + Math.Exp(-gate)) * up;
        }

        return y;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    public void All_experts_are_the_dense_part_in_any_order_of_units(int experts)
    {
        foreach (int[]? order in new[] { null, Random.Fork("order").Permutation(Hidden) })
        {
            var y = Layer(experts, experts, order).Forward(new Variable(X)).Data;
            for (int row = 0; row < 10; row++)
            {
                double[] expected = Expected(X.Reshape(10, Width).RowSpan(row), _ => true, 1);
                for (int j = 0; j < Width; j++)
                    Assert.Equal(expected[j], y.Reshape(10, Width)[row, j], 1e-10);
            }
        }
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(3, 2)]
    public void A_token_passes_the_experts_of_its_highest_scores(int experts, int chosen)
    {
        var layer = Layer(experts, chosen);
        var rows = X.Reshape(10, Width);
        var y = layer.Forward(new Variable(X)).Data.Reshape(10, Width);
        var scores = LinearAlgebra.MatMul(rows, layer.Router.Weight.Data, transposeA: false, transposeB: true) + layer.Router.Bias!.Data;
        for (int row = 0; row < 10; row++)
        {
            int[] best = [.. Enumerable.Range(0, experts).OrderByDescending(e => scores[row, e]).Take(chosen)];
            Assert.Equal(best.Select(e => (long)e), layer.LastChoice!.AsSpan<long>().Slice(row * chosen, chosen).ToArray());
            double[] expected = Expected(rows.RowSpan(row), unit => best.Contains(unit / (Hidden / experts)), (double)experts / chosen);
            for (int j = 0; j < Width; j++)
                Assert.Equal(expected[j], y[row, j], 1e-10);
        }
    }

    [Theory]
    [InlineData(DType.F64, 1e-12)]
    [InlineData(DType.F32, 1e-4)]
    public void Without_a_record_the_output_is_the_same(DType dtype, double within)
    {
        var layer = new MixtureOfExperts(Gate, Up, Down, 4, 3).ToLayer(Random.Fork("router"), dtype);
        var x = new Variable(X.To(dtype));
        var recorded = layer.Forward(x).Data.To(DType.F64);
        using var unrecorded = NoGradient.Scope();
        Assert.InRange((layer.Forward(x).Data.To(DType.F64) - recorded).MaxAbs(), 0, within);
    }

    [Fact]
    public void Gradients_are_those_of_finite_differences()
    {
        var layer = Layer(4, 2);
        layer.Chooser = rows => Tensor.Wrap([.. Enumerable.Range(0, rows.Rows).SelectMany(row => new long[] { row % 4, (row + 1 + (row % 3)) % 4 })], rows.Rows, 2);
        var x = new Variable(X.Clone(), requiresGrad: true);
        var weights = Random.Fork("weights").Normal(2, 5, Width);
        double Value() => (layer.Forward(new Variable(x.Data)).Data * weights).Sum();
        (layer.Forward(x) * new Variable(weights)).Sum().Backward();
        foreach (var parameter in layer.Parameters().Append(x))
        {
            if (parameter == layer.Router.Weight || parameter == layer.Router.Bias)
            {
                Assert.Null(parameter.Grad); // hard gates teach the router nothing
                continue;
            }

            var values = parameter.Data.AsSpan();
            for (int i = 0; i < values.Length; i += 5)
            {
                double before = values[i];
                values[i] = before + 1e-5;
                double above = Value();
                values[i] = before - 1e-5;
                double below = Value();
                values[i] = before;
                Assert.Equal((above - below) / 2e-5, parameter.Grad!.AsSpan()[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Straight_through_gates_change_no_output_and_teach_the_router_what_its_probabilities_would()
    {
        var layer = Layer(4, 2);
        var hard = layer.Forward(new Variable(X)).Data.Clone();
        layer.StraightThrough = true;
        var y = layer.Forward(new Variable(X));
        Assert.InRange((y.Data - hard).MaxAbs(), 0, 1e-12);
        y.Sum().Backward();

        // d/db_j of Σ p_e(x) F_e(x) over the chosen experts is Σ F_e p_e (δ_ej − p_j).
        var rows = X.Reshape(10, Width);
        var p = (LinearAlgebra.MatMul(rows, layer.Router.Weight.Data, transposeA: false, transposeB: true) + layer.Router.Bias!.Data).Softmax(1);
        var choice = layer.LastChoice!.AsSpan<long>().ToArray();
        for (int j = 0; j < 4; j++)
        {
            double expected = 0;
            for (int row = 0; row < 10; row++)
                foreach (long e in choice.AsSpan(2 * row, 2))
                    expected += Expected(rows.RowSpan(row), unit => unit / 3 == e, 2).Sum() * p[row, (int)e] * ((e == j ? 1 : 0) - p[row, j]);
            Assert.Equal(expected, layer.Router.Bias.Grad![j], 1e-9);
        }
    }

    [Fact]
    public void Counts_are_those_of_the_chosen_slices_and_the_router()
    {
        var form = new MixtureOfExperts(Gate, Up, Down, 4, 2);
        Assert.Equal((3 * 12 * 6) + (4 * 7), form.Parameters);
        Assert.Equal(16 * form.Parameters, form.Bits);
        Assert.Equal(form.Parameters, form.ToLayer(Random, DType.F64).CountParameters());
        Assert.Equal((2 * ((2 * 3 * 6 * 2) + (2 * 6 * 3))) + (2 * 4 * 6), form.FlopsPerRow);
        Assert.Equal(2 * 3 * 12 * 6, form.DenseFlopsPerRow);
    }

    [Fact]
    public void Malformed_forms_and_choices_are_refused()
    {
        Assert.Throws<ArgumentException>(() => new MixtureOfExperts(Gate, Up, Down, 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MixtureOfExperts(Gate, Up, Down, 4, 5));
        Assert.Throws<ArgumentException>(() => new MixtureOfExperts(Gate, Up, Down, 4, 2, new int[12]));
        Assert.Throws<ShapeException>(() => new MixtureOfExperts(Gate, Up, Up, 4, 2));
        var layer = Layer(4, 2);
        layer.Chooser = rows => Tensor.Zeros(DType.I64, rows.Rows, 1);
        Assert.Throws<ShapeException>(() => layer.Forward(new Variable(X)));
    }

    [Fact]
    public void A_model_with_all_experts_in_place_scores_as_before_and_is_restored()
    {
        var model = TinyModels.Make("llama");
        var tokens = Tensor.FromArray([1L, 5, 3, 7, 2, 9]).Reshape(1, 6);
        var before = model.Forward(tokens).Data.Clone();
        string[] names = [.. model.NamedParameters().Select(named => named.Name)];
        Assert.Equal(["model.layers.0.mlp", "model.layers.1.mlp"], model.FeedForwards().Select(part => part.Name));
        foreach (var part in model.FeedForwards())
            part.Replace(MixtureOfExperts.Of(part, 4, 4).ToLayer(Random, DType.F64));
        Assert.InRange((model.Forward(tokens).Data - before).MaxAbs(), 0, 1e-12);
        Assert.Contains("model.layers.1.mlp.experts.3.down_proj.weight", model.NamedParameters().Select(named => named.Name));
        Assert.DoesNotContain("model.layers.1.mlp.gate_proj.weight", model.NamedParameters().Select(named => named.Name));
        Assert.Contains("model.layers.0.mlp", Assert.Throws<LearningException>(() => model.Save(Path.GetTempPath())).Message, StringComparison.Ordinal);
        foreach (var part in model.FeedForwards())
            part.Restore();
        Assert.Equal(names, model.NamedParameters().Select(named => named.Name));
        Assert.Equal(before.ToArray(), model.Forward(tokens).Data.ToArray());
    }

    [Fact]
    public void A_replaced_part_is_used_token_by_token_too()
    {
        var model = (CausalLanguageModel)TinyModels.Make("llama", DType.F32);
        foreach (var part in model.FeedForwards())
            part.Replace(MixtureOfExperts.Of(part, 4, 1).ToLayer(Random, DType.F32));
        var tokens = Tensor.FromArray([1L, 5, 3, 7]).Reshape(1, 4);
        var whole = model.Forward(tokens).Data;
        var cache = model.CreateCache();
        for (int place = 0; place < 4; place++)
        {
            var one = model.Forward(tokens.Slice(1, place, 1), cache).Data;
            Assert.InRange((one.Reshape(17) - whole.Slice(1, place, 1).Reshape(17)).MaxAbs(), 0, 1e-4);
        }

        Assert.Throws<LearningException>(() => model.FeedForwards()[0].Replace(new Linear(8, 7, Random)));
    }
}
