using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>
/// The theorem's linear cases against singular value decompositions, and perceptrons trained with random ranks and progressive shrinking
/// against truncated SVD, SVD trained on, and factors of fixed ranks, at the same size and as many passes.
/// </summary>
[Paper("maestro")]
public sealed class MaestroStudy : IStudy
{
    private const int LeastSeeds = 5;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var linear = LinearCourses(context, found, cancel);
        var tasks = Tasks(context, cancel);
        Judge(found, tasks);
        found.Add(MaestroFigures.AccuracyAgainstSize(tasks));
        found.Add(MaestroFigures.Courses(linear, tasks[0].ByPenalty[0]));
        found.Add(MaestroFigures.Sizes(tasks));
        found.Add(MaestroFigures.Costs(tasks));
        found.Remark("The expectation over inputs of the linear cases is taken exactly by their second moments; only the ranks are drawn. With Adam at a rate of 0.01 the late components, which are in few of the drawn ranks, need thousands of steps.");
        found.Remark("Ordered training puts every input through the network twice (whole and cut). The baselines get as many passes: three quarters before and a quarter after the SVD, or all of them with fixed factors. Passes of full-rank factors cost more than dense ones, in favour of ordered training here; the second table counts the operations.");
        found.Remark("SVD and SVD trained on take the better of two choices of ranks by the validation part: greedy by relative energy per parameter, and the ranks that ordered training found. Strengths of the penalty, learning rates and epochs were chosen on seeds that are not reported.");
        found.Remark("Truncations of C3 cut every layer, the classifier too, to a share of the ranks that ordered training ended with; the normally trained network loses from its whole accuracy to the same ranks.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1.</summary>
    private static IReadOnlyList<LinearCourse> LinearCourses(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int steps = context.Pick(smoke: 200, small: 8_000, full: 10_000), autoencoderSteps = context.Pick(smoke: 50, small: 6_000, full: 10_000);
        (string Name, Func<RandomStream, Tensor> Make)[] maps = [("9 × 6 of rank 3", LinearCases.OfRankThree), ("20 × 12, singular values 0.8^j", LinearCases.Decaying)];
        List<LinearCourse> courses = [];
        List<double> weighted = [], plain = [];
        for (int s = 0; s < context.Seeds.Count; s++)
        {
            long seed = context.Seeds[s];
            context.Report($"linear maps, seed {seed}", 0.3 * s / context.Seeds.Count);
            foreach ((string name, var make) in maps)
            {
                var random = context.Random(seed, name);
                var map = make(random.Fork("map"));
                var fit = new OrderedLinearFit(map, null, Math.Min(map.Rows, map.Columns), random.Fork("weights"));
                var best = LinearAlgebra.Svd(map);
                bool shown = s == 0 && name == maps[^1].Name;
                fit.Train(steps, 0.01, random.Fork("ranks"), shown ? Watch(courses, "random ranks", fit, best, steps) : null, cancel);
                found.Observe("C1", "isotropic", name, seed, fit.LargestDistance(best));
                if (shown)
                {
                    var control = new OrderedLinearFit(map, null, Math.Min(map.Rows, map.Columns), random.Fork("weights"));
                    control.Train(steps, 0.01, draws: null, Watch(courses, "always full rank", control, best, steps), cancel);
                }
            }

            if (s < LeastSeeds)
            {
                (double toWeighted, double toPlain) = Anisotropic(context, seed, steps, cancel);
                weighted.Add(toWeighted);
                plain.Add(toPlain);
            }

            found.Observe("C1", "autoencoder", "digits", seed, Angle(context, seed, autoencoderSteps, cancel));
        }

        found.Remark($"With inputs that are not isotropic (variances from 1 to 0.01, ranks 1 to 4 of the 20 × 12 map) training ends at the truncations that are best for these inputs, U Uᵀ A with U the left singular vectors of A C^½: the largest relative distance is {Summary.Median(weighted):g2} (median of five seeds), against {Summary.Median(plain):0.00} to the plain SVD. The condition of isotropic inputs in the theorem is needed.");
        return courses;
    }

    /// <summary>Not a part of the claim: inputs that are not isotropic lead to the truncations that are best for them.</summary>
    private static (double ToWeighted, double ToPlain) Anisotropic(StudyContext context, long seed, int steps, CancellationToken cancel)
    {
        const int most = 4;
        var random = context.Random(seed, "anisotropic");
        var map = LinearCases.Decaying(random.Fork("map"));
        var moments = LinearCases.Anisotropic(map.Columns, random.Fork("inputs"));
        var fit = new OrderedLinearFit(map, moments, most, random.Fork("weights"));
        fit.Train(steps, 0.01, random.Fork("ranks"), cancel: cancel);
        double toWeighted = Enumerable.Range(1, most).Max(b => (fit.Product(b) - LinearCases.BestUnder(map, moments, b)).FrobeniusNorm()) / map.FrobeniusNorm();
        return (toWeighted, fit.LargestDistance(LinearAlgebra.Svd(map)));
    }

    private static double Angle(StudyContext context, long seed, int steps, CancellationToken cancel)
    {
        const int directions = 10;
        var random = context.Random(seed, "autoencoder");
        var covariance = LinearCases.DigitsCovariance(context.Data, random.Fork("digits"));
        var fit = new OrderedLinearFit(Tensor.Identity(covariance.Rows), covariance, directions, random.Fork("weights"));
        fit.Train(steps, 0.01, random.Fork("ranks"), cancel: cancel);
        var components = LinearAlgebra.Svd(covariance).U; // descending
        return Enumerable.Range(1, directions).Max(d =>
            LinearCases.LargestAngle(fit.U.Data.Slice(1, 0, d).Contiguous(), components.Slice(1, 0, d).Contiguous()));
    }

    private static Action<int> Watch(List<LinearCourse> courses, string name, OrderedLinearFit fit, SvdDecomposition best, int steps)
    {
        int[] ranks = [1, 3, 6, 9];
        var course = new LinearCourse(name, ranks, [], [.. ranks.Select(_ => new List<double>())]);
        courses.Add(course);
        int every = Math.Max(1, steps / 40);
        return step =>
        {
            if ((step + 1) % every != 0)
                return;
            course.Steps.Add(step + 1);
            for (int k = 0; k < ranks.Length; k++)
                course.Distances[k].Add(fit.Distance(best, ranks[k]));
        };
    }

    /// <summary>The perceptrons.</summary>
    private static IReadOnlyList<TaskMeasures> Tasks(StudyContext context, CancellationToken cancel)
    {
        var digits = new MaestroTask(
            "digits", (data, random) => ClassificationTask.Digits(data, random), [64, 64, 64, 10], context.Pick(smoke: 2, small: 40, full: 80), [1e-3, 3e-3]);
        var clothes = new MaestroTask(
            "clothes", (data, random) => ClassificationTask.Fashion(data, random, train: 2000, validation: 500, test: 2000), [784, 64, 64, 10], 24, [1e-3, 3e-3]);
        MaestroTask[] tasks = context.Pick<MaestroTask[]>(smoke: [digits], small: [digits], full: [digits, clothes]);
        List<TaskMeasures> measures = [];
        for (int t = 0; t < tasks.Length; t++)
            for (int s = 0; s < context.Seeds.Count; s++)
            {
                long seed = context.Seeds[s];
                var task = tasks[t];
                context.Report($"{task.Name}, seed {seed}", 0.3 + (0.7 * (t + ((double)s / context.Seeds.Count)) / tasks.Length));
                bool first = t == 0 && s == 0;
                measures.Add(context.Once($"{task.Name}, seed {seed}", () => task.Run(context.Data, context.Random(seed, task.Name), seed, first, cancel)));
            }

        return measures;
    }

    private static void Judge(FindingsBuilder found, IReadOnlyList<TaskMeasures> tasks)
    {
        int half = MaestroTask.Shares.ToList().IndexOf(0.5), quarter = MaestroTask.Shares.ToList().IndexOf(0.25);
        foreach (var task in tasks)
        {
            foreach (var measured in task.ByPenalty)
            {
                string setting = $"{task.Task}, λ = {measured.Penalty:g1}";
                found.ObservePair("C2", "against-svd", setting, task.Seed, 100 * measured.Ordered.Accuracy, 100 * measured.Svd.Accuracy);
                found.ObservePair("C2", "against-tuned-svd", setting, task.Seed, 100 * measured.Ordered.Accuracy, 100 * measured.TunedSvd.Accuracy);
                found.ObservePair("C2", "against-factored", setting, task.Seed, 100 * measured.Ordered.Accuracy, 100 * measured.Factored.Accuracy);
                found.Observe("C4", "operations", setting, task.Seed, (double)measured.LastOperations / measured.FirstOperations);
            }

            var weak = task.ByPenalty[0];
            foreach ((string name, int cut) in new[] { ("50 %", half), ("25 %", quarter) })
                found.ObservePair(
                    "C3", "drop", $"{task.Task}, {name} of the ranks", task.Seed,
                    100 * (weak.Ordered.Accuracy - weak.OrderedCuts[cut].Accuracy), 100 * (task.Normal - weak.SvdCuts[cut].Accuracy));
        }
    }
}

/// <summary>How far the truncated products of a fit were from the best ones while it was trained.</summary>
/// <param name="Name">How ranks were drawn.</param>
/// <param name="Ranks">The ranks looked at.</param>
/// <param name="Steps">When.</param>
/// <param name="Distances">Relative distances, a list for each rank.</param>
internal sealed record LinearCourse(string Name, int[] Ranks, List<double> Steps, List<double>[] Distances);
