using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>The figures of the study.</summary>
internal static class ControlVariateFigures
{
    private const int PointsShown = 150;

    /// <summary>Relative root mean squared error against L, one panel a pair of clouds.</summary>
    public static Figure ErrorAgainstDirections(IReadOnlyList<(CloudPair Pair, EstimateErrors[] Errors)> all) => new()
    {
        Title = "Error against the number of directions",
        Description = "One panel for each pair of clouds, on logarithmic axes. All lines fall about as 1/√L; those with a control variate lie below the plain one, by a factor of ten where the means differ much. With the same mean the lower bound lies on the plain line, with a small shift the upper bound does almost. In three dimensions the Fibonacci lattice falls fastest.",
        Panels = [.. all.Select(entry => new Panel
        {
            Title = entry.Pair.Name,
            X = new Axis("directions L", AxisScale.Log),
            Y = new Axis("relative RMS error of SW₂²", AxisScale.Log),
            Marks = [.. entry.Errors[0].Cells.GroupBy(cell => cell.Method).Select(method => new Line(
                [.. method.Select(cell => (double)cell.Directions)],
                [.. method.Select(cell => Math.Sqrt(entry.Errors.Average(error => error.At(cell.Method, cell.Directions).SquaredError)))],
                Dashed: method.Key is EstimateErrors.Orthogonal or EstimateErrors.Even,
                Points: true)
            { Name = method.Key })],
        })],
    };

    /// <summary>Exact distance to the target on the way.</summary>
    public static Figure Flows(IReadOnlyList<(string Name, string Method, FlowCurve[] Curves)> flows, IReadOnlyList<int> milestones) => new()
    {
        Title = "Gradient flows: exact Wasserstein-2 distance to the target",
        Description = "Distance against steps, the mean of the first five seeds with the range of them, one panel for each target and number of directions: how far apart the three methods are at equal steps.",
        Panels = [.. flows.GroupBy(flow => flow.Name).Select(group => new Panel
        {
            Title = group.Key,
            X = new Axis("steps"),
            Y = new Axis("W₂ to the target", AxisScale.Log),
            Marks = [.. group.Select(flow =>
            {
                var curves = flow.Curves.Where(curve => curve.Distances.Length == milestones.Count).ToList();
                return new Line(
                    [.. milestones.Select(step => (double)step)],
                    [.. milestones.Select((_, k) => curves.Average(curve => curve.Distances[k]))],
                    [.. milestones.Select((_, k) => curves.Min(curve => curve.Distances[k]))],
                    [.. milestones.Select((_, k) => curves.Max(curve => curve.Distances[k]))],
                    Points: true)
                { Name = flow.Method };
            })],
        })],
    };

    /// <summary>One flow in pictures.</summary>
    public static Figure Snapshots(StudyContext context, int n, IReadOnlyList<int> steps, CancellationToken cancel)
    {
        var random = context.Random(context.Seeds[0], "snapshots");
        var target = Shapes.DoubleMoon(n, random.Fork("target"));
        var panels = new List<Panel>();
        var options = new FlowOptions { Directions = 10, Variate = ControlVariate.Upper, Steps = steps[^1] };
        GradientFlow.Run(Shapes.SwissRoll(n, random.Fork("start")), target, options, random.Fork("directions"), (step, cloud) =>
        {
            if (!steps.Contains(step)) return;
            panels.Add(new Panel
            {
                Title = $"after {step} steps",
                X = new Axis("first coordinate", Low: -2, High: 2),
                Y = new Axis("second coordinate", Low: -1.5, High: 1.5),
                Marks = [Points(target, "target"), Points(cloud, "cloud")],
            });
        }, cancel);
        return new Figure
        {
            Title = "A swiss roll flows to a double moon, L = 10, upper-bound variate",
            Description = "The first two of three coordinates of the moving cloud over the target: apart at the start, on top of it at the end.",
            Panels = panels,
            Columns = panels.Count,
        };

        static Scatter Points(Tensor cloud, string name)
        {
            var shown = Math.Min(PointsShown, cloud.Rows);
            return new Scatter([.. Coordinate(0)], [.. Coordinate(1)], 4) { Name = name };

            IEnumerable<double> Coordinate(int k) => Enumerable.Range(0, shown).Select(i => Math.Round(cloud[i, k], 3));
        }
    }
}

/// <summary>The tables of the study.</summary>
internal static class ControlVariateTables
{
    /// <summary>Errors and biases at L directions.</summary>
    public static FindingsTable Errors(IReadOnlyList<(CloudPair Pair, EstimateErrors[] Errors)> all, int directions)
    {
        string[] methods = [EstimateErrors.Plain, EstimateErrors.Lower, EstimateErrors.Upper, EstimateErrors.Both, EstimateErrors.Orthogonal, EstimateErrors.Even];
        return new FindingsTable(
            $"Relative root mean squared error of SW₂² at L = {directions}, in per cent, and the bias of the two control variates",
            ["clouds", .. methods, "bias of LCV", "bias of UCV"],
            [.. all.Select(entry => (IReadOnlyList<string>)
            [
                entry.Pair.Name,
                .. methods.Select(method => entry.Errors[0].Cells.Any(cell => cell.Method == method)
                    ? Numbers.Fixed(100 * Math.Sqrt(entry.Errors.Average(error => error.At(method, directions).SquaredError)), 2)
                    : ""),
                Numbers.Fixed(100 * entry.Errors.Average(error => error.At(EstimateErrors.Lower, directions).Bias), 2),
                Numbers.Fixed(100 * entry.Errors.Average(error => error.At(EstimateErrors.Upper, directions).Bias), 2),
            ])]);
    }

    /// <summary>Where the flows ended.</summary>
    public static FindingsTable Flows(IReadOnlyList<(string Name, string Method, FlowCurve[] Curves)> flows) => new(
        "Exact W₂ to the target after the last step",
        ["flow", "method", "lower quartile", "median", "upper quartile", "plain steps per flow"],
        [.. flows.Select(flow => (IReadOnlyList<string>)
        [
            flow.Name, flow.Method,
            .. new[] { 0.25, 0.5, 0.75 }.Select(share => Numbers.Fixed(Summary.Quantile(flow.Curves.Select(curve => curve.Final), share), 4)),
            Numbers.Fixed(flow.Curves.Average(curve => curve.PlainSteps), 1),
        ])]);
}
