using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>C1: random sets of triples, scored by the model that is made for them.</summary>
public static class ExpressivityExperiment
{
    internal static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var sets = context.Pick(smoke: 5, small: 20, full: 50);
        foreach (var (name, entities, relations) in new[] { ("up to 30 entities and 6 relations, k = n_r", (6, 30), (1, 6)), ("3 to 7 entities and 8 to 20 relations, k = n_e", (3, 7), (8, 20)) })
        {
            var random = context.Random(context.Seeds[0], name);
            var worst = 0;
            for (var set = 0; set < sets; set++)
            {
                cancel.ThrowIfCancellationRequested();
                var (ne, nr) = (random.Next(entities.Item1, entities.Item2 + 1), random.Next(relations.Item1, relations.Item2 + 1));
                var share = random.NextDouble();
                var triples = (from s in Enumerable.Range(0, ne) from r in Enumerable.Range(0, nr) from o in Enumerable.Range(0, ne) where random.NextDouble() < share select new Triple(s, r, o)).ToHashSet();
                worst = Math.Max(worst, WrongScores(triples, ne, nr));
            }
            found.Observe("C1", "exact-scores", $"{sets} sets of {name}", 0, worst);
        }
    }

    /// <summary>Triples of the set whose score is not 1, and others whose score is not 0.</summary>
    public static int WrongScores(IReadOnlySet<Triple> triples, int entities, int relations)
    {
        var scores = BilinearCore.Expressing(triples, entities, relations).Scores(Tensor.Identity(entities), Tensor.Identity(relations)); // (n_e, n_r, n_e)
        var wrong = 0;
        for (var s = 0; s < entities; s++)
            for (var r = 0; r < relations; r++)
                for (var o = 0; o < entities; o++)
                    if (scores[s, r, o] != (triples.Contains(new Triple(s, r, o)) ? 1 : 0)) wrong++;
        return wrong;
    }
}
