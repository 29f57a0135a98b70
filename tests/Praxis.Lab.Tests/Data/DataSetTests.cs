using Praxis.Numerics;

namespace Praxis.Lab.Tests.Data;

/// <summary>The bundled data sets against what other programs say of their own copies (oracles/statistics.py).</summary>
public sealed class DataSetTests
{
    private static readonly DataFolder Bundled = new(DataFolderPath());

    private static readonly DataSets List = DataSets.Open(DataFolderPath());

    public static TheoryData<string> Names => [.. List.All.Where(set => set.Bundled).Select(set => set.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_set_has_the_checksum_and_the_shape_that_are_told(string name)
    {
        var set = List.Find(name);
        Bundled.Verify(set);
        // Each loader compares what it reads with the list's shape, and throws when they differ.
        object read = set.Kind switch
        {
            DataSetKind.Table => FeatureTable.Load(Bundled, name),
            DataSetKind.Images => LabelledImages.Load(Bundled, name),
            DataSetKind.Graph => LabelledGraph.Load(Bundled, name),
            DataSetKind.Series => TimeSeries.Load(Bundled, name),
            DataSetKind.KnowledgeGraph => KnowledgeGraph.Load(Bundled, name),
            DataSetKind.Hierarchy => TermHierarchy.Load(Bundled, name),
            _ => EnglishCorpus.Load(Bundled),
        };
        if (read is EnglishCorpus corpus)
            Assert.Equal([set.Size("train"), set.Size("validation"), set.Size("test")], [corpus.Train.Length, corpus.Validation.Length, corpus.Test.Length]);
    }

    [Fact]
    public void Every_file_of_the_folder_is_listed_and_all_are_small()
    {
        var listed = List.All.SelectMany(set => set.Files).Select(file => file.Path).ToHashSet();
        var files = new DirectoryInfo(DataFolderPath()).GetFiles().Where(file => file.Extension is not (".md" or ".txt") && file.Name != DataSets.FileName).ToList();
        Assert.Empty(files.Select(file => file.Name).Except(listed));
        Assert.InRange(files.Sum(file => file.Length), 5_000_000, 10_000_000);
        foreach (var set in List.All.Where(set => set.Bundled)) Assert.True(File.Exists(Path.Combine(DataFolderPath(), "make", set.MadeBy!)), $"{set.Name}: {set.MadeBy}");
    }

    [Theory]
    [InlineData("iris", 4, 3.4645, 1.97384305776, new[] { 50, 50, 50 })]
    [InlineData("wine", 13, 69.1336629209, 215.746204205, new[] { 59, 71, 48 })]
    [InlineData("breast-cancer", 30, 61.8907123395, 228.297405083, new[] { 212, 357 })]
    [InlineData("digits", 64, 4.88416457986, 6.01678754867, new[] { 178, 182, 177, 183, 181, 182, 181, 179, 174, 180 })]
    public void A_classification_is_the_one_that_scikit_learn_has(string name, int features, double mean, double deviation, int[] classes)
    {
        var table = FeatureTable.Load(Bundled, name);
        Assert.Equal(features, table.Features.Columns);
        Assert.Equal(features, table.FeatureNames.Count);
        var (actualMean, actualDeviation) = Moments(table.Features.ToArray());
        Assert.Equal(mean, actualMean, mean * 1e-10);
        Assert.Equal(deviation, actualDeviation, deviation * 1e-10);
        Assert.Equal(classes, table.Labels.ToArray().GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.Equal(classes.Length, table.ClassNames.Count);
    }

    [Fact]
    public void Diabetes_is_the_one_that_scikit_learn_has()
    {
        var table = FeatureTable.Load(Bundled, "diabetes");
        Assert.Equal(62.5348944796, Moments(table.Features.ToArray()).Mean, 1e-8);
        var (mean, deviation) = Moments(table.Target.ToArray());
        Assert.Equal(152.133484163, mean, 1e-8);
        Assert.Equal(77.0057458695, deviation, 1e-8);
        Assert.Contains("measured", Assert.Throws<DataSetException>(() => table.Labels).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Meats_have_contents_that_add_up_to_no_more_than_the_meat()
    {
        var table = FeatureTable.Load(Bundled, "meats");
        Assert.Equal((100, 3), (table.Features.Columns, table.Targets.Columns));
        Assert.Equal(3.1908524679069767, Moments(table.Features.ToArray()).Mean, 1e-12);
        Assert.Equal([63.2044186, 18.14232558, 17.6827907], Enumerable.Range(0, 3).Select(i => Math.Round(Moments(table.Targets.Slice(1, i, 1).ToArray()).Mean, 8)));
        // Measured by three analyses, so that a sum may pass 100 by their errors.
        Assert.All(Enumerable.Range(0, 215), i => Assert.InRange(table.Targets.Row(i).ToArray().Sum(), 90, 102));
    }

    [Fact]
    public void Fashion_has_a_thousand_pictures_of_each_class_and_a_split_that_covers_it()
    {
        var images = LabelledImages.Load(Bundled, "fashion-mnist");
        Assert.Equal((10_000, 28, 28), (images.Count, images.Height, images.Width));
        var sum = 0L;
        foreach (var pixel in images.Pixels) sum += pixel;
        Assert.Equal(573_469_082, sum);
        Assert.Equal([9, 2, 1, 1, 6, 1, 4, 6, 5, 7], images.Range(0, 10).Labels().ToArray());
        Assert.Equal(Enumerable.Repeat(1000, 10), Counts(images));

        var (train, test) = LabelledImages.LoadSplit(Bundled, "fashion-mnist");
        Assert.Equal([786, 776, 825, 827, 810, 807, 790, 792, 790, 797], Counts(train));
        Assert.Equal(2000, test.Count);
        Assert.True(images.Pixels[^784..].SequenceEqual(test.Pixels[^784..]));
        var first = test.Range(0, 1).Images();
        Assert.Equal([1, 28, 28], first.Shape.ToArray());
        Assert.Equal(images.Pixels[8000 * 784 + 400] / 255f, (float)first.Reshape(784)[400]);

        static IEnumerable<int> Counts(LabelledImages images) => images.Labels().ToArray().GroupBy(label => label).OrderBy(group => group.Key).Select(group => group.Count());
    }

    [Theory]
    [InlineData("karate-club", 231, 17, 45, 21.687565904)]
    [InlineData("les-miserables", 820, 36, 467, 65.0262803553)]
    [InlineData("southern-women", 89, 14, 0, 6.74190812491)]
    [InlineData("florentine-families", 20, 6, 3, 3.25610374543)]
    public void A_graph_is_the_one_that_networkx_has(string name, double weight, int degree, int triangles, double largestEigenvalue)
    {
        var graph = LabelledGraph.Load(Bundled, name);
        Assert.Equal(weight, graph.Edges.Sum(edge => edge.Weight));
        var ends = graph.Edges.SelectMany(edge => new[] { edge.From, edge.To });
        Assert.Equal(degree, ends.CountBy(node => node).Max(node => node.Value));
        var joined = graph.Edges.SelectMany(edge => new[] { (edge.From, edge.To), (edge.To, edge.From) }).ToHashSet();
        Assert.Equal(triangles, graph.Edges.Sum(edge => Enumerable.Range(0, graph.Nodes.Count).Count(third => joined.Contains((edge.From, third)) && joined.Contains((edge.To, third)))) / 3);
        Assert.Equal(largestEigenvalue, LinearAlgebra.SymmetricEigen(graph.Adjacency()).Values.ToArray().Max(), 1e-8);
    }

    [Fact]
    public void Every_noun_of_wordnet_is_counted_once()
    {
        var hierarchy = TermHierarchy.Load(Bundled, "wordnet-nouns");
        Assert.Equal(hierarchy.Paths.Count, hierarchy.Paths.Distinct().Count());
        // WordNet 3.0 has 82,115 noun synsets, as its own documentation counts them.
        Assert.Equal(82_115, hierarchy.Counts.Sum());
    }

    [Fact]
    public void The_karate_club_splits_in_two_halves_and_women_only_meet_events()
    {
        var karate = LabelledGraph.Load(Bundled, "karate-club");
        Assert.Equal([17, 17], karate.Classes.CountBy(number => number).Select(number => number.Value));
        Assert.NotEqual(karate.Classes[0], karate.Classes[33]);
        var women = LabelledGraph.Load(Bundled, "southern-women");
        Assert.All(women.Edges, edge => Assert.NotEqual(women.Classes[edge.From], women.Classes[edge.To]));
        Assert.Equal(18, women.Classes.Count(number => women.ClassNames[number] == "woman"));
    }

    [Theory]
    [InlineData("sunspots", "1700-01-01", "2008-01-01", 0, 49.7521035599, 40.3870846386)]
    [InlineData("co2", "1958-03-29", "2001-12-29", 59, 340.142247191, 17.0000633015)]
    [InlineData("nile", "1871-01-01", "1970-01-01", 0, 919.35, 168.37923714)]
    [InlineData("el-nino", "1950-01-01", "2010-12-01", 0, 23.0926229508, 2.2443681684)]
    public void A_series_is_the_one_that_statsmodels_has(string name, string first, string last, int missing, double mean, double deviation)
    {
        var series = TimeSeries.Load(Bundled, name);
        Assert.Equal((first, last), (series.Dates[0].ToString("yyyy-MM-dd"), series.Dates[^1].ToString("yyyy-MM-dd")));
        double[] values = [.. series.Values.ToArray().Where(value => !double.IsNaN(value))];
        Assert.Equal(missing, series.Dates.Count - values.Length);
        Assert.Equal(mean, Moments(values).Mean, mean * 1e-10);
        Assert.Equal(deviation, Moments(values).Deviation, deviation * 1e-10);
    }

    [Fact]
    public void The_knowledge_graph_asks_nothing_that_training_tells()
    {
        var graph = KnowledgeGraph.Load(Bundled, "wordnet");
        var train = Triples(graph.Train);
        var pairs = train.SelectMany(triple => new[] { (triple.Head, triple.Tail), (triple.Tail, triple.Head) }).ToHashSet();
        foreach (var part in new[] { graph.Validation, graph.Test })
            Assert.All(Triples(part), triple => Assert.DoesNotContain((triple.Head, triple.Tail), pairs));
        Assert.Empty(Triples(graph.Validation).Intersect(Triples(graph.Test)));
        // A model can only be asked for what occurs in training.
        Assert.Equal(graph.Entities.Count, train.SelectMany(triple => new[] { triple.Head, triple.Tail }).Distinct().Count());
        Assert.Equal(graph.Relations.Count, train.Select(triple => triple.Relation).Distinct().Count());
        // No link is there in both directions by the same relation: an inverse would give the answer away.
        var all = train.Concat(Triples(graph.Validation)).Concat(Triples(graph.Test)).ToHashSet();
        Assert.All(all, triple => Assert.DoesNotContain((triple.Tail, triple.Relation, triple.Head), all));
        var dog = graph.Entities.ToList().IndexOf("dog.n.01");
        Assert.True(dog < 0 || graph.Glosses[dog].StartsWith("a member of the genus Canis", StringComparison.Ordinal));
        Assert.Contains("hypernym", graph.Relations);
        Assert.All(graph.Glosses, gloss => Assert.NotEmpty(gloss));
    }

    private static List<(long Head, long Relation, long Tail)> Triples(Tensor triples) =>
        [.. Enumerable.Range(0, triples.Rows).Select(i => ((long)triples[i, 0], (long)triples[i, 1], (long)triples[i, 2]))];

    private static (double Mean, double Deviation) Moments(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / values.Length));
    }

    private static string DataFolderPath() => Path.Combine(Path.GetDirectoryName(PaperLibrary.FindFolder())!, "data");
}
