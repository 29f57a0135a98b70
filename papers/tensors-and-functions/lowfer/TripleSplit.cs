using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>Facts for link prediction, split so that every entity of validation and test is in training, and no two entities are linked in several parts.</summary>
public sealed class TripleSplit
{
    private TripleSplit(int entities, int relations, Triple[] train, Triple[] validation, Triple[] test) =>
        (Entities, Relations, Train, Validation, Test) = (entities, relations, train, validation, test);

    /// <summary>n_e.</summary>
    public int Entities { get; }

    /// <summary>n_r, without inverse relations.</summary>
    public int Relations { get; }

    /// <summary>What a model learns from.</summary>
    public IReadOnlyList<Triple> Train { get; }

    /// <summary>What settings are chosen by.</summary>
    public IReadOnlyList<Triple> Validation { get; }

    /// <summary>What is measured on.</summary>
    public IReadOnlyList<Triple> Test { get; }

    /// <summary>All facts.</summary>
    public IEnumerable<Triple> All => [.. Train, .. Validation, .. Test];

    /// <summary>
    /// Splits at random. All facts between the same two entities stay together, in whatever direction: else an inverse relation in training
    /// would tell the answer.
    /// </summary>
    /// <param name="triples">The facts.</param>
    /// <param name="entities">n_e.</param>
    /// <param name="relations">n_r.</param>
    /// <param name="share">Of validation and of test, each; fewer where entities would be lost to training.</param>
    /// <param name="random">The order.</param>
    public static TripleSplit Of(IReadOnlyList<Triple> triples, int entities, int relations, double share, RandomStream random)
    {
        var pairs = triples.GroupBy(t => (Math.Min(t.Subject, t.Object), Math.Max(t.Subject, t.Object))).Select(group => group.ToArray()).ToList();
        var (ofEntity, ofRelation) = (new int[entities], new int[relations]); // facts left in training
        foreach (var triple in triples) Count(triple, 1);
        List<Triple>[] parts = [[], [], []];
        var wanted = share * triples.Count;
        foreach (var place in random.Permutation(pairs.Count))
        {
            var pair = pairs[place];
            var part = parts[2].Count < wanted ? 2 : parts[1].Count < wanted ? 1 : 0;
            foreach (var triple in pair) Count(triple, -1);
            if (part > 0 && pair.Any(t => ofEntity[t.Subject] == 0 || ofEntity[t.Object] == 0 || ofRelation[t.Relation] == 0)) part = 0;
            if (part == 0)
                foreach (var triple in pair) Count(triple, 1);
            parts[part].AddRange(pair);
        }
        return new TripleSplit(entities, relations, [.. parts[0]], [.. parts[1]], [.. parts[2]]);

        void Count(Triple triple, int change)
        {
            ofEntity[triple.Subject] += change;
            ofEntity[triple.Object] += change;
            ofRelation[triple.Relation] += change;
        }
    }

    /// <summary>The fact read from its object: relation r becomes r + n_r, its inverse.</summary>
    public Triple Inverse(Triple triple) => new(triple.Object, triple.Relation < Relations ? triple.Relation + Relations : triple.Relation - Relations, triple.Subject);

    /// <summary>The objects that facts name for a subject and a relation, inverse relations included.</summary>
    public IReadOnlyDictionary<(int Subject, int Relation), int[]> Objects(IEnumerable<Triple> triples) =>
        triples.SelectMany(triple => new[] { triple, Inverse(triple) })
            .GroupBy(triple => (triple.Subject, triple.Relation))
            .ToDictionary(group => group.Key, group => group.Select(triple => triple.Object).Distinct().ToArray());
}
