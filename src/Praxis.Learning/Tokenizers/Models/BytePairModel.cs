using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Praxis.Learning.Tokenizers.Models;

/// <summary>Byte-pair encoding: a word's characters are joined two by two, by a list of merges in the order in which they were learnt.</summary>
internal sealed class BytePairModel : TokenModel
{
    private readonly Dictionary<(int Left, int Right), (int Rank, int Merged)> _merges = [];
    private readonly int[] _characterIds = new int[char.MaxValue + 1];
    private readonly int[] _byteIds;
    private readonly bool _byteFallback;
    private readonly bool _fuseUnknown;
    private readonly bool _ignoreMerges;
    private readonly int? _unknown;
    private readonly string _prefix;
    private readonly string _suffix;

    private BytePairModel(TokenizerNode node)
    {
        Vocabulary = Vocabulary.Read(node["vocab"]);
        _byteFallback = node.Flag("byte_fallback", false);
        _fuseUnknown = node.Flag("fuse_unk", false);
        _ignoreMerges = node.Flag("ignore_merges", false);
        _prefix = node.TextOrNull("continuing_subword_prefix") ?? "";
        _suffix = node.TextOrNull("end_of_word_suffix") ?? "";
        _byteIds = Vocabulary.ByteIds();
        if (node.Find("dropout") is { } dropout && dropout.AsNumber() != 0)
            throw dropout.Refuse("merges would be left out at random, which is for training only", "set it to null");
        if (node.Find("unk_token") is { } unknown)
            _unknown = Vocabulary.Find(unknown.AsText()) ?? throw unknown.Refuse("the token is not in the vocabulary", "add it to 'model.vocab', or set it to null");
        for (int character = 0; character <= char.MaxValue; character++)
            _characterIds[character] = Vocabulary.Find([(char)character]) ?? -1;
        ReadMerges(node["merges"]);
    }

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>Reads its fields.</summary>
    public static BytePairModel ReadFrom(TokenizerNode node) => new(node);

    /// <inheritdoc/>
    public override ModelWorkspace CreateWorkspace() => new BytePairMerging();

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> word, ModelWorkspace workspace, List<int> ids)
    {
        if (workspace.TryRecall(word, ids))
            return;
        if (_ignoreMerges && Vocabulary.Find(word) is { } whole)
        {
            ids.Add(whole);
            return;
        }

        var merging = (BytePairMerging)workspace;
        merging.Tokens.Clear();
        Symbols(word, merging.Tokens);
        merging.Run(_merges);
        var tokens = CollectionsMarshal.AsSpan(merging.Tokens);
        ids.AddRange(tokens);
        merging.Remember(word, tokens);
    }

    /// <summary>The ids of a word's characters; what is not in the vocabulary becomes bytes or the unknown token, or is left out.</summary>
    private void Symbols(ReadOnlySpan<char> word, List<int> symbols)
    {
        bool unknownIsPending = false;
        for (int i = 0; i < word.Length;)
        {
            int length = char.IsHighSurrogate(word[i]) && i + 1 < word.Length ? 2 : 1;
            var character = word.Slice(i, length);
            int id = Id(character, isFirst: i == 0, isLast: i + length == word.Length);
            i += length;
            if (id >= 0)
            {
                if (unknownIsPending)
                    symbols.Add(_unknown!.Value);
                unknownIsPending = false;
                symbols.Add(id);
            }
            else if (!(_byteFallback && TryBytes(character, isLast: i == word.Length, symbols)) && _unknown is not null)
            {
                if (unknownIsPending && !_fuseUnknown)
                    symbols.Add(_unknown.Value);
                unknownIsPending = true;
            }
        }

        if (unknownIsPending)
            symbols.Add(_unknown!.Value);
    }

    private int Id(ReadOnlySpan<char> character, bool isFirst, bool isLast)
    {
        bool isPlain = (isFirst || _prefix.Length == 0) && (!isLast || _suffix.Length == 0);
        if (!isPlain)
            return Vocabulary.Find($"{(isFirst ? "" : _prefix)}{character}{(isLast ? _suffix : "")}") ?? -1;
        return character.Length == 1 ? _characterIds[character[0]] : Vocabulary.Find(character) ?? -1;
    }

    private bool TryBytes(ReadOnlySpan<char> character, bool isLast, List<int> symbols)
    {
        string text = isLast ? $"{character}{_suffix}" : character.ToString();
        int before = symbols.Count;
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            if (_byteIds[value] < 0)
            {
                symbols.RemoveRange(before, symbols.Count - before);
                return false;
            }

            symbols.Add(_byteIds[value]);
        }

        return true;
    }

    private void ReadMerges(TokenizerNode node)
    {
        int rank = 0;
        foreach (var merge in node.Items())
        {
            var (left, right) = ReadPair(merge);
            var pair = (PartId(left, merge), PartId(right, merge));
            string rest = _prefix.Length > 0 && right.StartsWith(_prefix, StringComparison.Ordinal) ? right[_prefix.Length..] : right;
            // A pair that is listed twice has the rank of its last line, as in Hugging Face's library.
            _merges[pair] = (rank++, PartId(left + rest, merge));
        }
    }

    private static (string Left, string Right) ReadPair(TokenizerNode merge)
    {
        if (merge.Kind == JsonValueKind.Array)
        {
            var parts = merge.Items(2);
            return (parts[0].AsText(), parts[1].AsText());
        }

        string text = merge.AsText();
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        return space > 0 && space < text.Length - 1 && text.IndexOf(' ', space + 1) < 0
            ? (text[..space], text[(space + 1)..])
            : throw merge.Wrong("two tokens with a space between, or a list of two tokens");
    }

    private int PartId(string token, TokenizerNode merge) => Vocabulary.Find(token)
        ?? throw merge.Refuse($"the token {Files.ModelFileException.Quote(token)} is not in the vocabulary", "add it to 'model.vocab', or take both from one place");
}
