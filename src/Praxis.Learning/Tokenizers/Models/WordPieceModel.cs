namespace Praxis.Learning.Tokenizers.Models;

/// <summary>BERT's WordPiece: from the left, always the longest token that fits; a word that cannot be covered is one unknown token.</summary>
internal sealed class WordPieceModel : TokenModel
{
    private readonly string _prefix;
    private readonly int _unknown;
    private readonly int _longestWord;
    private readonly int _longestToken;

    private WordPieceModel(TokenizerNode node)
    {
        Vocabulary = Vocabulary.Read(node["vocab"]);
        _prefix = node.TextOrNull("continuing_subword_prefix") ?? "##";
        _longestWord = node.Find("max_input_chars_per_word")?.AsCount() ?? 100;
        string unknown = node.TextOrNull("unk_token") ?? "[UNK]";
        _unknown = Vocabulary.Find(unknown)
            ?? throw node.Refuse($"the unknown token {Files.ModelFileException.Quote(unknown)} is not in the vocabulary", "add it to 'model.vocab'");
        _longestToken = Enumerable.Range(0, Vocabulary.Size).Max(id => Vocabulary.Token(id)?.Length ?? 0);
    }

    /// <inheritdoc/>
    public override Vocabulary Vocabulary { get; }

    /// <summary>Reads its fields.</summary>
    public static WordPieceModel ReadFrom(TokenizerNode node) => new(node);

    /// <inheritdoc/>
    public override void Encode(ReadOnlySpan<char> word, ModelWorkspace workspace, List<int> ids)
    {
        if (workspace.TryRecall(word, ids))
            return;
        int before = ids.Count;
        int characters = 0;
        foreach (var _ in word.EnumerateRunes())
            characters++;
        if (characters > _longestWord || !TryCover(word, ids))
        {
            ids.RemoveRange(before, ids.Count - before);
            ids.Add(_unknown);
        }

        workspace.Remember(word, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[before..]);
    }

    private bool TryCover(ReadOnlySpan<char> word, List<int> ids)
    {
        Span<char> candidate = new char[_prefix.Length + _longestToken];
        _prefix.CopyTo(candidate);
        for (int start = 0; start < word.Length;)
        {
            int prefix = start == 0 ? 0 : _prefix.Length;
            int length = Math.Min(word.Length - start, _longestToken);
            word.Slice(start, length).CopyTo(candidate[prefix..]);
            int id = -1;
            while (length > 0 && !Vocabulary.Ids.TryGetValue(candidate[..(prefix + length)], out id))
                length--;
            if (length == 0)
                return false;
            ids.Add(id);
            start += length;
        }

        return true;
    }
}
