namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>A set of Unicode code points: sorted ranges, both ends included, that do not touch.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10FFFF;

    private readonly (int From, int To)[] _ranges;

    private CodePointSet((int From, int To)[] ranges) => _ranges = ranges;

    /// <summary>No code point.</summary>
    public static CodePointSet Empty { get; } = new([]);

    /// <summary>Every code point.</summary>
    public static CodePointSet All { get; } = new([(0, Last)]);

    /// <summary>The ranges, sorted.</summary>
    public ReadOnlySpan<(int From, int To)> Ranges => _ranges;

    /// <summary>One code point.</summary>
    public static CodePointSet Of(int codePoint) => new([(codePoint, codePoint)]);

    /// <summary>The code points of ranges in any order.</summary>
    public static CodePointSet Of(params IEnumerable<(int From, int To)> ranges)
    {
        var merged = new List<(int From, int To)>();
        foreach (var (from, to) in ranges.OrderBy(range => range.From))
        {
            if (merged.Count > 0 && from <= merged[^1].To + 1)
                merged[^1] = (merged[^1].From, Math.Max(merged[^1].To, to));
            else
                merged.Add((from, to));
        }

        return new([.. merged]);
    }

    /// <summary>Whether a code point belongs to it.</summary>
    public bool Contains(int codePoint)
    {
        int low = 0, high = _ranges.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            if (codePoint < _ranges[middle].From)
                high = middle - 1;
            else if (codePoint > _ranges[middle].To)
                low = middle + 1;
            else
                return true;
        }

        return false;
    }

    /// <summary>What is in one of two sets, or in both.</summary>
    public CodePointSet Or(CodePointSet other) => Of(_ranges.Concat(other._ranges));

    /// <summary>What is in both of two sets.</summary>
    public CodePointSet And(CodePointSet other) => Not().Or(other.Not()).Not();

    /// <summary>Everything else.</summary>
    public CodePointSet Not()
    {
        var gaps = new List<(int From, int To)>();
        int next = 0;
        foreach (var (from, to) in _ranges)
        {
            if (from > next)
                gaps.Add((next, from - 1));
            next = to + 1;
        }

        if (next <= Last)
            gaps.Add((next, Last));
        return new([.. gaps]);
    }
}
