using System.Text;
using Praxis.Numerics;

namespace Praxis.Feed;

/// <summary>How well papers are found that are known to be there.</summary>
/// <param name="Queries">The number of queries.</param>
/// <param name="MeanReciprocalRank">The mean of 1/rank over the queries, where a rank beyond 10 counts as 0 (MRR@10).</param>
/// <param name="First">The share found at rank 1.</param>
/// <param name="FirstTen">The share found within the first ten.</param>
public sealed record KnownItemScore(int Queries, double MeanReciprocalRank, double First, double FirstTen);

/// <summary>Measures the search by queries whose answer is known.</summary>
public static class SearchQuality
{
    private const int RanksLookedAt = 10;
    private const int Typos = 2;

    /// <summary>How well the papers meant by paraphrases are found.</summary>
    /// <param name="search">The search over a catalogue that has the papers.</param>
    /// <param name="paraphrases">The queries.</param>
    /// <param name="mode">By words, by meaning, or by both.</param>
    /// <param name="missed">Told every query whose paper is not at rank 1, with the rank (0 beyond ten).</param>
    public static KnownItemScore Of(PaperSearch search, IReadOnlyList<Paraphrase> paraphrases, SearchMode mode, Action<Paraphrase, int>? missed = null)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(paraphrases);
        var ranks = new List<int>(paraphrases.Count);
        foreach (var one in paraphrases)
        {
            ranks.Add(Rank(search, one.Query, one.Slug, mode));
            if (ranks[^1] != 1) missed?.Invoke(one, ranks[^1]);
        }
        return Score(ranks);
    }

    /// <summary>How well papers are found by their titles with two typos in each.</summary>
    /// <param name="search">The search over a catalogue that has the papers.</param>
    /// <param name="titles">Titles by slug.</param>
    /// <param name="rounds">So many times each, with other typos.</param>
    /// <param name="seed">The seed of the typos.</param>
    public static KnownItemScore OfMistypedTitles(PaperSearch search, IReadOnlyList<(string Slug, string Title)> titles, int rounds, long seed)
    {
        ArgumentNullException.ThrowIfNull(search);
        ArgumentNullException.ThrowIfNull(titles);
        var random = new RandomStream(seed);
        var ranks = new List<int>(titles.Count * rounds);
        for (var round = 0; round < rounds; round++)
            foreach (var (slug, title) in titles) ranks.Add(Rank(search, Mistype(title, random), slug, SearchMode.Both));
        return Score(ranks);
    }

    /// <summary>A text with two slips of a typist: letters left out, doubled by another, swapped or replaced, each at a random letter.</summary>
    public static string Mistype(string text, RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(random);
        var typed = new StringBuilder(text);
        for (var typo = 0; typo < Typos; typo++)
        {
            var letters = Enumerable.Range(0, typed.Length).Where(i => char.IsAsciiLetter(typed[i])).ToList();
            if (letters.Count < 2) break;
            var at = letters[random.Next(letters.Count)];
            var other = (char)('a' + random.Next(26));
            switch (random.Next(4))
            {
                case 0:
                    typed.Remove(at, 1);
                    break;
                case 1:
                    typed.Insert(at, other);
                    break;
                case 2 when at + 1 < typed.Length && char.IsAsciiLetter(typed[at + 1]):
                    (typed[at], typed[at + 1]) = (typed[at + 1], typed[at]);
                    break;
                default:
                    typed[at] = other;
                    break;
            }
        }
        return typed.ToString();
    }

    private static int Rank(PaperSearch search, string query, string slug, SearchMode mode)
    {
        var entries = search.Search(new SearchRequest(query) { Mode = mode, Limit = RanksLookedAt }).Entries;
        for (var i = 0; i < entries.Count; i++)
            if (entries[i].Slug == slug) return i + 1;
        return 0;
    }

    private static KnownItemScore Score(List<int> ranks) => new(
        ranks.Count, ranks.Average(rank => rank > 0 ? 1.0 / rank : 0), ranks.Average(rank => rank == 1 ? 1.0 : 0), ranks.Average(rank => rank > 0 ? 1.0 : 0));
}
