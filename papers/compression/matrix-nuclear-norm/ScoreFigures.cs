using Praxis.Lab.Figures;
using Reading = Praxis.Papers.Compression.MatrixNuclearNorm.MatrixNuclearNormStudy.Reading;
using Rung = Praxis.Papers.Compression.MatrixNuclearNorm.MatrixNuclearNormStudy.Rung;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Figures of the study.</summary>
internal static class ScoreFigures
{
    private const int ShownPassages = 60;

    /// <summary>MNN against the nuclear norm, passage by passage, before and after a rotation.</summary>
    public static Figure Rotation(IReadOnlyList<Reading> readings) => new()
    {
        Title = "The score and the nuclear norm it stands in for, passage by passage",
        Description = "One point a passage of 128 tokens, one panel a model; on the dashed line the two agree. A rotation of the hidden states leaves the nuclear norm as it is and moves MNN up, away from the line.",
        Columns = 3,
        Panels = [.. readings.GroupBy(reading => reading.Model).Select((model, i) =>
        {
            var plain = model.SelectMany(reading => reading.Passages).Take(ShownPassages).ToList();
            var turned = model.SelectMany(reading => reading.Turned).Take(ShownPassages).ToList();
            double low = plain.Min(s => s.NuclearNorm), high = plain.Max(s => s.NuclearNorm);
            return new Panel
            {
                Title = model.Key,
                X = new Axis("nuclear norm / L"),
                Y = new Axis("MNN"),
                Legend = i == 0,
                Marks =
                [
                    new Line([low, high], [low, high], Dashed: true) { Name = "equal" },
                    new Scatter([.. plain.Select(s => s.NuclearNorm)], [.. plain.Select(s => s.ColumnNorms)]) { Name = "as they are" },
                    new Scatter([.. turned.Select(s => s.NuclearNorm)], [.. turned.Select(s => s.ColumnNorms)]) { Name = "turned" },
                ],
            };
        })],
    };

    /// <summary>MNN against the length of the text, beyond the width.</summary>
    public static Figure Lengths(IReadOnlyList<Reading> readings) => new()
    {
        Title = "Longer texts raise the score until they are as long as the model is wide",
        Description = "Mean MNN of the first L tokens of passages. The models of width 128 turn down beyond 128 tokens, where the bound √(d/L) (dashed) comes down.",
        Panels =
        [
            new Panel
            {
                X = new Axis("tokens L", AxisScale.Log),
                Y = new Axis("MNN"),
                Marks =
                [
                    .. readings.GroupBy(reading => reading.Model).Select(model =>
                    {
                        int[] lengths = [.. model.First().Lengths.Keys.Order()];
                        return new Line([.. lengths.Select(l => (double)l)], [.. lengths.Select(l => model.Average(reading => reading.Lengths[l]))], Points: true) { Name = $"{model.Key}, width {model.First().Width}" };
                    }),
                    new Line([32, 128, 181, 256], [1, 1, Math.Sqrt(128.0 / 181), Math.Sqrt(0.5)], Dashed: true) { Name = "bound, width 128" },
                ],
            },
        ],
    };

    /// <summary>Scores against the loss along the ladders.</summary>
    public static Figure Ladders(IReadOnlyList<Rung> rungs) => new()
    {
        Title = "Does the score follow the loss when a model is made worse?",
        Description = "Mean MNN (of its seeds) against the mean loss, one line a model, from the whole model at the left on. If the score followed the loss, all lines would rise.",
        Panels = [.. rungs.GroupBy(rung => rung.Ladder).Select(ladder => new Panel
        {
            Title = ladder.Key,
            X = new Axis("loss, nats a token"),
            Y = new Axis("MNN"),
            Marks = [.. ladder.GroupBy(rung => rung.Model).Select(model =>
            {
                var steps = model.GroupBy(rung => rung.Step).ToList();
                return new Line([.. steps.Select(step => step.Average(rung => rung.Loss))], [.. steps.Select(step => step.Average(rung => rung.Scores.ColumnNorms))], Points: true) { Name = model.Key };
            })],
        })],
    };

    /// <summary>Seconds against the width.</summary>
    public static Figure Seconds(int length, IReadOnlyList<(int Width, double Norms, double Entropy, double Gram)> times) => new()
    {
        Title = $"Seconds for a text of {length} tokens",
        Description = "Seconds against the hidden width, both axes logarithmic: entropy from the covariance grows with the cube of the width; from the smaller Gram matrix it stops growing so fast once the model is wider than the text is long; MNN is far below both.",
        Panels =
        [
            new Panel
            {
                X = new Axis("hidden width d", AxisScale.Log),
                Y = new Axis("milliseconds", AxisScale.Log),
                Marks =
                [
                    Of(times, "entropy, d × d covariance", t => t.Entropy),
                    Of(times, "entropy, smaller Gram matrix", t => t.Gram),
                    Of(times, "MNN", t => t.Norms),
                ],
            },
        ],
    };

    private static Line Of(IReadOnlyList<(int Width, double Norms, double Entropy, double Gram)> times, string name, Func<(int Width, double Norms, double Entropy, double Gram), double> value) =>
        new([.. times.Select(t => (double)t.Width)], [.. times.Select(t => 1e3 * value(t))], Points: true) { Name = name };
}
