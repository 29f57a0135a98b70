using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>Figures and tables of the study.</summary>
internal static class Lr2VqFigures
{
    /// <summary>Accuracy against the number of coordinates, one panel a setting.</summary>
    public static Figure AccuracyAgainstCoordinates(IReadOnlyList<Lr2VqMeasures> all) => new()
    {
        Title = "Accuracy against the number of coordinates",
        Description = "One panel a pair of sub-vector length m and codebook size k, means over seeds: test accuracy before and after equal fine-tuning against the number of coordinates; the last point is plain vector quantisation. The vertical line is the mean choice of the rule.",
        Columns = 3,
        Panels = [.. Settings(all).Select((setting, i) => new Panel
        {
            Title = setting.Name,
            Legend = i == 0,
            X = new Axis("coordinates d̃", AxisScale.Log),
            Y = new Axis("test accuracy, %"),
            Marks =
            [
                Line("fine-tuned", setting.Of, network => 100 * network.Tuned, points: true),
                Line("before", setting.Of, network => 100 * network.Untuned, points: true),
                new Rule(100 * all.Average(measured => measured.Normal), Label: "not quantised"),
                new Rule(setting.Of.Average(of => of.Chosen.Coordinates), Vertical: true, Label: "rule"),
            ],
        })],
    };

    /// <summary>Both errors against the number of coordinates.</summary>
    public static Figure Errors(IReadOnlyList<Lr2VqMeasures> all) => new()
    {
        Title = "The two errors of the weights",
        Description = "One panel a pair of m and k, means over seeds: low-rank error (falls), clustering error (rises) and their sum as shares of the weights' squared norm against the number of coordinates. The sum falls or stays: it has no interior minimum.",
        Columns = 3,
        Panels = [.. Settings(all).Select((setting, i) => new Panel
        {
            Title = setting.Name,
            Legend = i == 0,
            X = new Axis("coordinates d̃", AxisScale.Log),
            Y = new Axis("share of the squared norm", Low: 0, High: 1),
            Marks =
            [
                Line("low-rank", setting.Of, network => network.LowRankError),
                Line("clustering", setting.Of, network => network.ClusteringError),
                Line("sum", setting.Of, network => network.LowRankError + network.ClusteringError, points: true),
            ],
        })],
    };

    /// <summary>Everything at a glance.</summary>
    public static FindingsTable Table(IReadOnlyList<Lr2VqMeasures> all)
    {
        List<IReadOnlyList<string>> rows = [];
        foreach ((string name, var of) in Settings(all))
        {
            foreach (int place in Enumerable.Range(0, of[0].ByCoordinates.Length))
                rows.Add(Row(name, $"d̃ = {of[0].ByCoordinates[place].Coordinates}", [.. of.Select(setting => setting.ByCoordinates[place])], of.Count(setting => setting.Rule == place)));
            rows.Add(Row(name, "plain, bits of the rule's choice", [.. of.Select(setting => setting.EqualBits)], 0));
        }

        foreach (int place in Enumerable.Range(0, all[0].Scalar.Length))
            rows.Add(Row($"m = 1, k = {all[0].Scalar[place].Codewords}", "single weights", [.. all.Select(measured => measured.Scalar[place])], 0));
        return new FindingsTable(
            "Quantised and fine-tuned, means over seeds", ["setting", "coordinates", "bits a weight", "squared error, %", "accuracy before, %", "fine-tuned, %", "seeds where the rule takes it"], rows);

        static IReadOnlyList<string> Row(string name, string what, IReadOnlyList<QuantizedNetwork> networks, int chosen) =>
        [
            name, what, $"{networks.Average(n => n.Bits):0.00}", $"{100 * networks.Average(n => n.LowRankError + n.ClusteringError):0.0}",
            $"{100 * networks.Average(n => n.Untuned):0.0}", $"{100 * networks.Average(n => n.Tuned):0.0}", chosen > 0 ? $"{chosen}" : "",
        ];
    }

    private static IEnumerable<(string Name, IReadOnlyList<QuantizationSetting> Of)> Settings(IReadOnlyList<Lr2VqMeasures> all) =>
        all[0].Settings.Select((setting, i) => ($"m = {setting.Length}, k = {setting.Codewords}", (IReadOnlyList<QuantizationSetting>)[.. all.Select(measured => measured.Settings[i])]));

    private static Line Line(string name, IReadOnlyList<QuantizationSetting> of, Func<QuantizedNetwork, double> value, bool points = false)
    {
        int[] places = [.. Enumerable.Range(0, of[0].ByCoordinates.Length)];
        return new Line(
            [.. places.Select(i => (double)of[0].ByCoordinates[i].Coordinates)], [.. places.Select(i => of.Average(setting => value(setting.ByCoordinates[i])))], Points: points)
        {
            Name = name,
        };
    }
}
