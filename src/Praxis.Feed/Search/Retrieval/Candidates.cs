using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>
/// Chooses the papers worth scoring, at a cost that does not grow with the catalogue: all with any of the words while these are rare enough;
/// else those with a rare word, and the newest of those with all words, or with several.
/// </summary>
internal sealed class Candidates(SqliteConnection connection, SearchImage image, Func<int, bool> fits)
{
    // Full-text rows that are read for words found anywhere, and for those found together.
    private const int AnyBudget = 2_000;
    private const int RareBudget = 600;
    private const int LookedAt = 1_200;
    private const int WithAll = 400;
    private const int WithSome = 150;
    private const int EnoughWithAll = 100;
    private const int RarestWords = 3;

    private readonly HashSet<int> _found = [];

    public HashSet<int> Of(IReadOnlyList<WordGroup> groups)
    {
        if (groups.Count == 0) return _found;
        var rarestFirst = groups.OrderBy(group => group.Papers).ToList();
        if (groups.Sum(group => (long)group.Papers) <= AnyBudget)
        {
            Take(string.Join(" OR ", Expressions(groups)), AnyBudget, AnyBudget);
            return _found;
        }
        var rare = 0;
        for (var sum = rarestFirst[0].Papers; rare < rarestFirst.Count && sum <= RareBudget; sum += rare < rarestFirst.Count ? rarestFirst[rare].Papers : 0) rare++;
        if (rare > 0) Take(string.Join(" OR ", Expressions(rarestFirst.Take(rare))), RareBudget, RareBudget);
        // With a word that is rare all papers with all words are found already.
        if (rare > 0 && rarestFirst.Count > 1 && rare == rarestFirst.Count) return _found;
        if (rare == 0)
        {
            var all = Take(string.Join(" AND ", Expressions(rarestFirst)), LookedAt, WithAll);
            if (all >= EnoughWithAll || rarestFirst.Count < 3) return _found;
        }
        // Any two of the rarest words together.
        var rarest = rarestFirst.Skip(rare).Take(RarestWords).ToList();
        for (var i = 0; i < rarest.Count; i++)
            for (var j = i + 1; j < rarest.Count; j++)
                Take(string.Join(" AND ", Expressions([rarest[i], rarest[j]])), LookedAt, WithSome);
        return _found;
    }

    private IEnumerable<string> Expressions(IEnumerable<WordGroup> groups) => groups.Select(group => group.Expression(image.Vocabulary));

    private int Take(string expression, int mostLookedAt, int mostWanted)
    {
        var taken = 0;
        FullText.Find(connection, expression, mostLookedAt, mostWanted, paper =>
        {
            if (!fits(paper)) return false;
            _found.Add(paper);
            taken++;
            return true;
        });
        return taken;
    }
}
