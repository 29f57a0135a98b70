using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class LowRankQLearningTests
{
    /// <summary>Two states, two actions: action 0 stays, action 1 goes to the other state; reward 1 in state 1.</summary>
    private sealed class Switch : ISimulator
    {
        public int States => 2;
        public int Actions => 2;
        public double Reward(int state, int action) => state;
        public double NextValue(int state, int action, ReadOnlySpan<double> values, RandomStream random) => values[action == 0 ? state : 1 - state];
    }

    [Fact]
    public void Anchors_fill_a_low_rank_table_exactly()
    {
        var random = new RandomStream(1);
        var table = LinearAlgebra.MatMul(random.Normal(30, 3), random.Normal(3, 20));
        int[] rows = [3, 7, 11, 29], columns = [0, 5, 6, 19];
        var estimate = AnchorEstimator.Fill(table.TakeColumns(columns).Contiguous(), table.TakeRows(rows).Contiguous(), rows, 4);
        Assert.True((estimate.Table - table).MaxAbs() < 1e-10 * table.MaxAbs());
        Assert.Equal(3, estimate.Rank); // the fourth singular value is rounding
    }

    [Fact]
    public void Filling_is_the_product_with_the_pseudo_inverse()
    {
        var random = new RandomStream(2);
        var table = random.Normal(12, 9);
        int[] rows = [1, 4, 8], columns = [2, 3, 7];
        var (c, r) = (table.TakeColumns(columns).Contiguous(), table.TakeRows(rows).Contiguous());
        var expected = LinearAlgebra.MatMul(LinearAlgebra.MatMul(c, LinearAlgebra.PseudoInverse(c.TakeRows(rows))), r);
        Assert.True((AnchorEstimator.Fill(c, r, rows, 3).Table - expected).MaxAbs() < 1e-10);
    }

    [Fact]
    public void A_tolerance_leaves_out_what_noise_could_have_made()
    {
        var random = new RandomStream(3);
        var table = LinearAlgebra.MatMul(random.Normal(40, 2), random.Normal(2, 40)) + random.Normal(40, 40) * 1e-4;
        int[] anchors = [0, 1, 2, 3, 4, 5];
        var (c, r) = (table.TakeColumns(anchors).Contiguous(), table.TakeRows(anchors).Contiguous());
        var careful = AnchorEstimator.Fill(c, r, anchors, 6, tolerance: 6e-4);
        Assert.Equal(2, careful.Rank);
        Assert.True((careful.Table - table).MaxAbs() < (AnchorEstimator.Fill(c, r, anchors, 6).Table - table).MaxAbs());
    }

    [Fact]
    public void Value_iteration_on_all_pairs_finds_the_closed_form()
    {
        // V(1) = 1/(1 − γ), V(0) = γ/(1 − γ).
        var result = AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 0.5, Sweeps = 60 }, new RandomStream(4));
        Assert.Equal([0.5, 1.0, 2.0, 1.5], result.Table.ToArray().Select(q => Math.Round(q, 12)));
        Assert.Equal(60 * 4, result.Calls);
    }

    [Fact]
    public void All_rows_as_anchors_are_value_iteration_on_all_pairs()
    {
        var anchors = new Anchors([0, 1], [0, 1], 2);
        var result = AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 0.5, Sweeps = 60, Anchors = anchors }, new RandomStream(5));
        Assert.Equal([0.5, 1.0, 2.0, 1.5], result.Table.ToArray().Select(q => Math.Round(q, 12)));
        Assert.Equal(60 * 4, result.Calls); // a pair in both is simulated once
    }

    [Fact]
    public void Optimal_table_solves_the_Bellman_equation_and_has_low_rank()
    {
        var problem = LowRankDecisionProblem.Draw(25, 15, 2, new RandomStream(6));
        var table = problem.Optimal(0.8);
        Assert.True((problem.Backup(table.Max(1), 0.8) - table).MaxAbs() < 1e-11);
        Assert.InRange(LinearAlgebra.SingularValues(table)[4], 0, 1e-10);
    }

    [Fact]
    public void Simulated_backups_average_to_the_exact_one()
    {
        var random = new RandomStream(7);
        var problem = LowRankDecisionProblem.Draw(6, 5, 2, random);
        var values = random.Uniform(6);
        var exact = problem.Backup(values, 1);
        const int draws = 20_000;
        foreach (var (s, a) in new[] { (0, 0), (3, 4), (5, 2) })
        {
            var mean = Enumerable.Range(0, draws).Average(_ => problem.NextValue(s, a, values.AsSpan(), random));
            Assert.InRange(Math.Abs(problem.Reward(s, a) + mean - exact[s, a]), 0, 4 * 0.5 / Math.Sqrt(draws)); // values in [0, 1]: deviation at most ½
        }
    }

    [Fact]
    public void Anchors_reach_the_optimum_with_fewer_calls_when_the_table_has_low_rank()
    {
        var random = new RandomStream(8);
        var problem = LowRankDecisionProblem.Draw(40, 40, 2, random.Fork("problem"));
        var optimal = problem.Optimal(0.3);
        var anchors = Anchors.Draw(problem, 8, 8, 4, random.Fork("anchors"));
        var result = AnchorValueIteration.Run(problem, new ValueIterationOptions { Discount = 0.3, Samples = 200, Sweeps = 6, Anchors = anchors }, random);
        Assert.InRange((result.Table - optimal).MaxAbs() / optimal.MaxAbs(), 0, 0.1);
        Assert.Equal(6 * 200 * (40 * 8 + 8 * 40 - 64), result.Calls);
    }

    [Fact]
    public void Control_tasks_stay_within_reward_limits_and_interpolate_linear_values_exactly()
    {
        foreach (var task in new[] { ControlTask.Pendulum(9, 5), ControlTask.DoubleIntegrator(9, 5) })
        {
            for (var s = 0; s < task.States; s++)
                for (var a = 0; a < task.Actions; a++) Assert.InRange(task.Reward(s, a), 0, 1);
            var constant = Enumerable.Repeat(0.7, task.States).ToArray();
            Assert.Equal(0.7, task.NextValue(3, 2, constant, new RandomStream(9)), 12);
        }
        // At rest in the middle with no force, the mass stays where it is up to noise of mean 0: V = x + 2v averages to 0.
        var integrator = ControlTask.DoubleIntegrator(9, 5);
        double[] linear = [.. Enumerable.Range(0, 81).Select(s => -2 + s / 9 * 0.5 + 2 * (-2 + s % 9 * 0.5))];
        var random = new RandomStream(10);
        var mean = Enumerable.Range(0, 4000).Average(_ => integrator.NextValue(40, 2, linear, random));
        Assert.InRange(mean, -0.004, 0.004); // standard error 0.02·√5/√4000 = 0.0007
    }

    [Fact]
    public void A_good_policy_for_the_integrator_beats_a_random_one()
    {
        var task = ControlTask.DoubleIntegrator(11, 5);
        var table = AnchorValueIteration.Run(task, new ValueIterationOptions { Discount = 0.9, Sweeps = 30 }, new RandomStream(11)).Table;
        var random = new RandomStream(12).Uniform(task.States, task.Actions);
        Assert.True(task.Return(table, 0.9, 20, 40, new RandomStream(13)) > 1.05 * task.Return(random, 0.9, 20, 40, new RandomStream(13)));
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var run = new RandomStream(14);
        Assert.Contains("below 1", Assert.Throws<ArgumentException>(() => AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 1 }, run)).Message);
        Assert.Contains("no state 2", Assert.Throws<ArgumentException>(() => AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 0.5, Anchors = new Anchors([2], [0], 1) }, run)).Message);
        Assert.Contains("twice", Assert.Throws<ArgumentException>(() => AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 0.5, Anchors = new Anchors([0], [1, 1], 1) }, run)).Message);
        Assert.Contains("rank is 2", Assert.Throws<ArgumentException>(() => AnchorValueIteration.Run(new Switch(), new ValueIterationOptions { Discount = 0.5, Anchors = new Anchors([0], [1], 2) }, run)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => AnchorEstimator.Fill(run.Normal(5, 2), run.Normal(2, 5), [0, 1], 3));
        Assert.Contains("each of the 1 anchor rows", Assert.Throws<ArgumentException>(() => AnchorEstimator.Fill(run.Normal(5, 2), run.Normal(2, 5), [0], 1)).Message);
        Assert.Throws<NonFiniteException>(() => AnchorEstimator.Fill(Tensor.Full(double.NaN, 5, 2), run.Normal(2, 5), [0, 1], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ControlTask.DoubleIntegrator(1, 5));
    }
}
