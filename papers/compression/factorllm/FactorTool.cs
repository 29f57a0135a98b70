using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>Cuts a gated feed-forward part of the reader's into experts and teaches a router which come closest.</summary>
[Paper("factorllm")]
public sealed class FactorTool : ITool<FactorToolOptions>
{
    private const int Fewest = 20;
    private const double LearningRate = 1e-2;

    /// <inheritdoc/>
    public string Says => "Cut a gated feed-forward part into experts and train a router by the closest slices.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "inputs.npy gate.npy up.npy down.npy -o router.npy",
        "inputs.npy gate.npy up.npy down.npy --experts 8 --chosen 4 --sharpness 8 -o router.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(FactorToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Inputs.Table();
        var (x, form) = (table.Values, Form(options));
        int count = x.Rows, held = count / 4;
        if (x.Columns != form.Width) throw new ToolException($"{table.Source}: the inputs have {x.Columns} columns and the gate {form.Width}. Both are the model's width d.");
        if (count < Fewest) throw new ToolException($"{table.Source}: {count} rows are too few to train a router and measure it; give {Fewest} at least.");

        var layer = form.ToLayer(context.Random("router"), DType.F64);
        int[] order = context.Random("split").Permutation(count);
        (var seen, var left) = (x.TakeRows(order.AsSpan()[held..]), x.TakeRows(order.AsSpan()[..held])); // (rows, d)
        Teach(layer, seen, options, context, cancel);

        var dense = Dense(layer, left);
        var errors = PriorApproximation.Errors(layer, left, dense);
        var labels = PriorApproximation.Labels(errors, form.Chosen);
        var random = Tensor.Wrap([.. Enumerable.Range(0, held).SelectMany(row => context.Random("choices").Fork(row).Choose(form.Chosen, form.Experts).Select(e => (long)e))], held, form.Chosen);
        double taught = Error(null), closest = Error(labels), chance = Error(random);
        double agreement = PriorApproximation.Agreement(layer.Choose(left), labels);
        var picks = layer.Choose(left).AsSpan<long>().ToArray();
        var router = Tensor.Concat(1, layer.Router.Weight.Data, layer.Router.Bias!.Data.Reshape(-1, 1)); // (E, d + 1)
        return new ToolReport
        {
            Headline = $"{form.Chosen} of {form.Experts} experts by the taught router: relative error {Numbers.Short(taught)} on rows it has not seen, {Numbers.Short(closest)} with the closest slices, {Numbers.Short(chance)} with random ones; {Numbers.Short((double)form.FlopsPerRow / form.DenseFlopsPerRow)} of the operations.",
            Guarantee = "With all experts the part is reproduced exactly. With fewer there is no bound: the errors are measured, on a quarter of the rows that the router has not seen. The experts' weights are not trained on here, which in a model lowers the error much.",
            Measures =
            [
                new("relative error", taught, Note: "‖routed − dense‖ / ‖dense‖, rows not seen"),
                new("relative error, closest slices", closest, Note: "what a perfect router would give"),
                new("relative error, random slices", chance),
                new("agreement", agreement, Note: $"share of the closest slices that the router picks; chance gives {Numbers.Short((double)form.Chosen / form.Experts)}"),
                new("operations for a token", form.FlopsPerRow, Note: $"dense: {form.DenseFlopsPerRow:N0}"),
                new("parameters", form.Parameters, Note: $"dense: {form.DenseParameters:N0}"),
            ],
            Tables =
            [
                new FindingsTable("How often each expert is picked, rows not seen", ["expert", "share of picks"],
                    [.. Enumerable.Range(0, form.Experts).Select(expert => (IReadOnlyList<string>)[$"{expert + 1}", $"{picks.Count(pick => pick == expert) / (double)picks.Length:0.000}"])]),
            ],
            Remarks = 2 * form.Chosen == form.Experts
                ? ["With half of the slices, any choice and its complement err by exactly the same amount as long as the experts are not trained: the errors above say little of the router. Train experts and router together, or look at another --chosen."]
                : [],
            Outputs = [new MatrixOutput("router", $"the router, a row for each expert, its bias last: ({form.Experts}, {form.Width + 1})", router)],
        };

        double Error(Tensor? choice)
        {
            using var still = NoGradient.Scope();
            layer.Chooser = choice is null ? null : _ => choice;
            double error = (layer.Forward(new Variable(left)).Data - dense).FrobeniusNorm() / dense.FrobeniusNorm();
            layer.Chooser = null;
            return error;
        }
    }

    private static MixtureOfExperts Form(FactorToolOptions options)
    {
        (var gate, var up, var down) = (options.Gate.Table().Values, options.Up.Table().Values, options.Down.Table().Values);
        if (!up.Shape.SequenceEqual(gate.Shape)) throw new ToolException($"{options.Up.Path}: up is {up.Rows} × {up.Columns} and the gate {gate.Rows} × {gate.Columns}. Both have a row for each hidden unit.");
        if (down.Rows != gate.Columns || down.Columns != gate.Rows) throw new ToolException($"{options.Down.Path}: down is {down.Rows} × {down.Columns}; with this gate it must be {gate.Columns} × {gate.Rows}.");
        if (gate.Rows % options.Experts != 0) throw new ToolException($"--experts {options.Experts}: {gate.Rows} hidden units cannot be shared out evenly. Take a divisor of {gate.Rows}.");
        if (options.Chosen > options.Experts) throw new ToolException($"--chosen {options.Chosen}: there are {options.Experts} experts only.");
        return new MixtureOfExperts(gate, up, down, options.Experts, options.Chosen);
    }

    private static void Teach(MixtureOfExpertsLayer layer, Tensor x, FactorToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var labels = PriorApproximation.Labels(PriorApproximation.Errors(layer, x, Dense(layer, x)), layer.Chosen);
        var target = PriorApproximation.Target(labels, layer.Experts, options.Sharpness, DType.F64);
        var optimizer = new AdamW(layer.Router.Parameters(), LearningRate, weightDecay: 1e-5);
        var rate = Schedules.Cosine(LearningRate, options.Steps);
        for (int step = 0; step < options.Steps; step++)
        {
            cancel.ThrowIfCancellationRequested();
            using var memory = TensorScope.Begin();
            optimizer.LearningRate = rate(step);
            var loss = PriorApproximation.Loss(layer.Router.Forward(new Variable(x)), target);
            loss.Backward();
            optimizer.Step();
            optimizer.ZeroGrad();
            if (step % 20 == 0) context.Report("teaching the router", (double)step / options.Steps, ("loss", loss.ToScalar()));
        }
    }

    // All slices together.
    private static Tensor Dense(MixtureOfExpertsLayer layer, Tensor x)
    {
        using var still = NoGradient.Scope();
        return Enumerable.Range(0, layer.Experts).Select(expert => layer.Expert(expert, new Variable(x)).Data).Aggregate((sum, next) => sum + next);
    }
}
