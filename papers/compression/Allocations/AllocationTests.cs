using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Tests.Compression;

public sealed class AllocationTests
{
    private static readonly IReadOnlyList<LayerToCompress> Layers =
    [
        Layer("a", 8, 12, 0.5), Layer("b", 12, 8, 1.5), Layer("c", 10, 10, 0.1), Layer("d", 1, 9, 1), Layer("e", 3, 30, 2),
    ];

    public static TheoryData<int> Allocations => [.. Enumerable.Range(0, All().Count)];

    private static IReadOnlyList<IBudgetAllocation> All() =>
    [
        new UniformAllocation(),
        new EqualErrorAllocation(whitened: false),
        new EqualErrorAllocation(),
        new SingularValueThreshold(),
        new SingularValueThreshold(whitened: false, SpectrumScale.Largest),
        new SingularValueThreshold(whitened: false, SpectrumScale.Norm),
        new GreedyAllocation(new SpectralLoss()),
        new GreedyAllocation(new SpectralLoss(whitened: false, ErrorWeighting.Absolute)),
        new GreedyAllocation(new SpectralLoss(weighting: ErrorWeighting.Gradient)),
        new KnapsackAllocation(new SpectralLoss()),
        new KnapsackAllocation(new ProfiledLoss(new TruncatedSvdCompressor(), [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8], WeightErrors.RelativeOutputError, new RandomStream(1))),
    ];

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Total_is_never_above_the_budget_and_every_layer_has_rank_1_or_stays_dense(int number)
    {
        var allocation = All()[number];
        for (double keep = 0.3; keep <= 1; keep += 0.07)
        {
            IReadOnlyDictionary<string, WeightBudget> budgets;
            try
            {
                budgets = allocation.Allocate(Layers, keep);
            }
            catch (BudgetException failure)
            {
                Assert.True(failure.SmallestKeep > keep);
                Assert.True(allocation is KnapsackAllocation && keep < 0.45, $"{allocation.Name} at {keep}"); // the profile's smallest shares
                continue;
            }

            Assert.Equal(Layers.Select(layer => layer.Name).Order(), budgets.Keys.Order());
            long total = 0;
            foreach (var layer in Layers)
            {
                var form = new TruncatedSvdCompressor().Compress(layer.ReadWeight(), layer.Statistics, budgets[layer.Name], new RandomStream(1));
                Assert.True(form is DenseWeight || form.Parameters < layer.Parameters);
                total += form.Parameters;
            }

            Assert.True(total <= keep * Layers.Sum(layer => layer.Parameters), $"{allocation.Name} at {keep}: {total}");
        }
    }

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Budget_of_all_leaves_every_layer_dense(int number) =>
        Assert.All(All()[number].Allocate(Layers, 1).Values, budget => Assert.Equal(1, budget.Keep));

    [Theory]
    [MemberData(nameof(Allocations))]
    public void Budget_that_cannot_be_met_says_the_smallest_that_can(int number)
    {
        var allocation = All()[number];
        var failure = Assert.Throws<BudgetException>(() => allocation.Allocate(Layers, 0.1));
        Assert.Contains(allocation.Name, failure.Message);
        Assert.NotEmpty(allocation.Allocate(Layers, failure.SmallestKeep));
        Assert.Throws<BudgetException>(() => allocation.Allocate(Layers, failure.SmallestKeep - 0.01));
    }

    [Fact]
    public void Uniform_gives_all_the_same_share_except_those_too_small_for_it()
    {
        var budgets = new UniformAllocation().Allocate(Layers, 0.5);
        Assert.Equal(1, budgets["d"].Keep); // one row: factors would be larger
        Assert.Equal(budgets["a"].Keep, budgets["b"].Keep);
        Assert.Equal(budgets["a"].Keep, budgets["e"].Keep);
        Assert.InRange(budgets["a"].Keep, 0.48, 0.5);
        Assert.Equal(TotalBudget.Of(Layers, 0.5), Layers.Sum(layer => budgets[layer.Name].Keep * layer.Parameters), 1e-9);
    }

