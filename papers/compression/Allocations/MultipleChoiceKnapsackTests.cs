using Praxis.Numerics;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Tests.Compression;

public sealed class MultipleChoiceKnapsackTests
{
    [Fact]
    public void Choice_is_the_best_of_all()
    {
        for (int problem = 0; problem < 100; problem++)
        {
            var random = new RandomStream(problem);
            (long Cost, double Loss)[][] classes = [.. Enumerable.Range(0, 1 + random.Next(5)).Select(_ =>
                Enumerable.Range(0, 1 + random.Next(5)).Select(_ => ((long)random.Next(1_000_000), random.NextDouble())).ToArray())];
            long capacity = random.Next(2_500_000);
            double best = Choices(classes).Where(choice => choice.Cost <= capacity).Select(choice => choice.Loss).DefaultIfEmpty(double.NaN).Min();
            int[]? chosen = MultipleChoiceKnapsack.Solve(classes, capacity);
            if (chosen is null)
            {
                Assert.True(double.IsNaN(best));
                continue;
            }

            Assert.True(chosen.Select((option, c) => classes[c][option].Cost).Sum() <= capacity);
            Assert.Equal(best, chosen.Select((option, c) => classes[c][option].Loss).Sum(), 1e-12);
        }
    }

    [Fact]
    public void Coarse_steps_never_go_beyond_the_capacity_and_lose_no_more_than_a_step_a_class_less_capacity_would()
    {
        for (int problem = 0; problem < 30; problem++)
        {
            var random = new RandomStream(900 + problem);
            (long Cost, double Loss)[][] classes = [.. Enumerable.Range(0, 5).Select(_ =>
                Enumerable.Range(0, 6).Select(_ => ((long)random.Next(1_000_000), random.NextDouble())).ToArray())];
            const long capacity = 2_400_000;
            const int steps = 200;
            int[] chosen = MultipleChoiceKnapsack.Solve(classes, capacity, steps)!;
            Assert.True(chosen.Select((option, c) => classes[c][option].Cost).Sum() <= capacity);
            double less = Choices(classes).Where(choice => choice.Cost <= capacity - (6 * (capacity / steps + 1))).Min(choice => choice.Loss);
            Assert.True(chosen.Select((option, c) => classes[c][option].Loss).Sum() <= less + 1e-12);
        }
    }

    [Fact]
    public void What_is_no_problem_is_an_error()
    {
        Assert.Throws<ArgumentException>(() => MultipleChoiceKnapsack.Solve([[]], 5));
        Assert.Throws<ArgumentException>(() => MultipleChoiceKnapsack.Solve([[(-1, 0.5)]], 5));
        Assert.Throws<ArgumentException>(() => MultipleChoiceKnapsack.Solve([[(1, double.NaN)]], 5));
        Assert.Null(MultipleChoiceKnapsack.Solve([[(6, 0.5)]], 5));
    }

    private static IEnumerable<(long Cost, double Loss)> Choices((long Cost, double Loss)[][] classes) => classes.Aggregate(
        (IEnumerable<(long Cost, double Loss)>)[(0, 0)],
        (choices, options) => choices.SelectMany(choice => options.Select(option => (choice.Cost + option.Cost, choice.Loss + option.Loss))));
}
