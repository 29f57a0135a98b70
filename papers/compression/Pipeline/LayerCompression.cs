using System.Diagnostics;

namespace Praxis.Papers.Compression.Pipeline;

/// <summary>Compresses weights one after the other, whatever they belong to: a model in memory or tensors of a file.</summary>
public static class LayerCompression
{
    // From here on a layer's matrices take more memory than collecting them takes time.
    private const long LargeLayer = 1 << 20;

    /// <summary>Shares out the budget and compresses layer by layer. A layer's weight is read when its turn comes, and once for the allocation if that looks at weights.</summary>
    /// <param name="layers">The layers in the order in which a text passes them, names all different.</param>
    /// <param name="plan">How.</param>
    /// <param name="finished">Takes each layer's form as soon as it is there, before the next layer's turn.</param>
    /// <param name="recalibrate">
    /// Statistics of a layer when its turn comes, in place of those it has (sequential calibration: <paramref name="finished"/> puts the
    /// forms before it into the model, and this gathers anew); null to keep those. The budget is shared out by the first ones.
    /// </param>
    /// <returns>What became of the layers.</returns>
    /// <exception cref="BudgetException">The budget cannot be met; the message says by which layer, and the smallest share.</exception>
    /// <exception cref="InvalidOperationException">The compressor went beyond a layer's budget, or gave a form of another size.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static CompressionReport Run(
        IReadOnlyList<LayerToCompress> layers,
        CompressionPlan plan,
        Action<LayerToCompress, CompressedWeight> finished,
        Func<LayerToCompress, LayerStatistics>? recalibrate = null)
    {
        var clock = Stopwatch.StartNew();
        var budgets = plan.Allocation.Allocate(layers, plan.Keep);
        double allocationSeconds = clock.Elapsed.TotalSeconds;
        List<LayerReport> reports = [];
        long done = 0, all = layers.Sum(layer => layer.Parameters);
        foreach (var layer in layers)
        {
            plan.Cancellation.ThrowIfCancellationRequested();
            if (!budgets.TryGetValue(layer.Name, out var budget))
                throw new InvalidOperationException($"The allocation {plan.Allocation.Name} has no budget for {layer.Name}.");
            var statistics = recalibrate is null || reports.Count == 0 ? layer.Statistics : recalibrate(layer);
            (var form, var report) = Compress(layer, statistics, budget with { Unit = plan.Unit }, plan);
            finished(layer, form);
            Release(layer);
            reports.Add(report);
            done += layer.Parameters;
            plan.Progress?.Report(new CompressionProgress(report, reports.Count, layers.Count, (double)done / all));
        }

        return new CompressionReport(plan.Compressor.Name, plan.Allocation.Name, plan.Keep, plan.Unit, reports, allocationSeconds);
    }

    private static (CompressedWeight Form, LayerReport Report) Compress(LayerToCompress layer, LayerStatistics statistics, WeightBudget budget, CompressionPlan plan)
    {
        var weight = layer.ReadWeight();
        var clock = Stopwatch.StartNew();
        var form = plan.Compressor.Compress(weight, statistics, budget, plan.Random.Fork(layer.Name));
        double seconds = clock.Elapsed.TotalSeconds;
        Release(layer);
        if (form.Outputs != layer.Outputs || form.Inputs != layer.Inputs)
            throw new InvalidOperationException($"{plan.Compressor.Name} gave {layer.Name} a form of {form.Outputs} × {form.Inputs} in place of {layer.Outputs} × {layer.Inputs}.");
        // A form of fewer bits with as many numbers is within a budget of parameters that it takes as one of bits (see WeightBudget).
        if (!budget.Allows(form) && !(budget.Unit == BudgetUnit.Parameters && (budget with { Unit = BudgetUnit.Bits }).Allows(form)))
            throw new InvalidOperationException(
                $"{plan.Compressor.Name} gave {layer.Name} a form of {budget.AmountOf(form)} {budget.Unit}, above its budget of {budget.Limit(layer.Outputs, layer.Inputs)}.");
        var dense = form.ToDense();
        double weightError = WeightErrors.RelativeWeightError(weight, dense);
        return (form, new LayerReport
        {
            Name = layer.Name,
            Outputs = layer.Outputs,
            Inputs = layer.Inputs,
            Keep = budget.Keep,
            Form = FormText.Of(form),
            Rank = FormText.Rank(form),
            ParametersBefore = form.DenseParameters,
            ParametersAfter = form.Parameters,
            BitsBefore = form.DenseBits,
            BitsAfter = form.Bits,
            FlopsBefore = form.DenseFlopsPerRow,
            FlopsAfter = form.FlopsPerRow,
            WeightError = weightError,
            // Of inputs of which nothing is known the second moments are the identity, and then both errors are one.
            OutputError = statistics.Rows == 0 ? weightError : WeightErrors.RelativeOutputError(weight, dense, statistics.SecondMoments),
            Seconds = seconds,
        });
    }

    // The matrices of one layer do not outlive its turn, nor those of compressing the measuring: where a model is compressed from the disk they are most of the memory.
    private static void Release(LayerToCompress layer)
    {
        if (layer.Parameters >= LargeLayer)
            GC.Collect();
    }
}
