using Praxis.Learning.Files;
using Praxis.Learning.Tokenizers.Decoders;
using Praxis.Learning.Tokenizers.Models;
using Praxis.Learning.Tokenizers.Normalizers;
using Praxis.Learning.Tokenizers.PostProcessors;
using Praxis.Learning.Tokenizers.PreTokenizers;
using Praxis.Learning.Tokenizers.Training;

namespace Praxis.Learning.Tokenizers;

/// <summary>
/// Text to the numbers of tokens and back, as a tokenizer.json of Hugging Face's library says: added tokens are found, the rest is
/// normalized, cut into words, and each word made tokens by a model (byte-pair encoding, WordPiece, unigram).
/// </summary>
/// <remarks>
/// May be used from several threads. What a file says of truncation and padding is left to the caller. Half of a surrogate pair in a text
/// counts as U+FFFD.
/// </remarks>
public sealed class Tokenizer
{
    private readonly byte[] _file;
    private readonly AddedTokenFinder _added;
    private readonly AddedTokenFinder _normalizedAdded;
    private readonly Dictionary<int, (AddedToken Token, string Decoded)> _addedById = [];
    private readonly Dictionary<string, int> _addedIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> _special = new(StringComparer.Ordinal);
    private readonly Normalizer? _normalizer;
    private readonly PreTokenizer? _preTokenizer;
    private readonly TokenModel _model;
    private readonly PostProcessor? _postProcessor;
    private readonly Decoder? _decoder;
    private ModelWorkspace? _workspace;

    private Tokenizer(byte[] file, TokenizerNode root)
    {
        _file = file;
        _normalizer = root.Find("normalizer") is { } normalizer ? Normalizer.Read(normalizer) : null;
        _preTokenizer = root.Find("pre_tokenizer") is { } preTokenizer ? PreTokenizer.Read(preTokenizer) : null;
        _model = TokenModel.Read(root["model"]);
        foreach (var node in root.Find("added_tokens")?.Items() ?? [])
            AddToken(node);
        VocabularySize = Math.Max(_model.Vocabulary.Size, _addedById.Keys.DefaultIfEmpty(-1).Max() + 1);
        _added = new AddedTokenFinder(_addedById.Values.Where(added => !added.Token.IsNormalized).Select(added => (added.Token.Content, added.Token)));
        _normalizedAdded = new AddedTokenFinder(_addedById.Values.Where(added => added.Token.IsNormalized).Select(added => (added.Decoded, added.Token)));
        _postProcessor = root.Find("post_processor") is { } postProcessor ? PostProcessor.Read(postProcessor, id => Find(id) is not null) : null;
        _decoder = root.Find("decoder") is { } decoder ? Decoder.Read(decoder) : null;
    }

    /// <summary>One more than the largest id: the rows that a model's table of embeddings needs. Ids below it may be unused.</summary>
    public int VocabularySize { get; }

    /// <summary>Reads a tokenizer.json.</summary>
    /// <exception cref="ModelFileException">It is missing, damaged, or has a part that is not known here; the message names it.</exception>
    public static Tokenizer Load(string path) => Load(path, JsonFile.ReadBytes(path));

    /// <summary>Trains a byte-level byte-pair encoding with the words of GPT-2's pattern.</summary>
    /// <param name="texts">The texts; each is cut into words by itself.</param>
    /// <param name="vocabularySize">How many tokens there shall be, special ones and the 256 bytes among them; fewer if the texts have no more pairs.</param>
    /// <param name="specialTokens">Tokens that take the first ids, and are not sought in the texts.</param>
    /// <param name="progress">Told how much is done, from 0 to 1.</param>
    /// <param name="cancellation">To stop early.</param>
    /// <remarks>
    /// The pair of neighbours that occurs most often is joined first; of pairs as frequent the one with the smallest left id, then the
    /// smallest right id. So the result depends on nothing but the texts and their words. Pairs that occur once are not joined.
    /// </remarks>
    /// <exception cref="ArgumentException">The vocabulary is too small, or a special token is empty, there twice, or one of the 256 bytes' characters.</exception>
    public static Tokenizer TrainByteLevelBpe(
        IEnumerable<string> texts,
        int vocabularySize,
        IReadOnlyList<string> specialTokens,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(specialTokens);
        var training = new BytePairTraining(vocabularySize, specialTokens);
        return Load("trained tokenizer", TrainedTokenizerFile.Write(training.Run(texts, progress, cancellation), specialTokens));
    }

