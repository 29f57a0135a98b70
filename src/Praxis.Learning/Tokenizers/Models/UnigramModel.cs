using System.Runtime.InteropServices;
using System.Text;

namespace Praxis.Learning.Tokenizers.Models;

/// <summary>
/// The unigram model of SentencePiece: each token has a logarithmic probability, and of all ways to cut a word the likeliest is taken, found
/// by Viterbi's algorithm. Characters that no token covers are unknown, at a penalty; neighbours among them are one unknown token.
/// </summary>
internal sealed class UnigramModel : TokenModel
{
    private const double UnknownPenalty = 10;

    private readonly TokenTrie _trie = new();
    private readonly List<double> _scores = [];
    private readonly double _unknownScore;
    private readonly int? _unknown;
    private readonly bool _byteFallback;
    private readonly int[] _byteIds;

    private UnigramModel(TokenizerNode node)
    {
        Vocabulary = new Vocabulary();
        var vocabulary = node["vocab"];
        foreach (var entry in vocabulary.Items())
        {
            var fields = entry.Items(2);
            string token = fields[0].AsText();
            Vocabulary.Add(token, _scores.Count, fields[0]);
            if (token.Length > 0)
                _trie.Add(token, _scores.Count);
            _scores.Add(fields[1].AsNumber());
        }

        if (_scores.Count == 0)
            throw vocabulary.Refuse("it has no tokens", "take tokenizer.json from where the model comes from");
        if (node.Find("unk_id") is { } unknown)
        {
            _unknown = unknown.AsCount();
            if (_unknown >= _scores.Count)
                throw unknown.Refuse($"the id {_unknown} is not in the vocabulary of {_scores.Count} tokens", "name one of its tokens");
        }

        _unknownScore = _scores.Min() - UnknownPenalty;
        _byteFallback = node.Flag("byte_fallback", false);
        _byteIds = Vocabulary.ByteIds();
    }

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>Reads its fields.</summary>
    public static UnigramModel ReadFrom(TokenizerNode node) => new(node);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> word, ModelWorkspace workspace, List<int> ids)
    {
        if (workspace.TryRecall(word, ids))
            return;
        int before = ids.Count;
        var path = BestPath(word);
        var cuts = new List<(int Start, int End, int Id)>();
        for (int end = word.Length; end > 0; end = path[end].Start)
        {
            var (start, id, _) = path[end];
            if (id == _unknown && cuts.Count > 0 && cuts[^1].Id == _unknown)
                cuts[^1] = (start, cuts[^1].End, id);
            else
                cuts.Add((start, end, id));
        }

        for (int i = cuts.Count - 1; i >= 0; i--)
            Append(word[cuts[i].Start..cuts[i].End], cuts[i].Id, ids);
        workspace.Remember(word, CollectionsMarshal.AsSpan(ids)[before..]);
    }

    /// <summary>For each place where a token may end, where the last token of the best path to it begins, which it is, and the path's score.</summary>
    private (int Start, int Id, double Score)[] BestPath(ReadOnlySpan<char> word)
    {
        const int Unreached = -1;
        var path = new (int Start, int Id, double Score)[word.Length + 1];
        for (int i = 1; i < path.Length; i++)
            path[i].Start = Unreached;
        for (int start = 0; start < word.Length;)
        {
            int character = char.IsHighSurrogate(word[start]) && start + 1 < word.Length ? 2 : 1;
            double score = path[start].Score;
            bool isCovered = false;
            int node = TokenTrie.Root;
            for (int end = start; end < word.Length && _trie.Step(ref node, word[end], out int id); end++)
            {
                if (id < 0)
                    continue;
                Improve(ref path[end + 1], start, id, score + _scores[id]);
                isCovered |= end + 1 - start == character;
            }

            if (!isCovered)
            {
                int unknown = _unknown ?? throw new LearningException(
                    $"The tokenizer has no token for {Files.ModelFileException.Quote(word.Slice(start, character).ToString())} and none for what is unknown "
                    + "('unk_id' in its model); remove that character, or use another tokenizer.");
                Improve(ref path[start + character], start, unknown, score + _unknownScore);
            }

            start += character;
        }

        return path;

        static void Improve(ref (int Start, int Id, double Score) best, int start, int id, double score)
        {
            if (best.Start == Unreached || score > best.Score)
                best = (start, id, score);
        }
    }

    /// <summary>A token; for what is unknown its bytes, if all of them are in the vocabulary.</summary>
    private void Append(ReadOnlySpan<char> text, int id, List<int> ids)
    {
        if (id != _unknown || Vocabulary.Find(text) is not null)
        {
            ids.Add(Vocabulary.Find(text) ?? id);
            return;
        }

        byte[] bytes = _byteFallback ? Encoding.UTF8.GetBytes(text.ToString()) : [];
        if (bytes.Length > 0 && bytes.All(value => _byteIds[value] >= 0))
            ids.AddRange(bytes.Select(value => _byteIds[value]));
        else
            ids.Add(id);
    }
}
