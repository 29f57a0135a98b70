using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>Completes the reader's facts, with the ranking of facts that were held out, beside DistMult's and that of how often entities occur.</summary>
[Paper("lowfer")]
public sealed class LinkPredictionTool : ITool<LinkPredictionToolOptions>
{
    private const int FewestFacts = 30, MostEntities = 20_000, MostFacts = 500_000;

    /// <inheritdoc/>
    public string Says => "Learn from facts of head, relation and tail, and rank what is missing.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "facts.tsv --head Bern --relation capital_of",
        "facts.tsv --rank 10 --epochs 100 -o entities.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(LinkPredictionToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var facts = NamedTriples.Parse(options.Triples.Path, options.Triples.Text());
        Check(facts);
        var question = Question(facts, options);
        var split = TripleSplit.Of(facts.Triples, facts.Entities.Count, facts.Relations.Count, 0.1, context.Random("split"));
        if (split.Test.Count == 0)
            throw new ToolException($"{facts.Source}: no fact can be held out without losing an entity or relation to training. Give facts that share more entities.");

        var sizes = new LinkSizes(split.Entities, 2 * split.Relations, options.EntityLength, options.RelationLength, options.Dropout);
        var training = new LinkTrainingOptions { Epochs = options.Epochs };
        var model = new LowFerModel(sizes, options.Rank, context.Random("weights"));
        Train(model, "LowFER", 0, 0.6);
        var distMult = new DistMultModel(sizes, context.Random("weights"));
        Train(distMult, "DistMult, to compare", 0.6, 0.35);
        var (ranks, otherRanks) = (LinkRanking.Of(model, split, split.Test), LinkRanking.Of(distMult, split, split.Test));
        var byFrequency = RankingByFrequency(split);

        return new ToolReport
        {
            Headline = $"{facts.Triples.Count:N0} facts of {facts.Entities.Count:N0} entities and {facts.Relations.Count} relations: on {split.Test.Count:N0} facts held out, the mean reciprocal rank is {Show(ranks.MeanReciprocalRank)} (DistMult: {Show(otherRanks.MeanReciprocalRank)}).",
            Guarantee = "None: a rank is what the model believes, and facts that are not in the file count as false while it learns. The ranking is measured on facts that were held out, every entity of which occurs in training.",
            Measures =
            [
                new("mean reciprocal rank", ranks.MeanReciprocalRank, Note: "filtered, asked for tails and heads; 1 is perfect"),
                new("Hits@1", ranks.HitsAt(1)),
                new("Hits@10", ranks.HitsAt(10)),
                new("mean reciprocal rank of DistMult", otherRanks.MeanReciprocalRank, Note: "same facts, same training"),
                new("mean reciprocal rank by frequency", byFrequency.MeanReciprocalRank, Note: "the entities that the relation names most often first"),
                new("facts learned from", split.Train.Count),
                new("facts held out", split.Validation.Count + split.Test.Count, Note: $"{split.Test.Count} of them measured on"),
                new("parameters", model.CountParameters()),
            ],
            Tables = [.. question is { } asked ? new[] { Completions(facts, split, model, asked, options.Top) } : [], ByRelation(facts, split, ranks)],
            Figures = [RelationFigure(facts, split, ranks)],
            Remarks =
            [
                .. ranks.MeanReciprocalRank <= byFrequency.MeanReciprocalRank ? ["Counting how often a relation names an entity ranks as well: the facts say too little for these settings, or they need more --epochs or another --dropout."] : Array.Empty<string>(),
                "Facts between the same two entities were kept in one part, so that an inverse relation gives no answer away.",
                "The model learned from the facts that were not held out; completions come from it.",
            ],
            Outputs =
            [
                new MatrixOutput("entities", $"vectors of {facts.Entities.Count} entities, in the order in which the file first names them", model.Entities.Data.To(DType.F64)),
                new MatrixOutput("relations", $"vectors of {facts.Relations.Count} relations and, below, of their inverses", model.Relations.Data.To(DType.F64)),
                new TextOutput("names", "names of the entities, one a line, then an empty line, then names of the relations", string.Join('\n', [.. facts.Entities, "", .. facts.Relations, ""])),
                .. question is { } wanted ? new ToolOutput[] { new TextOutput("completions", "ranked completions, separated by tabs", Lines(Completions(facts, split, model, wanted, options.Top))) } : [],
            ],
        };

