using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>Where the right answers stand among all entities, other right answers (of any part of the facts) being left out; ties count as their mean place.</summary>
/// <param name="Ranks">For each fact, asked for its object and, by the inverse relation, for its subject.</param>
public sealed record LinkRanking(IReadOnlyList<double> Ranks)
{
    private const int Batch = 256;

    /// <summary>The mean of 1/rank.</summary>
    public double MeanReciprocalRank => Ranks.Average(rank => 1 / rank);

    /// <summary>The share of ranks up to n.</summary>
    public double HitsAt(int n) => Ranks.Count(rank => rank <= n) / (double)Ranks.Count;

    /// <summary>Ranks the answers to some facts.</summary>
    /// <param name="model">A trained model, in evaluation.</param>
    /// <param name="split">All facts, by which right answers are left out.</param>
    /// <param name="asked">The facts that are asked for.</param>
    /// <exception cref="ArgumentException">There are no facts to ask for.</exception>
    public static LinkRanking Of(LinkModel model, TripleSplit split, IReadOnlyList<Triple> asked)
    {
        if (asked.Count == 0) throw new ArgumentException("There are no facts to ask for.", nameof(asked));
        var known = split.Objects(split.All);
        Triple[] questions = [.. asked.SelectMany(triple => new[] { triple, split.Inverse(triple) })];
        var ranks = new List<double>(questions.Length);
        foreach (var chunk in questions.Chunk(Batch))
        {
            var scores = Scores(model, chunk); // (chunk, n_e)
            for (var i = 0; i < chunk.Length; i++)
            {
                var others = known[(chunk[i].Subject, chunk[i].Relation)].ToHashSet();
                ranks.Add(Rank(scores.RowSpan(i), chunk[i].Object, others));
            }
        }
        return new LinkRanking(ranks);
    }

    /// <summary>Scores of all entities as objects.</summary>
    /// <param name="model">A trained model, in evaluation.</param>
    /// <param name="questions">Subjects and relations; the objects are not looked at.</param>
    /// <returns>F64: (questions, n_e).</returns>
    public static Tensor Scores(LinkModel model, IReadOnlyList<Triple> questions)
    {
        using var still = NoGradient.Scope();
        return model.Score(Tensor.FromArray([.. questions.Select(q => (long)q.Subject)]), Tensor.FromArray([.. questions.Select(q => (long)q.Relation)])).Data.To(DType.F64);
    }

    /// <summary>1 + those above + half of those that tie.</summary>
    /// <param name="scores">Of all entities.</param>
    /// <param name="answer">The right one.</param>
    /// <param name="leftOut">Other right ones; the answer may be among them.</param>
    public static double Rank(ReadOnlySpan<double> scores, int answer, IReadOnlySet<int> leftOut)
    {
        var (above, tied) = (0, 0);
        for (var entity = 0; entity < scores.Length; entity++)
        {
            if (entity == answer || leftOut.Contains(entity)) continue;
            if (scores[entity] > scores[answer]) above++;
            else if (scores[entity] == scores[answer]) tied++;
        }
        return 1 + above + tied / 2.0;
    }
}