    [Fact]
    public void Equal_error_has_the_smallest_largest_error_of_all_choices_of_ranks()
    {
        LayerToCompress[] layers = [Layer("a", 6, 9, 0.5), Layer("b", 9, 6, 1.5), Layer("c", 8, 8, 0.1)];
        foreach (double keep in new[] { 0.4, 0.5, 0.7, 0.9 })
        {
            long budget = TotalBudget.Of(layers, keep);
            var spectra = layers.Select(layer => new SpectralLoss(whitened: true).Options(layer)).ToArray();
            double best = Combinations(spectra).Where(choice => choice.Parameters <= budget).Min(choice => choice.Largest);
            var budgets = new EqualErrorAllocation().Allocate(layers, keep);
            double reached = layers.Select((layer, l) => spectra[l].Single(option => option.Keep == budgets[layer.Name].Keep).Loss).Max();
            Assert.Equal(best, reached, 1e-12);
        }
    }

    [Fact]
    public void Threshold_keeps_no_value_below_one_that_it_drops_but_for_what_did_not_fit()
    {
        LayerToCompress[] layers = [Layer("a", 10, 10, 0.5), Layer("b", 10, 10, 1.5), Layer("c", 10, 10, 0.1)]; // equal prices
        var budgets = new SingularValueThreshold(whitened: false).Allocate(layers, 0.6);
        var values = layers.Select(layer => LinearAlgebra.SingularValues(layer.ReadWeight()).ToArray()).ToArray();
        int[] ranks = [.. layers.Select(layer => budgets[layer.Name].Rank(10, 10))];
        Assert.Equal(9, ranks.Sum()); // 180/20
        double kept = Enumerable.Range(0, 3).Min(l => ranks[l] > 1 ? values[l][ranks[l] - 1] : double.PositiveInfinity);
        double dropped = Enumerable.Range(0, 3).Max(l => ranks[l] < 4 ? values[l][ranks[l]] : 0); // rank 5 would be dense
        Assert.True(kept >= dropped);
    }

    [Fact]
    public void Knapsack_is_the_best_of_all_choices_and_greedy_is_near_it()
    {
        for (int problem = 0; problem < 12; problem++)
        {
            int seed = problem;
            LayerToCompress[] layers = [.. Enumerable.Range(0, 4).Select(l => Layer($"layer {l}", 6 + ((l + seed) % 3), 7 + (2 * l), 0.2 + (0.5 * ((l * (seed + 1)) % 4))))];
            foreach (double keep in new[] { 0.45, 0.6, 0.8 })
            {
                long budget = TotalBudget.Of(layers, keep);
                var estimate = new SpectralLoss();
                var options = layers.Select(estimate.Options).ToArray();
                double best = Combinations(options).Where(choice => choice.Parameters <= budget).Min(choice => choice.Sum);
                double exact = Loss(new KnapsackAllocation(estimate)), greedy = Loss(new GreedyAllocation(estimate));
                Assert.Equal(best, exact, 1e-12);
                Assert.True(greedy >= exact - 1e-12);
                // On the hull greedy is optimal up to the step that did not fit.
                double step = options.SelectMany(layer => layer.Zip(layer.Skip(1), (from, to) => from.Loss - to.Loss)).Max();
                Assert.True(greedy <= exact + step);

                double Loss(IBudgetAllocation allocation)
                {
                    var budgets = allocation.Allocate(layers, keep);
                    return layers.Select((layer, l) => options[l].Single(option => option.Keep == budgets[layer.Name].Keep).Loss).Sum();
                }
            }
        }
    }

    [Fact]
    public void Greedy_is_exact_where_all_steps_cost_the_same_and_gains_fall()
    {
        LayerToCompress[] layers = [Layer("a", 10, 10, 0.5), Layer("b", 10, 10, 1.5), Layer("c", 10, 10, 0.1)];
        var estimate = new OnlyRanks(new SpectralLoss());
        foreach (double keep in new[] { 0.3, 0.4, 0.6, 0.7 })
        {
            var greedy = new GreedyAllocation(estimate).Allocate(layers, keep);
            var exact = new KnapsackAllocation(estimate).Allocate(layers, keep);
            Assert.All(layers, layer => Assert.Equal(exact[layer.Name].Keep, greedy[layer.Name].Keep));
        }
    }