        void Train(LinkModel trained, string name, double from, double share) => LinkTraining.Train(trained, split, training, context.Random("batches"),
            (epoch, loss) => context.Report(name, from + share * epoch / options.Epochs, ("loss", loss)), cancel);
    }

    private static void Check(NamedTriples facts)
    {
        if (facts.Triples.Count < FewestFacts) throw new ToolException($"{facts.Source}: {facts.Triples.Count} facts; at least {FewestFacts} are needed to learn and to measure.");
        if (facts.Entities.Count > MostEntities) throw new ToolException($"{facts.Source}: {facts.Entities.Count:N0} entities; at most {MostEntities:N0} are taken, for every fact is compared with all of them. Give a part of the facts.");
        if (facts.Triples.Count > MostFacts) throw new ToolException($"{facts.Source}: {facts.Triples.Count:N0} facts; at most {MostFacts:N0} are taken. Give a part of them.");
    }

    /// <summary>What to complete: subject and relation, the inverse relation for a tail.</summary>
    private static Triple? Question(NamedTriples facts, LinkPredictionToolOptions options) => (options.Head, options.Tail, options.Relation) switch
    {
        (null, null, null) => null,
        (not null, not null, _) => throw new ToolException("--head and --tail are both given; one of them is what is asked for, so leave it out."),
        (_, _, null) => throw new ToolException("--relation is missing: it says how the entity asked for is related to the one given."),
        (null, null, _) => throw new ToolException("--relation alone asks nothing: give --head or --tail too."),
        ({ } head, null, { } relation) => new Triple(facts.Entity(head), facts.Relation(relation), -1),
        (null, { } tail, { } relation) => new Triple(facts.Entity(tail), facts.Relation(relation) + facts.Relations.Count, -1),
    };

    private static FindingsTable Completions(NamedTriples facts, TripleSplit split, LinkModel model, Triple asked, int top)
    {
        var scores = LinkRanking.Scores(model, [asked, asked]).RowSpan(0).ToArray(); // (n_e)
        var known = split.Objects(split.All).GetValueOrDefault((asked.Subject, asked.Relation), []);
        var inverse = asked.Relation >= split.Relations;
        var (given, relation) = (facts.Entities[asked.Subject], facts.Relations[asked.Relation % split.Relations]);
        return new FindingsTable(
            inverse ? $"Heads for (?, {relation}, {given})" : $"Tails for ({given}, {relation}, ?)",
            ["rank", "entity", "probability", "in the file"],
            [.. Enumerable.Range(0, scores.Length).OrderByDescending(entity => scores[entity]).Take(top).Select((entity, i) => (IReadOnlyList<string>)
                [$"{i + 1}", facts.Entities[entity], Show(1 / (1 + Math.Exp(-scores[entity]))), known.Contains(entity) ? "yes" : "no"])]);
    }

    private static IEnumerable<(string Relation, int Facts, LinkRanking Ranking)> PerRelation(NamedTriples facts, TripleSplit split, LinkRanking ranks) =>
        split.Test.Select((triple, i) => (triple.Relation, Ranks: new[] { ranks.Ranks[2 * i], ranks.Ranks[2 * i + 1] }))
            .GroupBy(fact => fact.Relation)
            .Select(group => (facts.Relations[group.Key], group.Count(), new LinkRanking([.. group.SelectMany(fact => fact.Ranks)])))
            .OrderByDescending(relation => relation.Item2);

    private static FindingsTable ByRelation(NamedTriples facts, TripleSplit split, LinkRanking ranks) => new(
        "Held-out facts by relation",
        ["relation", "facts", "mean reciprocal rank", "Hits@10"],
        [.. PerRelation(facts, split, ranks).Take(20).Select(r => (IReadOnlyList<string>)[r.Relation, $"{r.Facts}", Show(r.Ranking.MeanReciprocalRank), Show(r.Ranking.HitsAt(10))])]);

    private static Figure RelationFigure(NamedTriples facts, TripleSplit split, LinkRanking ranks)
    {
        var shown = PerRelation(facts, split, ranks).Take(12).ToList();
        return new Figure
        {
            Title = "Mean reciprocal rank of held-out facts by relation",
            Description = $"The relations with most held-out facts; best is {shown.MaxBy(r => r.Ranking.MeanReciprocalRank).Relation}.",
            Panels = [new Panel { X = new Axis("mean reciprocal rank", Low: 0, High: 1), Y = new Axis(Categories: [.. shown.Select(r => r.Relation)]), Marks = [new Bars([.. shown.Select(r => r.Ranking.MeanReciprocalRank)])] }],
        };
    }

    /// <summary>What knowing nothing of the head gives: entities in the order of how often training names them for the relation.</summary>
    private static LinkRanking RankingByFrequency(TripleSplit split)
    {
        var (known, counts) = (split.Objects(split.All), new Dictionary<int, double[]>());
        foreach (var triple in split.Train.SelectMany(t => new[] { t, split.Inverse(t) }))
        {
            if (!counts.TryGetValue(triple.Relation, out var ofRelation)) counts.Add(triple.Relation, ofRelation = new double[split.Entities]);
            ofRelation[triple.Object]++;
        }
        return new LinkRanking([.. split.Test.SelectMany(t => new[] { t, split.Inverse(t) }).Select(q => LinkRanking.Rank(counts[q.Relation], q.Object, known[(q.Subject, q.Relation)].ToHashSet()))]);
    }

    private static string Lines(FindingsTable table) => string.Join('\n', table.Rows.Prepend(table.Columns).Select(row => string.Join('\t', row))) + "\n";

    private static string Show(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
