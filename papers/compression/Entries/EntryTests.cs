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
                var compressed = ModelCompression.Compress(model, statistics, CompressionPlan.Of(entry, keep), entry.Sequential ? text : null);
                Assert.InRange(compressed.Report.Kept, Least(key, compressed, keep), keep);
                compressed.Restore();
                met++;
            }
            catch (BudgetException e) when (entry.Unit == BudgetUnit.Bits)
            {
                // Scales and codebooks weigh more in these tiny matrices than in any model that is used.
                Assert.True(e.SmallestKeep > keep, $"{key} refuses {keep} and says that {e.SmallestKeep} can be met");
            }

        Assert.True(met >= (entry.Unit == BudgetUnit.Bits ? 2 : 4), $"{key} meets {met} of four budgets");
    }

    // What a form can leave over: single entries (Wanda: one of each row), the numbers of an atom, a rank, a bit of every number.
    private static double Least(string key, CompressedModel compressed, double keep) => key != "wanda" && compressed.Forms.Values.Any(form => form is SparseWeight) ? keep - 0.03
        : compressed.Forms.Values.Any(form => form is DictionaryWeight) ? 0.8 * keep
        : compressed.Report.Unit == BudgetUnit.Bits ? 0.3 * keep
        : 0.5 * keep;
}
