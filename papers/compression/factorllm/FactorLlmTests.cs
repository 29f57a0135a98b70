using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.FactorLlm;

namespace Praxis.Papers.Tests.Compression;

public sealed class FactorLlmTests
{
    private static readonly RandomStream Random = new(21);

    private static readonly MixtureOfExperts Form = new(Random.Fork("g").Normal(12, 6), Random.Fork("u").Normal(12, 6), Random.Fork("d").Normal(6, 12), 4, 2);

    [Fact]
    public void Errors_are_the_distances_of_slices_from_their_share()
    {
        var layer = Form.ToLayer(Random, DType.F64);
        (var x, var target) = (Random.Fork("x").Normal(5, 6), Random.Fork("t").Normal(5, 6));
        var errors = PriorApproximation.Errors(layer, x, target);
        for (int row = 0; row < 5; row++)
            for (int expert = 0; expert < 4; expert++)
            {
                double sum = 0;
                for (int output = 0; output < 6; output++)
                {
                    double value = 0;
                    foreach (int unit in Form.Units(expert))
                    {
                        (double gate, double up) = (0, 0);
                        for (int j = 0; j < 6; j++)
                            (gate, up) = (gate + (Form.Gate[unit, j] * x[row, j]), up + (Form.Up[unit, j] * x[row, j]));
                        value += Form.Down[output, unit] * gate / (1 + Math.Exp(-gate)) * up;
                    }

                    sum += Math.Pow(value - (0.5 * target[row, output]), 2);
                }

                Assert.Equal(sum / 6, errors[row, expert], 10);
            }
    }

    [Fact]
    public void The_closest_slices_are_the_labels()
    {
        var labels = PriorApproximation.Labels(Tensor.FromArray(new double[,] { { 3, 1, 2, 9 }, { 0, 5, 5, 5 } }), 2);
        Assert.Equal([1L, 2, 0, 1], labels.AsSpan<long>().ToArray());
    }

    [Fact]
    public void With_half_of_the_slices_a_choice_and_its_complement_err_alike()
    {
        // 2 (F_a + F_b) − F = (F_a + F_b) − (F_c + F_d): before training the closest slices are no better than the farthest.
        var layer = Form.ToLayer(Random, DType.F64);
        var x = Random.Fork("x").Normal(9, 6);
        var dense = Enumerable.Range(0, 4).Select(expert => layer.Expert(expert, new Variable(x)).Data).Aggregate((sum, next) => sum + next);
        var errors = PriorApproximation.Errors(layer, x, dense);
        Assert.Equal(Error(errors), Error(-errors), 10);

        double Error(Tensor by)
        {
            layer.Chooser = _ => PriorApproximation.Labels(by, 2);
            return (layer.Forward(new Variable(x)).Data - dense).FrobeniusNorm();
        }
    }

    [Fact]
    public void The_target_as_coded_is_nearly_flat()
    {
        var target = PriorApproximation.Target(Tensor.Wrap([0L, 3], 1, 2), 4, 1, DType.F64);
        Assert.Equal([0.366, 0.134, 0.134, 0.366], target.ToArray().Select(p => Math.Round(p, 3)));
        var sharp = PriorApproximation.Target(Tensor.Wrap([0L, 3], 1, 2), 4, 20, DType.F64);
        Assert.Equal([0.5, 0, 0, 0.5], sharp.ToArray().Select(p => Math.Round(p, 6)));
        Assert.Throws<ArgumentOutOfRangeException>(() => PriorApproximation.Target(Tensor.Wrap([0L, 3], 1, 2), 4, 0, DType.F64));
    }

    [Fact]
    public void The_lesson_is_a_divergence_with_the_students_probabilities_first()
    {
        var logits = Tensor.FromArray(new double[,] { { 1, 0, -1, 2 } });
        var target = Tensor.FromArray(new double[,] { { 0.4, 0.1, 0.2, 0.3 } });
        double[] p = logits.Softmax(1).ToArray();
        double expected = p.Zip(target.ToArray(), (a, b) => a * Math.Log(a / b)).Sum();
        Assert.Equal(expected, PriorApproximation.Loss(new Variable(logits), target).ToScalar(), 12);
        Assert.Equal(0, PriorApproximation.Loss(new Variable(target.Log()), target).ToScalar(), 12);
        var half = PriorApproximation.Balance(new Variable(target), Tensor.Wrap([0L, 3], 1, 2));
        Assert.Equal(0.7 / 4, half.ToScalar(), 12);
    }

    [Fact]
    public void Agreement_does_not_ask_for_the_order()
    {
        Assert.Equal(0.75, PriorApproximation.Agreement(Tensor.Wrap([0L, 1, 2, 3], 2, 2), Tensor.Wrap([1L, 0, 3, 0], 2, 2)), 12);
    }

    [Fact]
    public void Balanced_groups_are_equal_in_size_and_find_bundles()
    {
        // Twelve rows in four bundles, shuffled.
        var centres = Tensor.Identity(4);
        int[] bundle = Random.Fork("bundles").Permutation(12);
        var rows = centres.TakeRows([.. bundle.Select(row => row % 4)]) + (Random.Fork("noise").Normal(12, 4) * 0.01);
        int best = Enumerable.Range(0, 20).Max(seed =>
        {
            int[] order = BalancedGroups.Order(rows, 4, new RandomStream(seed));
            Assert.Equal(Enumerable.Range(0, 12), order.Order());
            return order.Chunk(3).Count(group => group.Select(row => bundle[row] % 4).Distinct().Count() == 1);
        });
        Assert.Equal(4, best);
        Assert.Throws<ArgumentException>(() => BalancedGroups.Order(rows, 5, Random));
    }

