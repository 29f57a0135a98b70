namespace Praxis.Feed;

/// <summary>
/// In which papers each stem stands, and how much of it is there, in memory. A version of a paper is a document; documents are numbered as they come, so that lists only
/// grow at their ends, and a paper that changes leaves a document behind that is nobody's.
/// </summary>
/// <remarks>
/// A list lies in slices, each twice as long as the one before, so that the few long lists and the very many short ones both waste little and nothing is moved when they
/// grow (the byte slices of Lucene's indexing chain, https://lucene.apache.org). An entry is the step to its document in 7-bit groups, then the amount in one byte.
/// Steps are at least 1: a 0 ends a slice early.
/// </remarks>
internal sealed class InvertedIndex
{
    private const int ChunkLength = 1 << 20;
    private const int ShortestSlice = 16;
    private const int LongestSlice = 16_384;
    private const int PointerLength = sizeof(int);
    // A step and the amount.
    private const int LongestEntry = SevenBits.Longest + 1;

    private readonly List<byte[]> _chunks = [];
    private int _free = ChunkLength;
    private List[] _lists = [];
    private int[] _papers = new int[256];
    private float[] _amounts = [];
    private int[] _stems = new int[256];

    private struct List
    {
        public int First;
        public int End;
        public int Limit;
        public int Length;
        public int Last;
    }

    /// <summary>Documents have numbers from 1 to below this.</summary>
    public int Limit { get; private set; } = 1;

    /// <summary>Documents of papers that have changed since, or are gone.</summary>
    public int Forgotten { get; private set; }

    /// <summary>The paper a document is of, or 0.</summary>
    public int PaperOf(int document) => _papers[document];

    /// <summary>Adds a document; its number.</summary>
    public int Add(int paper, PaperWords words, Vocabulary vocabulary)
    {
        if (Limit == _papers.Length) Array.Resize(ref _papers, Limit * 3 / 2);
        if (_amounts.Length <= vocabulary.StemCount)
        {
            // Every stem the vocabulary knows has a list, empty until a document has the stem.
            var length = Math.Max(vocabulary.StemCount + 1, _amounts.Length * 5 / 4);
            Array.Resize(ref _amounts, length);
            Array.Resize(ref _lists, length);
        }
        var document = Limit++;
        _papers[document] = paper;
        var count = 0;
        foreach (var (word, amount) in words)
        {
            // Forms of one word are one stem with the sum of their amounts.
            var stem = vocabulary.StemOf(word);
            if (_amounts[stem] == 0)
            {
                if (count == _stems.Length) Array.Resize(ref _stems, count * 2);
                _stems[count++] = stem;
            }
            _amounts[stem] += PaperWords.Amount(amount);
        }
        foreach (var stem in _stems.AsSpan(0, count))
        {
            Append(ref _lists[stem], document, PaperWords.Packed(_amounts[stem]));
            _amounts[stem] = 0;
        }
        return document;
    }

    /// <summary>Makes a document nobody's.</summary>
    public void Forget(int document)
    {
        _papers[document] = 0;
        Forgotten++;
    }

    /// <summary>Adds to every document's score what its amount of a stem is worth.</summary>
    /// <param name="stem">The stem's number.</param>
    /// <param name="worth">What each packed amount is worth, shape (256).</param>
    /// <param name="scores">The documents' scores, shape (<see cref="Limit"/>).</param>
    public void AddScores(int stem, ReadOnlySpan<float> worth, Span<float> scores)
    {
        if (stem >= _lists.Length || _lists[stem].First == 0) return;
        var document = 0;
        var length = ShortestSlice;
        for (var slice = _lists[stem].First; slice != 0; length = Next(length))
        {
            var entries = Bytes(slice, length - PointerLength);
            for (var i = 0; i < entries.Length;)
            {
                var step = SevenBits.Read(entries, ref i);
                if (step == 0) break;
                document += (int)step;
                scores[document] += worth[entries[i++]];
            }
            slice = BitConverter.ToInt32(Bytes(slice + length - PointerLength, PointerLength));
        }
    }

    private void Append(ref List list, int document, byte amount)
    {
        if (list.Limit - list.End < LongestEntry)
        {
            var length = list.First == 0 ? ShortestSlice : Next(list.Length);
            var slice = Allocate(length);
            if (list.First == 0) list.First = slice;
            else BitConverter.TryWriteBytes(Bytes(list.Limit, PointerLength), slice);
            (list.End, list.Limit, list.Length) = (slice, slice + length - PointerLength, length);
        }
        var entry = Bytes(list.End, LongestEntry);
        var used = SevenBits.Write(entry, (uint)(document - list.Last));
        entry[used++] = amount;
        list.End += used;
        list.Last = document;
    }

    private static int Next(int length) => Math.Min(length * 2, LongestSlice);

    private int Allocate(int length)
    {
        if (_free + length > ChunkLength)
        {
            _chunks.Add(new byte[ChunkLength]);
            // Address 0 is no slice.
            _free = _chunks.Count == 1 ? ShortestSlice : 0;
        }
        var slice = (_chunks.Count - 1) * ChunkLength + _free;
        _free += length;
        return slice;
    }

    private Span<byte> Bytes(int address, int length) => _chunks[address / ChunkLength].AsSpan(address % ChunkLength, length);
}
