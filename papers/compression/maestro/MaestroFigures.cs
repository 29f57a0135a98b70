using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>Figures and tables of the study.</summary>
internal static class MaestroFigures
{
    /// <summary>Accuracy against size: the truncation curves of the shrunk and the normal network, and the baselines at their sizes.</summary>
    public static Figure AccuracyAgainstSize(IReadOnlyList<TaskMeasures> tasks) => new()
    {
        Title = "Accuracy against size when a finished network is cut further",
        Description = "One panel a task, means over seeds: test accuracy against the share of the dense weights' parameters. Lines: the network trained with random ranks (weaker penalty), cut without further training, and SVD of the normally trained network at the same ranks. Points: SVD trained on, and factors of fixed ranks.",
        Panels = [.. tasks.GroupBy(task => task.Task).Select(task => new Panel
        {
            Title = task.Key,
            X = new Axis("share of the dense parameters", AxisScale.Log),
            Y = new Axis("test accuracy, %"),
            Marks =
            [
                Curve("random ranks and penalty", task, weak => [weak.Ordered, .. weak.OrderedCuts]),
                Curve("SVD of the normal network", task, weak => weak.SvdCuts),
                Points("SVD, trained on", task, measured => measured.TunedSvd),
                Points("fixed factors", task, measured => measured.Factored),
                new Rule(100 * task.Average(seed => seed.Normal), Label: "normal, dense"),
            ],
        })],
    };

    /// <summary>The linear case over steps, and importance over epochs.</summary>
    public static Figure Courses(IReadOnlyList<LinearCourse> linear, PenaltyMeasures shown) => new()
    {
        Title = "Components find their order",
        Description = "Left: relative distance of the truncated product to the best approximation of rank 1, 3, 6 and 9 over steps (20 × 12 map, one seed): it goes to 0 with random ranks (full lines) and stays where every step uses the full rank (dashed). Right: importance of the first layer's components of the digits' perceptron after some epochs: it falls with the index, and the tail is cut off.",
        Panels =
        [
            new Panel
            {
                Title = "linear map",
                X = new Axis("step"),
                Y = new Axis("relative distance to the best", AxisScale.Log, Low: 1e-5),
                Marks = [.. linear.SelectMany((course, c) => course.Ranks.Select((rank, k) => new Line(course.Steps, course.Distances[k], Dashed: c > 0)
                {
                    Name = c == 0 ? $"rank {rank}" : k == 0 ? $"{course.Name} (dashed)" : null,
                    Color = k,
                }))],
            },
            new Panel
            {
                Title = "first layer, digits",
                X = new Axis("component b"),
                Y = new Axis("importance ‖U_b:‖ ‖V_b:‖", AxisScale.Log, Low: 1e-6),
                Marks = [.. Epochs(shown.Importance.Length).Select(epoch => new Line(
                    [.. Enumerable.Range(1, shown.Importance[epoch].Length).Select(b => (double)b)], shown.Importance[epoch]) { Name = $"epoch {epoch + 1}" })],
            },
        ],
    };

    /// <summary>Accuracies at equal size.</summary>
    public static FindingsTable Sizes(IReadOnlyList<TaskMeasures> tasks) => new(
        "Test accuracy at equal size, %, mean over seeds",
        ["task", "λ", "ranks (first seed)", "parameters, % of dense", "dense, normal", "random ranks", "SVD", "SVD, trained on", "fixed factors"],
        [.. from setting in Settings(tasks)
            select (IReadOnlyList<string>)
            [
                setting.Task, $"{setting.Measured[0].Penalty:g1}", string.Join(", ", setting.Measured[0].Ranks), $"{100 * setting.Measured.Average(m => m.Ordered.Parameters):0.0}",
                $"{100 * setting.Normal:0.0}", $"{100 * setting.Measured.Average(m => m.Ordered.Accuracy):0.0}", $"{100 * setting.Measured.Average(m => m.Svd.Accuracy):0.0}",
                $"{100 * setting.Measured.Average(m => m.TunedSvd.Accuracy):0.0}", $"{100 * setting.Measured.Average(m => m.Factored.Accuracy):0.0}",
            ]]);

    /// <summary>What training costs.</summary>
    public static FindingsTable Costs(IReadOnlyList<TaskMeasures> tasks) => new(
        "Operations of training, mean over seeds",
        ["task", "λ", "last epoch, % of the first", "whole training, multiple of the normal network's", "ranks by epoch, first layer (first seed)"],
        [.. from setting in Settings(tasks)
            let ranks = setting.Measured[0].RanksByEpoch
            select (IReadOnlyList<string>)
            [
                setting.Task, $"{setting.Measured[0].Penalty:g1}", $"{100 * setting.Measured.Average(m => (double)m.LastOperations / m.FirstOperations):0}",
                $"{setting.Measured.Average(m => m.AllOperations):0.0}", string.Join(", ", Epochs(ranks.Length).Select(epoch => ranks[epoch][0])),
            ]]);

    private static IEnumerable<(string Task, double Normal, IReadOnlyList<PenaltyMeasures> Measured)> Settings(IReadOnlyList<TaskMeasures> tasks) =>
        from task in tasks.GroupBy(measures => measures.Task)
        from k in Enumerable.Range(0, task.First().ByPenalty.Length)
        select (task.Key, task.Average(seed => seed.Normal), (IReadOnlyList<PenaltyMeasures>)[.. task.Select(seed => seed.ByPenalty[k])]);

    private static Line Curve(string name, IEnumerable<TaskMeasures> task, Func<PenaltyMeasures, CutNetwork[]> cuts)
    {
        CutNetwork[][] all = [.. task.Select(seed => cuts(seed.ByPenalty[0]))];
        int[] places = [.. Enumerable.Range(0, all[0].Length)];
        return new Line([.. places.Select(i => all.Average(cut => cut[i].Parameters))], [.. places.Select(i => 100 * all.Average(cut => cut[i].Accuracy))], Points: true) { Name = name };
    }

    private static Scatter Points(string name, IEnumerable<TaskMeasures> task, Func<PenaltyMeasures, CutNetwork> of)
    {
        var seeds = task.ToList();
        int[] places = [.. Enumerable.Range(0, seeds[0].ByPenalty.Length)];
        return new Scatter(
            [.. places.Select(k => seeds.Average(seed => of(seed.ByPenalty[k]).Parameters))],
            [.. places.Select(k => 100 * seeds.Average(seed => of(seed.ByPenalty[k]).Accuracy))],
            Size: 8)
        {
            Name = name,
        };
    }

    /// <summary>About five epochs, the first and the last among them.</summary>
    private static IEnumerable<int> Epochs(int count) => Enumerable.Range(0, 5).Select(k => k * (count - 1) / 4).Distinct();
}