    [Fact]
    public void Information_of_experts_and_kinds_is_what_tables_give()
    {
        Assert.Equal(1, DomainInformation.Bits([[8, 0], [0, 8]], [0, 1]), 12);
        Assert.Equal(0, DomainInformation.Bits([[3, 5], [3, 5]], [0, 1]), 12);
        // p(kind, expert) = 3/8, 1/8, 1/8, 3/8: 1 − H(1/4).
        Assert.Equal(1 + (0.75 * Math.Log2(0.75)) + (0.25 * Math.Log2(0.25)), DomainInformation.Bits([[6, 2], [2, 6]], [0, 1]), 12);
        var counts = Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? new double[] { 6, 2 } : [2, 6]).ToList();
        int[] kinds = [.. Enumerable.Range(0, 40).Select(i => i % 2)];
        Assert.True(DomainInformation.ByChance(counts, kinds, 20, Random) < 0.2 * DomainInformation.Bits(counts, kinds));
        Assert.Throws<ArgumentException>(() => DomainInformation.Bits([[1, 2]], [0, 1]));
    }

    [Fact]
    public void Lessons_change_experts_and_routers_and_nothing_else()
    {
        var source = BundledLanguageModel.Open(DataFolder.Find(), "llama-1m");
        var text = source.Calibration(Random, 8, 16);
        var student = new RoutedStudent(source, Arm.PriorApproximation, 4, 2, text, Random);
        var before = student.Model.NamedParameters().ToDictionary(named => named.Name, named => named.Parameter.Data.Clone());
        student.Train(text, new FactorRecipe { Steps = 2, LearningRate = 1e-3 }, CancellationToken.None);
        foreach (var (name, parameter) in student.Model.NamedParameters())
        {
            double moved = (parameter.Data - before[name]).MaxAbs();
            Assert.True(name.Contains(".mlp.", StringComparison.Ordinal) ? moved > 0 : moved == 0, $"{name} moved by {moved}");
        }

        student.PickClosest(true);
        Assert.All(student.WindowNats(text, CancellationToken.None), nats => Assert.True(double.IsFinite(nats)));
    }

    [Fact]
    public void A_static_cut_keeps_the_units_that_add_most()
    {
        var source = BundledLanguageModel.Open(DataFolder.Find(), "llama-1m");
        var part = source.Load().FeedForwards()[1];
        part.Down.Weight.Column(7).Fill(0);
        part.Down.Weight.Column(9).Fill(50);
        int[] kept = NarrowFeedForward.Strongest(part, Random.Fork("inputs").Normal(40, 128).To(DType.F32), 168);
        Assert.Equal(168, kept.Distinct().Count());
        Assert.DoesNotContain(7, kept);
        Assert.Contains(9, kept);
    }

    [Fact]
    public void The_tool_teaches_a_router_better_than_chance()
    {
        // Tokens of five kinds, which a linear router can tell apart.
        var kinds = Random.Fork("kinds").Normal(5, 6) * 2;
        var x = kinds.TakeRows([.. Enumerable.Range(0, 400).Select(i => i % 5)]) + (Random.Fork("tool").Normal(400, 6) * 0.1);
        var report = Use(x, new Options());
        double Measure(string name) => report.Measures.Single(measure => measure.Name == name).Value;
        Assert.True(Measure("agreement") > 0.75, $"agreement {Measure("agreement")}");
        Assert.InRange(Measure("relative error"), 0.01, 2);
        Assert.Equal((4, 7), (((MatrixOutput)report.Outputs[0]).Values.Rows, ((MatrixOutput)report.Outputs[0]).Values.Columns));
        Assert.Contains("complement", report.Remarks.Single(), StringComparison.Ordinal);
        var all = Use(Random.Fork("tool").Normal(40, 6), new Options(Chosen: 4));
        Assert.InRange(all.Measures[0].Value, 0, 1e-12);
    }

    [Fact]
    public void The_tool_names_what_is_wrong_with_its_input()
    {
        var x = Random.Fork("bad").Normal(40, 6);
        Assert.Contains("divisor", Refused(x, new Options(Experts: 5)), StringComparison.Ordinal);
        Assert.Contains("only", Refused(x, new Options(Chosen: 5)), StringComparison.Ordinal);
        Assert.Contains("too few", Refused(x.TakeRows([0, 1, 2]), new Options()), StringComparison.Ordinal);
        Assert.Contains("width", Refused(Random.Normal(40, 5), new Options()), StringComparison.Ordinal);
        x[3, 2] = double.NaN;
        Assert.Contains("row 4", Refused(x, new Options()), StringComparison.Ordinal);
    }

    private sealed record Options(int Experts = 4, int Chosen = 2);

    private static string Refused(Tensor x, Options options) => Assert.Throws<ToolException>(() => Use(x, options)).Message;

    private static ToolReport Use(Tensor x, Options options)
    {
        var folder = Directory.CreateTempSubdirectory("praxis-factor");
        try
        {
            return new FactorTool().Use(
                new FactorToolOptions { Inputs = Write("x", x), Gate = Write("g", Form.Gate), Up = Write("u", Form.Up), Down = Write("d", Form.Down), Experts = options.Experts, Chosen = options.Chosen },
                new ToolContext { Slug = "factorllm" },
                CancellationToken.None);
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        InputFile Write(string name, Tensor values)
        {
            string path = Path.Combine(folder.FullName, $"{name}.npy");
            NpyFile.Write(path, values);
            return new InputFile(path);
        }
    }
}
