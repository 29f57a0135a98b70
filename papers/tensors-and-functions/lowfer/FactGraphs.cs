using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>Facts to learn from.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Entities">n_e.</param>
/// <param name="Relations">The relations' names.</param>
/// <param name="Triples">The facts, each once and in one direction.</param>
public sealed record FactGraph(string Name, int Entities, IReadOnlyList<string> Relations, IReadOnlyList<Triple> Triples)
{
    /// <summary>The part of WordNet around its best connected synset: breadth first, until so many synsets are reached, with all facts between them.</summary>
    /// <param name="data">The bundled data.</param>
    /// <param name="entities">How many synsets.</param>
    public static FactGraph WordNet(DataFolder data, int entities)
    {
        var graph = KnowledgeGraph.Load(data, "wordnet");
        List<Triple> all = [];
        foreach (var part in new[] { graph.Train, graph.Validation, graph.Test })
            for (var i = 0; i < part.Rows; i++)
                all.Add(new Triple((int)part[i, 0], (int)part[i, 1], (int)part[i, 2]));

        var neighbours = all.SelectMany(t => new[] { (From: t.Subject, To: t.Object), (From: t.Object, To: t.Subject) }).ToLookup(edge => edge.From, edge => edge.To);
        var first = Enumerable.Range(0, graph.Entities.Count).MaxBy(entity => neighbours[entity].Count());
        var places = new Dictionary<int, int> { [first] = 0 };
        var waiting = new Queue<int>([first]);
        while (places.Count < entities && waiting.TryDequeue(out var entity))
            foreach (var next in neighbours[entity])
                if (places.Count < entities && places.TryAdd(next, places.Count))
                    waiting.Enqueue(next);
        Triple[] inside = [.. all.Where(t => places.ContainsKey(t.Subject) && places.ContainsKey(t.Object))];
        int[] used = [.. inside.Select(t => t.Relation).Distinct().Order()];
        return new FactGraph("WordNet", places.Count, [.. used.Select(r => graph.Relations[r])],
            [.. inside.Select(t => new Triple(places[t.Subject], Array.IndexOf(used, t.Relation), places[t.Object]))]);
    }

    /// <summary>
    /// A family of several generations that marry among each other: facts follow from each other by rules (the father of a sibling is one's
    /// father), so that those held out can be told from the others.
    /// </summary>
    /// <param name="people">How many people.</param>
    /// <param name="random">Who marries whom, and how many children they have.</param>
    public static FactGraph Family(int people, RandomStream random)
    {
        const int father = 0, mother = 1, spouse = 2, sibling = 3, grandparent = 4, uncleOrAunt = 5, cousin = 6;
        var parents = new List<(int Father, int Mother)?>();
        var triples = new HashSet<Triple>();
        List<int> generation = [.. Enumerable.Range(0, Math.Max(4, people / 12 / 2 * 2))];
        foreach (var _ in generation) parents.Add(null);
        var partner = new Dictionary<int, int>();
        while (parents.Count < people)
        {
            var order = random.Permutation(generation.Count).Select(i => generation[i]).ToList();
            List<int> children = [];
            while (order.Count > 1 && parents.Count < people)
            {
                var him = order[^1];
                order.RemoveAt(order.Count - 1);
                var place = order.FindIndex(other => parents[him] is null || parents[other] != parents[him]); // brothers and sisters do not marry
                if (place < 0) break;
                var her = order[place];
                order.RemoveAt(place);
                (partner[him], partner[her]) = (her, him);
                triples.Add(new Triple(him, spouse, her));
                for (var births = 2 + random.Next(3); births > 0 && parents.Count < people; births--)
                {
                    children.Add(parents.Count);
                    parents.Add((him, her));
                }
            }
            if (children.Count < 4) break;
            generation = children;
        }

        for (var child = 0; child < parents.Count; child++)
        {
            if (parents[child] is not var (him, her)) continue;
            triples.Add(new Triple(him, father, child));
            triples.Add(new Triple(her, mother, child));
            foreach (var parent in new[] { him, her })
            {
                if (parents[parent] is var (grandfather, grandmother))
                {
                    triples.Add(new Triple(grandfather, grandparent, child));
                    triples.Add(new Triple(grandmother, grandparent, child));
                }
                for (var other = 0; other < parents.Count; other++)
                    if (other != parent && parents[other] is not null && parents[other] == parents[parent])
                    {
                        triples.Add(new Triple(other, uncleOrAunt, child));
                        if (partner.TryGetValue(other, out var married)) triples.Add(new Triple(married, uncleOrAunt, child));
                    }
            }
            for (var other = 0; other < child; other++)
                if (parents[other] is var (otherHim, otherHer))
                {
                    if (otherHim == him && otherHer == her) triples.Add(new Triple(other, sibling, child));
                    else if (Related(him, her, otherHim, otherHer)) triples.Add(new Triple(other, cousin, child));
                }
        }
        return new FactGraph("family tree", parents.Count, ["father_of", "mother_of", "spouse_of", "sibling_of", "grandparent_of", "uncle_or_aunt_of", "cousin_of"], [.. triples]);

        bool Related(int him, int her, int otherHim, int otherHer) =>
            (from a in new[] { him, her } from b in new[] { otherHim, otherHer } where a != b && parents[a] is not null && parents[a] == parents[b] select a).Any();
    }
}
