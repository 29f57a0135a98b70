namespace Praxis.Learning.Tokenizers.Models;

/// <summary>The tokens of a model and their ids.</summary>
internal sealed class Vocabulary
{
    // An id stands for a row of a model's table; none has nearly so many.
    private const int LargestId = 1 << 24;

    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<string?> _tokens = [];

    /// <summary>One more than the largest id.</summary>
    public int Size => _tokens.Count;

    /// <summary>Ids by token, found by characters too.</summary>
    public Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Ids => _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads {"token": id, …}.</summary>
    public static Vocabulary Read(TokenizerNode node)
    {
        var vocabulary = new Vocabulary();
        foreach (var (token, id) in node.Fields())
            vocabulary.Add(token, id.AsCount(), id);
        return vocabulary;
    }

    /// <summary>Adds a token.</summary>
    /// <param name="token">The token.</param>
    /// <param name="id">Its id.</param>
    /// <param name="place">Where the file says so, for messages.</param>
    public void Add(string token, int id, TokenizerNode place)
    {
        if (id >= LargestId)
            throw place.Refuse($"the id {id} is larger than any model's ({LargestId})", "number the tokens from 0 on");
        while (_tokens.Count <= id)
            _tokens.Add(null);
        if (_tokens[id] is { } other)
            throw place.Refuse($"the id {id} belongs to the token {Files.ModelFileException.Quote(other)} already", "give each token its own");
        if (!_ids.TryAdd(token, id))
            throw place.Refuse($"the token {Files.ModelFileException.Quote(token)} has the id {_ids[token]} already", "list each token once");
        _tokens[id] = token;
    }

    /// <summary>A token's id, or null.</summary>
    public int? Find(ReadOnlySpan<char> token) => Ids.TryGetValue(token, out int id) ? id : null;

    /// <summary>The token of an id, or null.</summary>
    public string? Token(int id) => id >= 0 && id < _tokens.Count ? _tokens[id] : null;

    /// <summary>The ids of &lt;0x00&gt; to &lt;0xFF&gt;, −1 for those that are missing.</summary>
    public int[] ByteIds() => [.. Enumerable.Range(0, 256).Select(value => Find($"<0x{value:X2}>") ?? -1)];
}
