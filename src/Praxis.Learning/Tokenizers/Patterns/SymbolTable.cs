namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>
/// Code points that no set of a pattern tells apart get one symbol, a UTF-16 unit. A text written in symbols has one unit for each code
/// point, so that .NET's patterns, which know only units, treat characters beyond U+FFFF like any other.
/// </summary>
internal sealed class SymbolTable
{
    private const int PageBits = 8;
    private const int PageSize = 1 << PageBits;

    private readonly char[][] _pages = new char[0x110000 >> PageBits][];
    private readonly Dictionary<CodePointSet, SortedSet<char>> _members = new(ReferenceEqualityComparer.Instance);

    /// <summary>The symbols for the sets of a pattern.</summary>
    public SymbolTable(IReadOnlyList<CodePointSet> sets)
    {
        foreach (var set in sets)
            _members.TryAdd(set, []);
        var bounds = new SortedSet<int> { 0, 0x110000 };
        foreach (var set in _members.Keys)
        {
            foreach (var (from, to) in set.Ranges)
            {
                bounds.Add(from);
                bounds.Add(to + 1);
            }
        }

        var symbols = new Dictionary<string, char>(StringComparer.Ordinal);
        var uniform = new Dictionary<char, char[]>();
        int start = 0;
        foreach (int bound in bounds.Skip(1))
        {
            Fill(start, bound, Symbol(start, symbols), uniform);
            start = bound;
        }
    }

    /// <summary>The symbols of the code points in a set.</summary>
    public IReadOnlyCollection<char> Members(CodePointSet set) => _members[set];

    /// <summary>Writes a text in symbols.</summary>
    /// <param name="text">The text, well-formed.</param>
    /// <param name="symbols">At least as long as the text.</param>
    /// <returns>The number of symbols.</returns>
    public int Write(ReadOnlySpan<char> text, Span<char> symbols)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
        {
            int codePoint = text[i];
            if (char.IsHighSurrogate((char)codePoint) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                codePoint = char.ConvertToUtf32((char)codePoint, text[++i]);
            symbols[count++] = _pages[codePoint >> PageBits][codePoint & (PageSize - 1)];
        }

        return count;
    }

    private char Symbol(int codePoint, Dictionary<string, char> symbols)
    {
        string signature = string.Concat(_members.Keys.Select(set => set.Contains(codePoint) ? '1' : '0'));
        if (symbols.TryGetValue(signature, out char symbol))
            return symbol;
        if (symbols.Count > 0xD000)
            throw new FormatException("it tells too many kinds of characters apart");
        symbol = (char)(symbols.Count + 1);
        symbols.Add(signature, symbol);
        int index = 0;
        foreach (var members in _members.Values)
        {
            if (signature[index++] == '1')
                members.Add(symbol);
        }

        return symbol;
    }

    /// <summary>Pages that are all of one symbol are shared.</summary>
    private void Fill(int from, int to, char symbol, Dictionary<char, char[]> uniform)
    {
        while (from < to)
        {
            int page = from >> PageBits;
            int end = Math.Min(to, (page + 1) << PageBits);
            if (end - from == PageSize)
            {
                if (!uniform.TryGetValue(symbol, out char[]? shared))
                {
                    shared = new char[PageSize];
                    Array.Fill(shared, symbol);
                    uniform.Add(symbol, shared);
                }

                _pages[page] = shared;
            }
            else
            {
                (_pages[page] ??= new char[PageSize]).AsSpan(from & (PageSize - 1), end - from).Fill(symbol);
            }

            from = end;
        }
    }
}
