using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;
using Praxis.Papers.TensorsAndFunctions.LowFer;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class LowFerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lowfer").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Scores_are_the_papers_sums_of_groups_of_k()
    {
        var random = new RandomStream(1);
        var core = new BilinearCore(random.Normal(3, 6), random.Normal(2, 6), 2);
        var (entities, relations) = (random.Normal(4, 3), random.Normal(2, 2));
        var scores = core.Scores(entities, relations);
        for (var s = 0; s < 4; s++)
            for (var r = 0; r < 2; r++)
                for (var o = 0; o < 4; o++)
                {
                    double sum = 0;
                    for (var j = 0; j < 3; j++)
                        for (var i = 0; i < 2; i++)
                            sum += LinearAlgebra.Dot(core.U.Column(2 * j + i), entities.Row(s)) * LinearAlgebra.Dot(core.V.Column(2 * j + i), relations.Row(r)) * entities[o, j];
                    Assert.Equal(sum, scores[s, r, o], 10);
                }
    }

    [Fact]
    public void The_tucker_model_of_its_core_has_the_same_scores()
    {
        var random = new RandomStream(2);
        var core = new BilinearCore(random.Normal(4, 12), random.Normal(3, 12), 3);
        var (entities, relations) = (random.Normal(5, 4), random.Normal(2, 3));
        var tucker = new TuckerTensor(core.ToTuckerCore(), [entities, relations, entities]).Rebuild();
        Assert.InRange((tucker - core.Scores(entities, relations)).MaxAbs(), 0, 1e-11);
        var back = BilinearCore.FromTuckerCore(core.ToTuckerCore(), 3);
        Assert.InRange((back.ToTuckerCore() - core.ToTuckerCore()).MaxAbs(), 0, 1e-12);
    }

    [Fact]
    public void DistMult_is_rank_one_with_identities()
    {
        var random = new RandomStream(3);
        var (entities, relations) = (random.Normal(6, 4), random.Normal(2, 4));
        var scores = new BilinearCore(Tensor.Identity(4), Tensor.Identity(4), 1).Scores(entities, relations);
        Assert.Equal((entities.Row(1) * relations.Row(1) * entities.Row(5)).Sum(), scores[1, 1, 5], 12);
    }

    [Fact]
    public void Any_set_of_triples_is_expressed_whichever_is_fewer()
    {
        Assert.Equal(0, ExpressivityExperiment.WrongScores(new HashSet<Triple> { new(0, 1, 2), new(2, 0, 2), new(1, 1, 0) }, 3, 2));
        Assert.Equal(0, ExpressivityExperiment.WrongScores(new HashSet<Triple> { new(0, 4, 1), new(1, 0, 1), new(1, 4, 1) }, 2, 5));
        Assert.Equal(0, ExpressivityExperiment.WrongScores(new HashSet<Triple>(), 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => BilinearCore.Expressing([new Triple(0, 2, 0)], 2, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => BilinearCore.FromTuckerCore(Tensor.Ones(3, 2, 3), 3));
        Assert.Throws<ArgumentException>(() => new BilinearCore(Tensor.Ones(2, 3), Tensor.Ones(2, 3), 1).ToTuckerCore());
    }

    [Fact]
    public void The_trained_models_mixing_is_that_of_the_theory()
    {
        var sizes = new LinkSizes(5, 4, 6, 3, Dropout: 0);
        var model = new LowFerModel(sizes, 2, new RandomStream(4), roots: false);
        model.Eval(); // fresh norms leave their input as it is, but for 1/√(1 + 1e-5) each
        var scores = LinkRanking.Scores(model, [new Triple(1, 3, 0), new Triple(4, 0, 0)]);
        var expected = model.Core.Scores(model.Entities.Data.To(DType.F64), model.Relations.Data.To(DType.F64));
        for (var o = 0; o < 5; o++)
        {
            Assert.Equal(expected[1, 3, o], scores[0, o], 4);
            Assert.Equal(expected[4, 0, o], scores[1, o], 4);
        }
    }

    [Fact]
    public void Core_parameters_are_those_of_the_formulas()
    {
        var sizes = new LinkSizes(50, 6, 32, 16);
        Assert.Equal(5 * 32 * (32 + 16), new LowFerModel(sizes, 5, new RandomStream(1)).CoreParameters);
        Assert.Equal(32 * 32 * 16, new TuckerModel(sizes, new RandomStream(1)).CoreParameters);
        Assert.Equal(0, new DistMultModel(sizes, new RandomStream(1)).CoreParameters);
    }

    [Fact]
    public void Ties_count_as_their_mean_place_and_other_answers_are_left_out()
    {
        Assert.Equal(2, LinkRanking.Rank([0.5, 0.9, 0.1, 0.2], 0, new HashSet<int>()));
        Assert.Equal(1, LinkRanking.Rank([0.5, 0.9, 0.1, 0.2], 0, new HashSet<int> { 0, 1 }));
        Assert.Equal(2.5, LinkRanking.Rank([1.0, 1, 1, 1], 2, new HashSet<int>()));
        var ranking = new LinkRanking([1, 2, 20]);
        Assert.Equal((1 + 0.5 + 0.05) / 3, ranking.MeanReciprocalRank, 12);
        Assert.Equal(2.0 / 3, ranking.HitsAt(10), 12);
    }

    [Fact]
    public void Splits_keep_every_entity_in_training_and_pairs_together()
    {
        var graph = FactGraph.Family(60, new RandomStream(5));
        var split = TripleSplit.Of(graph.Triples, graph.Entities, graph.Relations.Count, 0.1, new RandomStream(6));
        Assert.Equal(graph.Triples.Count, split.All.Count());
        Assert.True(split.Test.Count > 5 && split.Validation.Count > 5);
        var (entities, relations) = (split.Train.SelectMany(t => new[] { t.Subject, t.Object }).ToHashSet(), split.Train.Select(t => t.Relation).ToHashSet());
        var linked = split.Train.Select(t => (Math.Min(t.Subject, t.Object), Math.Max(t.Subject, t.Object))).ToHashSet();
        Assert.All(split.Test.Concat(split.Validation), t =>
        {
            Assert.True(entities.Contains(t.Subject) && entities.Contains(t.Object) && relations.Contains(t.Relation));
            Assert.DoesNotContain((Math.Min(t.Subject, t.Object), Math.Max(t.Subject, t.Object)), linked);
        });
        Assert.Equal(new Triple(3, 1, 2), split.Inverse(split.Inverse(new Triple(3, 1, 2))));
    }

    [Fact]
    public void Families_follow_their_rules()
    {
        var graph = FactGraph.Family(80, new RandomStream(7));
        var facts = graph.Triples.ToHashSet();
        Assert.Equal(80, graph.Entities);
        ILookup<int, int> parents = graph.Triples.Where(t => t.Relation < 2).ToLookup(t => t.Object, t => t.Subject);
        Assert.All(graph.Triples.Where(t => t.Relation == 3), t => Assert.Equal(parents[t.Subject].Order(), parents[t.Object].Order()));
        Assert.All(graph.Triples.Where(t => t.Relation == 4), t => Assert.Contains(parents[t.Object], parent => parents[parent].Contains(t.Subject)));
        Assert.All(graph.Triples.Where(t => t.Relation == 6), t => Assert.DoesNotContain(new Triple(t.Subject, 3, t.Object), facts));
        Assert.All(graph.Triples.Where(t => t.Relation == 2), t => Assert.True(!parents[t.Subject].Any() || !parents[t.Subject].Order().SequenceEqual(parents[t.Object].Order())));
    }

    [Fact]
    public void Training_learns_facts_and_repeats_itself()
    {
        var graph = FactGraph.Family(30, new RandomStream(8));
        var split = TripleSplit.Of(graph.Triples, graph.Entities, graph.Relations.Count, 0.05, new RandomStream(9));
        double Trained(Func<LinkSizes, LinkModel> make)
        {
            var model = make(new LinkSizes(graph.Entities, 2 * graph.Relations.Count, 16, 8, Dropout: 0));
            List<double> losses = [];
            LinkTraining.Train(model, split, new LinkTrainingOptions { Epochs = 12 }, new RandomStream(10), (_, loss) => losses.Add(loss));
            Assert.True(losses[^1] < losses[0]);
            return LinkRanking.Of(model, split, split.Train).MeanReciprocalRank;
        }
        var first = Trained(sizes => new LowFerModel(sizes, 3, new RandomStream(11)));
        Assert.InRange(first, 0.4, 1);
        Assert.Equal(first, Trained(sizes => new LowFerModel(sizes, 3, new RandomStream(11))));
        Assert.InRange(Trained(sizes => new TuckerModel(sizes, new RandomStream(11))), 0.4, 1);
        Assert.InRange(Trained(sizes => new DistMultModel(sizes, new RandomStream(11))), 0.4, 1);
    }

    [Fact]
    public void Wordnets_part_is_connected_and_has_the_size_asked_for()
    {
        var graph = FactGraph.WordNet(DataFolder.Find(), 50);
        Assert.Equal(50, graph.Entities);
        Assert.Equal(Enumerable.Range(0, 50), graph.Triples.SelectMany(t => new[] { t.Subject, t.Object }).Distinct().Order());
        Assert.All(graph.Triples, t => Assert.InRange(t.Relation, 0, graph.Relations.Count - 1));
    }

    [Fact]
    public void Tool_completes_facts_and_says_how_good_it_is()
    {
        var report = Use(new LinkPredictionToolOptions { Triples = Family(), Head = "p0", Relation = "spouse_of", Epochs = 25, Top = 3, Dropout = 0 });
        Assert.Equal("Tails for (p0, spouse_of, ?)", report.Tables[0].Title);
        Assert.Equal(3, report.Tables[0].Rows.Count);
        Assert.InRange(report.Measures[0].Value, 0.03, 1);
        Assert.Equal(["entities", "relations", "names", "completions"], report.Outputs.Select(output => output.Name));
        Assert.Single(report.Figures);
        Assert.Equal("Heads for (?, father_of, p9)", Use(new LinkPredictionToolOptions { Triples = Family(), Tail = "p9", Relation = "father_of", Epochs = 1 }).Tables[0].Title);
    }

    [Theory]
    [InlineData("", "no facts")]
    [InlineData("a\tr\n", "line 1: 2 parts")]
    [InlineData("a\tr\tb\na\t\tb\n", "line 2: the relation is empty")]
    [InlineData("a\tr\tb\nb\tr\ta\na\tr\tb\n", "line 3: the fact is there already, in line 1")]
    [InlineData("a\tr\tb\n", "at least 30")]
    [InlineData("a\0b\n", "no text")]
    public void Tool_refuses_bad_facts_with_the_place(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<ToolException>(() => Use(new LinkPredictionToolOptions { Triples = File("bad.tsv", text) })).Message, StringComparison.Ordinal);

    [Fact]
    public void Tool_refuses_questions_that_cannot_be_answered()
    {
        var options = new LinkPredictionToolOptions { Triples = Family(), Relation = "spouse_of" };
        Assert.Contains("'nobody'", Assert.Throws<ToolException>(() => Use(options with { Head = "nobody" })).Message, StringComparison.Ordinal);
        Assert.Contains("father_of", Assert.Throws<ToolException>(() => Use(options with { Head = "p0", Relation = "father" })).Message, StringComparison.Ordinal);
        Assert.Contains("both given", Assert.Throws<ToolException>(() => Use(options with { Head = "p0", Tail = "p1" })).Message, StringComparison.Ordinal);
        Assert.Contains("asks nothing", Assert.Throws<ToolException>(() => Use(options)).Message, StringComparison.Ordinal);
        Assert.Contains("--relation is missing", Assert.Throws<ToolException>(() => Use(options with { Head = "p0", Relation = null })).Message, StringComparison.Ordinal);
        var apart = File("apart.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => $"a{i}\tr\tb{i}\n")));
        Assert.Contains("no fact can be held out", Assert.Throws<ToolException>(() => Use(new LinkPredictionToolOptions { Triples = apart })).Message, StringComparison.Ordinal);
    }

    private static ToolReport Use(LinkPredictionToolOptions options) => new LinkPredictionTool().Use(options, new ToolContext { Slug = "lowfer" }, CancellationToken.None);

    private InputFile Family()
    {
        var graph = FactGraph.Family(30, new RandomStream(12));
        return File("family.tsv", "head\trelation\ttail\n" + string.Concat(graph.Triples.Select(t => $"p{t.Subject}\t{graph.Relations[t.Relation]}\tp{t.Object}\n")));
    }

    private InputFile File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return new InputFile(path);
    }
}
