using System.Text.RegularExpressions;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>The functions of the study.</summary>
internal static partial class Instances
{
    private const int Universe = 2000;

    /// <summary>Random sets: sizes from 5 to 40, elements chosen uniformly of 2,000, of weight 1.</summary>
    public static CoverageFunction RandomSets(int items, RandomStream random) => new(
        [.. Enumerable.Range(0, items).Select(_ => random.Choose(5 + random.Next(36), Universe))],
        [.. Enumerable.Repeat(1.0, Universe)]);

    /// <summary>Few elements with random weights, so that sets overlap much: for brute force.</summary>
    public static CoverageFunction SmallSets(int items, RandomStream random) => new(
        [.. Enumerable.Range(0, items).Select(_ => random.Choose(2 + random.Next(4), 20))],
        [.. Enumerable.Range(0, 20).Select(_ => 0.1 + random.NextDouble())]);

    /// <summary>Consecutive verses of the King James Bible as sets of words: f counts different words.</summary>
    public static CoverageFunction Verses(IReadOnlyList<string> verses, int first, int count)
    {
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        var sets = verses.Skip(first).Take(count)
            .Select(verse => Words().Matches(verse).Select(match => match.Value.ToLowerInvariant()).Distinct().Select(Number).ToArray())
            .ToList();
        return new CoverageFunction(sets, [.. Enumerable.Repeat(1.0, vocabulary.Count)]);

        int Number(string word)
        {
            if (!vocabulary.TryGetValue(word, out var number)) vocabulary[word] = number = vocabulary.Count;
            return number;
        }
    }

    /// <summary>Handwritten digits; how near the nearest chosen one is to each of some random clients.</summary>
    public static FacilityLocationFunction Digits(DataTable table, int items, int clients, RandomStream random)
    {
        var digit = table.Columns.ToList().IndexOf("digit");
        int[] pixels = [.. Enumerable.Range(0, table.Columns.Count).Where(j => j != digit)];
        var points = table.Values.TakeColumns(pixels).Contiguous();
        var chosen = random.Choose(items + clients, points.Rows);
        return FacilityLocationFunction.ByDistance(points.TakeRows(chosen.AsSpan(0, items)).Contiguous(), points.TakeRows(chosen.AsSpan(items)).Contiguous());
    }

    /// <summary>Verses begin with their number after two spaces; lines that do not are continued ones or headings.</summary>
    public static IEnumerable<string> VersesOf(string text)
    {
        var verse = "";
        foreach (var line in text.Split('\n'))
        {
            if (line.StartsWith(' ') && line.TrimStart() is [>= '0' and <= '9', ..] numbered)
            {
                if (verse.Length > 0) yield return verse;
                verse = numbered.TrimStart('0', '1', '2', '3', '4', '5', '6', '7', '8', '9');
            }
            else if (line.Length == 0)
            {
                if (verse.Length > 0) yield return verse;
                verse = ""; // the heading that follows belongs to no verse
            }
            else if (verse.Length > 0)
            {
                verse += " " + line;
            }
        }
        if (verse.Length > 0) yield return verse;
    }

    [GeneratedRegex("[A-Za-z]+")]
    private static partial Regex Words();
}
