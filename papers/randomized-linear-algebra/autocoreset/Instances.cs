using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>One problem of the study, drawn or split for one seed.</summary>
/// <param name="Problem">Costs and solver.</param>
/// <param name="Train">The points of the problem.</param>
/// <param name="Test">Held-out points of a classification; for the others the training points, as in the paper's code.</param>
/// <param name="Specific">The coreset made for this kind of problem.</param>
/// <param name="Best">A solution on all data.</param>
internal sealed record Instance(IScoredProblem Problem, LabelledPoints Train, LabelledPoints Test, Func<int, RandomStream, Coreset> Specific, Func<RandomStream, Tensor> Best);

/// <summary>The problems of the study.</summary>
/// <param name="Name">What tables show.</param>
/// <param name="Sizes">m of the coresets.</param>
/// <param name="Make">From the study's context and random numbers of a seed to the problem.</param>
internal sealed record InstanceKind(string Name, int[] Sizes, Func<StudyContext, RandomStream, Instance> Make)
{
    private const int FullRestarts = 20;

    /// <summary>Whether accuracy is measured.</summary>
    public bool Classifies => Name.StartsWith("logistic", StringComparison.Ordinal) || Name.StartsWith("SVM", StringComparison.Ordinal);

    public static IReadOnlyList<InstanceKind> All(StudyContext context)
    {
        var n = context.Pick(smoke: 1_000, small: 2_000, full: 5_000);
        int[] few = context.Pick<int[]>([60], [50, 100], [50, 100]);
        int[] some = context.Pick<int[]>([60], [50, 100, 200], [50, 100, 200]);
        int[] many = context.Pick<int[]>([60], [50, 100, 200], [50, 100, 200, 300]);
        return context.Pick<IReadOnlyList<InstanceKind>>(
            [Diabetes(some), Imbalanced("logistic", n, many), BreastCancer("SVM", few), TinyCluster(n, many)],
            [Diabetes(some), HeavyTails(n, many), BreastCancer("logistic", few), Imbalanced("logistic", n, many), BreastCancer("SVM", few), DigitClusters(many), TinyCluster(n, many)],
            [Diabetes(some), HeavyTails(n, many), BreastCancer("logistic", few), Eights("logistic", many), Imbalanced("logistic", n, many), BreastCancer("SVM", few), Eights("SVM", many), Imbalanced("SVM", n, many), DigitClusters(many), TinyCluster(n, many)]);
    }

    private static InstanceKind Diabetes(int[] sizes) => new("linear regression, diabetes", sizes, (context, _) =>
    {
        var data = Table(context.Data.Table("diabetes.csv"), "progression", value => value);
        return Regression(Standardised(data, data));
    });

    /// <summary>Normal rows, of which one in a hundred is stretched by a Cauchy variable; noise of unit variance.</summary>
    private static InstanceKind HeavyTails(int n, int[] sizes) => new("linear regression, heavy tails", sizes, (_, random) =>
    {
        const int d = 10;
        var features = random.Normal(n, d);
        var noise = random.Normal(n);
        var targets = new double[n];
        for (var i = 0; i < n; i++)
        {
            var row = features.RowSpan(i);
            if (random.NextDouble() < 0.01)
            {
                var stretch = 1 + Math.Abs(random.NextNormal() / random.NextNormal());
                foreach (ref var entry in row) entry *= stretch;
                noise[i] *= stretch;
            }
            for (var j = 0; j < d; j++) targets[i] += row[j];
            targets[i] += noise[i];
        }
        return Regression(new LabelledPoints(features, targets));
    });

    private static InstanceKind BreastCancer(string model, int[] sizes) => new($"{model}, breast cancer", sizes, (context, random) =>
        Classification(model, Split(Table(context.Data.Table("breast-cancer.csv"), "benign", value => value > 0 ? 1 : -1), random)));

    private static InstanceKind Eights(string model, int[] sizes) => new($"{model}, eights among digits", sizes, (context, random) =>
        Classification(model, Split(Table(context.Data.Table("digits.csv.gz"), "digit", digit => digit == 8 ? 1 : -1), random)));

    /// <summary>Two normal clouds in ten dimensions, 95 % and 5 % of the points, that overlap.</summary>
    private static InstanceKind Imbalanced(string model, int n, int[] sizes) => new($"{model}, 95 to 5", sizes, (_, random) =>
    {
        const int d = 10;
        var features = random.Normal(2 * n, d); // as many again to test on
        var targets = new double[2 * n];
        for (var i = 0; i < targets.Length; i++)
        {
            targets[i] = random.NextDouble() < 0.05 ? 1 : -1;
            if (targets[i] > 0)
                foreach (ref var entry in features.RowSpan(i)) entry = 0.7 + 1.3 * entry;
        }
        var all = new LabelledPoints(features, targets);
        return Classification(model, (all.Take([.. Enumerable.Range(0, n)]), all.Take([.. Enumerable.Range(n, n)])));
    });