    /// <summary>Writes the tokenizer.json that it was read from, whole or not at all.</summary>
    /// <exception cref="ModelFileException">The file cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SafetensorsWriting.Whole(path, stream => stream.Write(_file));
    }

    /// <summary>The numbers of a text's tokens.</summary>
    /// <param name="text">The text.</param>
    /// <param name="addSpecialTokens">Whether tokens for begin and end are added, if the tokenizer has such.</param>
    /// <exception cref="LearningException">The text has what the tokenizer has no token for, or its pattern backtracks without end.</exception>
    public int[] Encode(string text, bool addSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        var workspace = Interlocked.Exchange(ref _workspace, null) ?? _model.CreateWorkspace();
        var ids = new List<int>();
        string whole = WellFormed(text);
        foreach (var (start, end, token) in _added.Find(whole))
        {
            if (token is not null)
                ids.Add(token.Id);
            else
                EncodeNormalized(start == 0 && end == whole.Length ? whole : whole[start..end], isFirst: start == 0, workspace, ids);
        }

        _workspace = workspace;
        return addSpecialTokens && _postProcessor is not null ? [.. _postProcessor.Process(ids)] : [.. ids];
    }

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">Their numbers.</param>
    /// <param name="skipSpecialTokens">Whether special tokens, such as begin and end, are left out.</param>
    /// <exception cref="ArgumentException">A number is no token's.</exception>
    public string Decode(IReadOnlyList<int> tokens, bool skipSpecialTokens = true)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var texts = new List<string>(tokens.Count);
        foreach (int id in tokens)
        {
            string text = _addedById.TryGetValue(id, out var added) ? added.Decoded : Token(id);
            if (!skipSpecialTokens || !_special.Contains(text))
                texts.Add(text);
        }

        return _decoder is null ? string.Join(' ', texts) : string.Concat(_decoder.Decode(texts));
    }

    /// <summary>The number of a token, or null. Byte-level tokens are named by the characters of their bytes: "Ġthe".</summary>
    public int? TokenId(string token)
    {
        ArgumentNullException.ThrowIfNull(token);
        return _addedIds.TryGetValue(token, out int id) ? id : _model.Vocabulary.Find(token);
    }

    /// <summary>The token of a number.</summary>
    /// <exception cref="ArgumentException">The number is no token's.</exception>
    public string Token(int id) => Find(id)
        ?? throw new ArgumentException($"no token has the id {id}; there are ids from 0 to {VocabularySize - 1}, and some of them may be unused", nameof(id));

    private static Tokenizer Load(string path, byte[] file)
    {
        using var document = JsonFile.ReadObject(path, file);
        return new Tokenizer(file, new TokenizerNode(path, document.RootElement, ""));
    }

    private static string WellFormed(string text) =>
        text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF') ? System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(text)) : text;

    private void AddToken(TokenizerNode node)
    {
        var token = AddedToken.Read(node);
        if (token.Content.Length == 0)
            throw node["content"].Refuse("an added token is empty", "remove it");
        if (_model.Vocabulary.Find(token.Content) is { } known && known != token.Id)
            throw node["id"].Refuse($"the token {ModelFileException.Quote(token.Content)} has the id {known} in 'model.vocab'", "use one id in both places");
        if (_model.Vocabulary.Token(token.Id) is { } other && other != token.Content)
            throw node["id"].Refuse($"the id {token.Id} belongs to {ModelFileException.Quote(other)} in 'model.vocab'", "give the added token its own");
        if (token.Id >= 1 << 24)
            throw node["id"].Refuse($"the id {token.Id} is larger than any model's ({1 << 24})", "number the tokens from 0 on");
        string decoded = token.IsNormalized && _normalizer is not null ? _normalizer.Normalize(token.Content) : token.Content;
        if (!_addedById.TryAdd(token.Id, (token, decoded)) || !_addedIds.TryAdd(token.Content, token.Id))
            throw node.Refuse($"the added token {ModelFileException.Quote(token.Content)} or its id {token.Id} is there twice", "list each once");
        if (token.IsSpecial)
            _special.Add(token.Content);
    }

    private void EncodeNormalized(string text, bool isFirst, ModelWorkspace workspace, List<int> ids)
    {
        string normalized = _normalizer?.Normalize(text) ?? text;
        var pieces = new List<Piece>();
        foreach (var (start, end, token) in _normalizedAdded.Find(normalized))
        {
            if (token is not null)
            {
                ids.Add(token.Id);
                continue;
            }

            pieces.Clear();
            var whole = new Piece(normalized, start, end - start, isFirst && start == 0);
            if (_preTokenizer is null)
                pieces.Add(whole);
            else
                _preTokenizer.Split(whole, pieces);
            foreach (var piece in pieces)
                _model.Encode(piece.Span, workspace, ids);
        }
    }

    private string? Find(int id) => _addedById.TryGetValue(id, out var added) ? added.Token.Content : _model.Vocabulary.Token(id);
}
