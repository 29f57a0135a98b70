using System.Runtime.ExceptionServices;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>
/// ROCKET's allocation: one option for each layer with the least sum of errors within the budget, among options whose error is at most a cap. The cap (in the paper
/// α times the mean error at the uniform share) is the smallest for which there is a solution, so that no layer is given up for the sum.
/// </summary>
/// <param name="estimate">The menu of each layer.</param>
/// <param name="steps">Into how many steps the budget is cut at most (<see cref="MultipleChoiceKnapsack"/>).</param>
public sealed class CappedKnapsackAllocation(ILossEstimate estimate, int steps = 50_000) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => $"capped knapsack ({estimate.Name})";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        long budget = TotalBudget.Of(layers, keep);
        var menus = Menus(layers);
        TotalBudget.RequireAtLeast(Name, layers, keep, menus.Sum(menu => menu.Min(option => option.Parameters)));
        double cap = Cap(menus, budget);
        AllocationOption[][] open = [.. menus.Select(menu => menu.Where(option => option.Loss <= cap).ToArray())];
        int[] chosen = MultipleChoiceKnapsack.Solve(
            [.. open.Select(menu => (IReadOnlyList<(long, double)>)[.. menu.Select(option => (option.Parameters, option.Loss))])], budget, steps)!;
        return layers.Select((layer, l) => (layer.Name, open[l][chosen[l]].Keep))
            .ToDictionary(pair => pair.Name, pair => WeightBudget.Parameters(pair.Keep));
    }

    private IReadOnlyList<AllocationOption>[] Menus(IReadOnlyList<LayerToCompress> layers)
    {
        var menus = new IReadOnlyList<AllocationOption>[layers.Count];
        try
        {
            Parallel.For(0, layers.Count, l => menus[l] = estimate.Options(layers[l]));
        }
        catch (AggregateException failure)
        {
            ExceptionDispatchInfo.Throw(failure.InnerExceptions[0]); // it names the layer
        }

        return menus;
    }

    /// <summary>The smallest error that every layer can stay at or below within the budget.</summary>
    /// <param name="menus">The layers' options.</param>
    /// <param name="budget">The parameters of all together; the smallest options fit.</param>
    public static double Cap(IReadOnlyList<IReadOnlyList<AllocationOption>> menus, long budget)
    {
        double[] errors = [.. menus.SelectMany(menu => menu.Select(option => option.Loss)).Distinct().Order()];
        int low = 0, high = errors.Length - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (Least(errors[middle]) <= budget) high = middle;
            else low = middle + 1;
        }

        return errors[low];

        long Least(double cap)
        {
            long sum = 0;
            foreach (var menu in menus)
            {
                long least = menu.Where(option => option.Loss <= cap).Select(option => option.Parameters).DefaultIfEmpty(long.MaxValue).Min();
                if (least == long.MaxValue)
                    return long.MaxValue;
                sum += least;
            }

            return sum;
        }
    }
}