    private static InstanceKind DigitClusters(int[] sizes) => new("k-means, digits, k = 10", sizes, (context, _) =>
    {
        var table = context.Data.Table("digits.csv.gz");
        var digit = table.Columns.ToList().IndexOf("digit");
        int[] pixels = [.. Enumerable.Range(0, table.Columns.Count).Where(j => j != digit)];
        return Clustering(new LabelledPoints(table.Values.TakeColumns(pixels).Contiguous(), []), 10);
    });

    /// <summary>Four normal clouds near the origin and a fifth far away that holds 0.5 % of the points.</summary>
    private static InstanceKind TinyCluster(int n, int[] sizes) => new("k-means, tiny cluster, k = 5", sizes, (_, random) =>
    {
        const int d = 5;
        var centres = random.Normal(5, d) * 4;
        foreach (ref var entry in centres.RowSpan(4)) entry = 30;
        var points = random.Normal(n, d);
        for (var i = 0; i < n; i++)
        {
            var row = points.RowSpan(i);
            var centre = centres.RowSpan(i < n / 200 ? 4 : i % 4);
            for (var j = 0; j < d; j++) row[j] += centre[j];
        }
        return Clustering(new LabelledPoints(points, []), 5);
    });

    private static Instance Regression(LabelledPoints data)
    {
        var problem = new LinearRegressionProblem(data);
        return new Instance(problem, data, data,
            (size, random) => ProblemSpecificCoreset.ByLeverage(data, size, random),
            random => problem.Solve(Coreset.Everything(data.Count), random));
    }

    private static Instance Classification(string model, (LabelledPoints Train, LabelledPoints Test) data)
    {
        IScoredProblem problem = model == "SVM" ? new SupportVectorProblem(data.Train) : new LogisticRegressionProblem(data.Train);
        var exact = model == "SVM" ? new SupportVectorProblem(data.Train, tolerance: 1e-5, mostEpochs: 3000) : problem;
        return new Instance(problem, data.Train, data.Test,
            (size, random) => ProblemSpecificCoreset.ByRowNorm(data.Train, size, random),
            random => exact.Solve(Coreset.Everything(data.Train.Count), random));
    }

    private static Instance Clustering(LabelledPoints data, int clusters)
    {
        var problem = new KMeansProblem(data, clusters);
        var exact = new KMeansProblem(data, clusters, FullRestarts);
        return new Instance(problem, data, data,
            (size, random) => ProblemSpecificCoreset.ByDistance(problem, data, clusters, size, random),
            random => exact.Polish(exact.Solve(Coreset.Everything(data.Count), random)));
    }

    /// <summary>Features and target of a bundled table.</summary>
    private static LabelledPoints Table(DataTable table, string target, Func<double, double> label)
    {
        var column = table.Columns.ToList().IndexOf(target);
        int[] features = [.. Enumerable.Range(0, table.Columns.Count).Where(j => j != column)];
        return new LabelledPoints(table.Values.TakeColumns(features).Contiguous(), [.. table.Values.Column(column).ToArray().Select(label)]);
    }

    /// <summary>Seven tenths to train, the rest to test, standardised by the training part only.</summary>
    private static (LabelledPoints Train, LabelledPoints Test) Split(LabelledPoints data, RandomStream random)
    {
        var order = random.Fork("split").Permutation(data.Count);
        var cut = (int)(0.7 * data.Count);
        var train = data.Take(order.AsSpan(0, cut));
        return (Standardised(train, train), Standardised(data.Take(order.AsSpan(cut)), train));
    }

    /// <summary>Columns with the mean and deviation of a reference taken out; those that do not vary there are left out.</summary>
    private static LabelledPoints Standardised(LabelledPoints points, LabelledPoints like)
    {
        var columns = new List<Tensor>();
        for (var j = 0; j < points.Features.Columns; j++)
        {
            var column = like.Features.Column(j);
            var mean = column.Mean();
            var deviation = (column - mean).FrobeniusNorm() / Math.Sqrt(like.Count);
            if (deviation > 0) columns.Add((points.Features.Column(j) - mean) / deviation);
        }
        return points with { Features = Tensor.Stack(1, [.. columns]).Contiguous() };
    }
}
