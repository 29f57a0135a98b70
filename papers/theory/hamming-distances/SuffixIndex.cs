using System.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// The suffixes of a word in order, with the longest common prefixes of neighbours: the longest common extension of any two places in
/// one look-up, after O(N log N) preparation.
/// </summary>
public sealed class SuffixIndex
{
    private readonly int[] _rank;      // (N), of the suffix that starts at a place
    private readonly int[][] _minimum; // (levels, N), the smallest common prefix of 2^level neighbours

    /// <summary>Sorts the suffixes of a word.</summary>
    /// <param name="word">N letters, at least one.</param>
    public SuffixIndex(ReadOnlySpan<int> word)
    {
        _rank = new int[word.Length];
        var suffixes = Sort(word, _rank);
        _minimum = Minima(CommonPrefixes(word, suffixes, _rank));
    }

    /// <summary>How many letters from places <paramref name="a"/> and <paramref name="b"/> on agree.</summary>
    public int CommonExtension(int a, int b)
    {
        if (a == b) return _rank.Length - a;
        int low = _rank[a], high = _rank[b];
        if (low > high) (low, high) = (high, low);
        // The smallest of the common prefixes between neighbours low, low + 1, …, high.
        var level = BitOperations.Log2((uint)(high - low));
        return Math.Min(_minimum[level][low], _minimum[level][high - (1 << level)]);
    }

    /// <summary>Prefix doubling (Manber and Myers): suffixes in order of their first h letters become ordered by 2h, by one counting sort.</summary>
    private static int[] Sort(ReadOnlySpan<int> word, int[] rank)
    {
        var n = word.Length;
        var suffixes = new int[n];
        for (var i = 0; i < n; i++) suffixes[i] = i;
        var letters = word.ToArray();
        Array.Sort(letters, suffixes);
        for (int i = 1, r = 0; i < n; i++) rank[suffixes[i]] = letters[i] == letters[i - 1] ? r : r = i;
        // A rank is the index of the first suffix of its class, so that the ranks are the counting sort's starts.
        var next = new int[n];
        var bySecond = new int[n];
        var filled = new int[n];
        for (var h = 1; h < n; h *= 2)
        {
            // By letters h … 2h: the suffixes without any come first, then those h places before the ordered ones.
            var at = 0;
            for (var i = n - h; i < n; i++) bySecond[at++] = i;
            foreach (var suffix in suffixes)
                if (suffix >= h) bySecond[at++] = suffix - h;

            Array.Clear(filled);
            foreach (var suffix in bySecond) suffixes[rank[suffix] + filled[rank[suffix]]++] = suffix;

            var classes = 1;
            next[suffixes[0]] = 0;
            for (var i = 1; i < n; i++)
            {
                var same = rank[suffixes[i]] == rank[suffixes[i - 1]] && Second(suffixes[i]) == Second(suffixes[i - 1]);
                next[suffixes[i]] = same ? next[suffixes[i - 1]] : i;
                if (!same) classes++;
            }
            Array.Copy(next, rank, n);
            if (classes == n) break;

            int Second(int suffix) => suffix + h < n ? rank[suffix + h] : -1;
        }
        return suffixes;
    }

    /// <summary>Kasai and others: common prefixes of neighbours in O(N), for the next place loses at most one letter.</summary>
    private static int[] CommonPrefixes(ReadOnlySpan<int> word, int[] suffixes, int[] rank)
    {
        var n = word.Length;
        var common = new int[n]; // of suffix r and suffix r + 1 in order
        var length = 0;
        for (var i = 0; i < n; i++)
        {
            if (rank[i] == n - 1)
            {
                length = 0;
                continue;
            }
            var j = suffixes[rank[i] + 1];
            while (i + length < n && j + length < n && word[i + length] == word[j + length]) length++;
            common[rank[i]] = length;
            length = Math.Max(0, length - 1);
        }
        return common;
    }

    private static int[][] Minima(int[] common)
    {
        var levels = new List<int[]> { common };
        for (var span = 1; 2 * span <= common.Length; span *= 2)
        {
            var below = levels[^1];
            var level = new int[common.Length - 2 * span + 1];
            for (var i = 0; i < level.Length; i++) level[i] = Math.Min(below[i], below[i + span]);
            levels.Add(level);
        }
        return [.. levels];
    }
}
