using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What ranking needs of all papers, by their numbers, in memory: about four bytes a word and paper.</summary>
internal sealed class PaperTable
{
    private const int ChunkLength = 8 * 1024 * 1024;

    private readonly List<byte[]> _chunks = [];
    private readonly Dictionary<string, ushort> _families = new(StringComparer.Ordinal) { [""] = 0 };
    private int _used = ChunkLength;
    private Row[] _rows = new Row[256];

    private struct Row
    {
        public int Chunk;
        public int Start;
        public int Length;
        public int Day;
        public int Document;
        public ushort Family;
        public byte Verdicts;
    }

    /// <summary>The number of papers.</summary>
    public int Count { get; private set; }

    /// <summary>Numbers are below this.</summary>
    public int Limit { get; private set; } = 1;

    public bool Has(int paper) => (uint)paper < (uint)Limit && _rows[paper].Length > 0;

    public PaperWords Words(int paper)
    {
        ref readonly var row = ref _rows[paper];
        return new PaperWords(row.Length == 0 ? [] : _chunks[row.Chunk].AsSpan(row.Start, row.Length));
    }

    /// <summary>The document of a paper's words, or 0 when it has none.</summary>
    public int DocumentOf(int paper) => (uint)paper < (uint)Limit ? _rows[paper].Document : 0;

    /// <summary>Days since 0001-01-01, or 0 when no date is known.</summary>
    public int Day(int paper) => _rows[paper].Day;

    public void Set(int paper, int document, ReadOnlySpan<byte> words, int day, string? family, int verdicts)
    {
        if (paper >= _rows.Length) Array.Resize(ref _rows, Math.Max(paper + 1, _rows.Length * 3 / 2));
        Limit = Math.Max(Limit, paper + 1);
        ref var row = ref _rows[paper];
        Count += (words.IsEmpty ? 0 : 1) - (row.Length > 0 ? 1 : 0);
        row = default;
        if (words.IsEmpty) return;
        if (_used + words.Length > ChunkLength)
        {
            _chunks.Add(new byte[ChunkLength]);
            _used = 0;
        }
        words.CopyTo(_chunks[^1].AsSpan(_used));
        row = new Row { Chunk = _chunks.Count - 1, Start = _used, Length = words.Length, Document = document, Day = day, Family = Family(family ?? ""), Verdicts = (byte)verdicts };
        _used += words.Length;
    }

    /// <summary>The number of a family, or null when no paper is of it.</summary>
    public ushort? FindFamily(string family) => _families.TryGetValue(family, out var number) ? number : null;

    public bool IsOf(int paper, ReadOnlySpan<ushort> families) => families.Contains(_rows[paper].Family);

    public bool HasVerdict(int paper, int verdicts) => (_rows[paper].Verdicts & verdicts) != 0;

    public static int Bit(Verdict verdict) => 1 << (int)verdict;

    /// <summary>Gives a paper's words another document.</summary>
    public void Renumber(int paper, int document) => _rows[paper].Document = document;

    private ushort Family(string family)
    {
        if (_families.TryGetValue(family, out var number)) return number;
        // Families are folders of the repository; were there ever more than fit, the rest would share one number.
        number = (ushort)Math.Min(_families.Count, ushort.MaxValue);
        _families.Add(family, number);
        return number;
    }
}