    [Fact]
    public void Gradient_weighting_is_half_the_outputs_mean_squared_gradient_times_the_output_error()
    {
        // With gradients g of the outputs independent of the inputs, F_ij = mean g_i² · mean x_j².
        var layer = Layer("a", 6, 9, 0.5);
        var squares = Tensor.FromArray([.. Enumerable.Range(1, 6).Select(i => (double)i)]);
        var withFisher = new LayerToCompress("a", layer.ReadWeight(), layer.Statistics with { Fisher = LinearAlgebra.Outer(squares, layer.Statistics.SecondMoments.Diagonal().Clone()) });
        var plain = new SpectralLoss(weighting: ErrorWeighting.Absolute).Options(layer);
        var weighted = new SpectralLoss(weighting: ErrorWeighting.Gradient).Options(withFisher);
        for (int place = 0; place < plain.Count; place++)
            Assert.Equal(0.5 * 3.5 * plain[place].Loss, weighted[place].Loss, 1e-9);
        Assert.Contains("a", Assert.Throws<InvalidOperationException>(() => new SpectralLoss(weighting: ErrorWeighting.Gradient).Options(layer)).Message);
    }

    [Fact]
    public void Options_by_trying_rise_in_size_and_fall_in_loss_and_leave_out_what_cannot_be()
    {
        var estimate = new ProfiledLoss(new TruncatedSvdCompressor(), [0.9, 0.1, 0.25, 0.3, 0.5, 0.5], WeightErrors.RelativeWeightError, new RandomStream(1));
        var options = estimate.Options(Layer("c", 10, 10, 0.1));
        Assert.Equal([0.25, 0.5, 0.9, 1], options.Select(option => option.Keep)); // 0.3 has rank 1 as 0.25 does, 0.1 has none
        Assert.True(options.Zip(options.Skip(1)).All(pair => pair.First.Parameters < pair.Second.Parameters && pair.First.Loss > pair.Second.Loss));
        Assert.Equal(0, options[^1].Loss);
    }

    [Fact]
    public void Layers_of_one_name_are_an_error() =>
        Assert.Contains("a", Assert.Throws<ArgumentException>(() => new UniformAllocation().Allocate([Layers[0], Layers[0]], 0.5)).Message);

    // Singular values that fall like k^−decay, and inputs that are correlated.
    private static LayerToCompress Layer(string name, int outputs, int inputs, double decay)
    {
        var random = new RandomStream(77).Fork(name);
        int full = Math.Min(outputs, inputs);
        var values = Tensor.FromArray([.. Enumerable.Range(1, full).Select(k => Math.Pow(k, -decay))]);
        var weight = LinearAlgebra.MatMul(random.HaarOrthogonal(outputs, full) * values, random.HaarOrthogonal(inputs, full), false, true);
        var seen = LinearAlgebra.MatMul(random.Normal(50, inputs), random.Normal(inputs, inputs));
        return new LayerToCompress(name, weight, LayerStatistics.OfInputs(name, seen) with { Fisher = name == "a" && inputs == 9 ? null : Tensor.Ones(outputs, inputs) });
    }

    private static IEnumerable<(long Parameters, double Sum, double Largest)> Combinations(IReadOnlyList<AllocationOption>[] options) =>
        options.Aggregate(
            (IEnumerable<(long Parameters, double Sum, double Largest)>)[(0, 0, 0)],
            (choices, layer) => choices.SelectMany(choice => layer.Select(option =>
                (choice.Parameters + option.Parameters, choice.Sum + option.Loss, Math.Max(choice.Largest, option.Loss)))));

    // Without the dense weight, whose price is no whole number of ranks.
    private sealed class OnlyRanks(ILossEstimate estimate) : ILossEstimate
    {
        public string Name => estimate.Name;

        public IReadOnlyList<AllocationOption> Options(LayerToCompress layer) => [.. estimate.Options(layer).SkipLast(1)];
    }
}
