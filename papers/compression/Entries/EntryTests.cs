using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Entries;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Tests.Compression;

/// <summary>What the table asks of every method in it, baselines and rooms alike.</summary>
public sealed class EntryTests
{
    public static TheoryData<string, string> MethodsAndModels
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var entry in CompressionEntries.All)
                foreach (string model in new[] { "gpt2", "llama", "bert" })
                    data.Add(entry.Key, model);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(MethodsAndModels))]
    public void An_entry_keeps_within_every_budget_and_uses_most_of_it(string key, string name)
    {
        var model = TinyModels.Make(name);
        var text = TinyModels.Windows(name, 4);
        var entry = CompressionEntries.Of(key)!;
        var statistics = entry.Needs == StatisticsNeeded.None ? null : CalibrationStatistics.Gather(model, text);
        if (entry.Needs == StatisticsNeeded.Gradients)
            statistics = CalibrationStatistics.WithGradients(statistics!, model, text);
        int met = 0;
        foreach (double keep in new[] { 0.9, 0.7, 0.5, 0.3 })
            try
            {
                var compressed = ModelCompression.Compress(model, statistics, new CompressionPlan
                {
                    Compressor = entry.Compressor(keep),
                    Allocation = entry.Allocation(keep),
                    Keep = keep,
                    Unit = entry.Unit,
                }, entry.Sequential ? text : null);
                Assert.InRange(compressed.Report.Kept, 0.3 * keep, keep);
                compressed.Restore();
                met++;
            }
            catch (BudgetException e)
            {
                Assert.True(e.SmallestKeep > keep, $"{key} refuses {keep} and says that {e.SmallestKeep} can be met");
            }

        // Scales and codebooks weigh more in these tiny matrices than in any model that is used.
        Assert.True(met >= 2, $"{key} meets {met} of four budgets");
    }
}
