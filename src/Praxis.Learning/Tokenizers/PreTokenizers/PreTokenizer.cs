using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.PreTokenizers;

/// <summary>Cuts a text into words; no token reaches over a cut.</summary>
internal abstract class PreTokenizer
{
    /// <summary>Reads the field "pre_tokenizer".</summary>
    public static PreTokenizer Read(TokenizerNode node) => node.Type switch
    {
        "ByteLevel" => new ByteLevelPreTokenizer(node.Flag("add_prefix_space", true), node.Flag("use_regex", true)),
        "Split" => new SplitPreTokenizer(TextPattern.Read(node["pattern"]), ReadBehavior(node["behavior"]), node.Flag("invert", false)),
        "Whitespace" => new SplitPreTokenizer(RegexPattern.WordsAndSigns, SplitBehavior.Removed, inverted: true),
        "WhitespaceSplit" => new SplitPreTokenizer(CharacterPattern.WhiteSpace, SplitBehavior.Removed, inverted: false),
        "BertPreTokenizer" => new SequencePreTokenizer(
        [
            new SplitPreTokenizer(CharacterPattern.WhiteSpace, SplitBehavior.Removed, inverted: false),
            new SplitPreTokenizer(CharacterPattern.Punctuation, SplitBehavior.Isolated, inverted: false),
        ]),
        "Metaspace" => MetaspacePreTokenizer.ReadFrom(node),
        "Punctuation" => new SplitPreTokenizer(
            CharacterPattern.Punctuation, node.Find("behavior") is { } behavior ? ReadBehavior(behavior) : SplitBehavior.Isolated, inverted: false),
        "Digits" => new SplitPreTokenizer(
            CharacterPattern.Number, node.Flag("individual_digits", false) ? SplitBehavior.Isolated : SplitBehavior.Contiguous, inverted: false),
        "Sequence" => new SequencePreTokenizer([.. node["pretokenizers"].Items().Select(Read)]),
        _ => throw node.Unknown("pre-tokenizer", "ByteLevel, Split, Whitespace, WhitespaceSplit, BertPreTokenizer, Metaspace, Punctuation, Digits or Sequence"),
    };

    /// <summary>Cuts a piece.</summary>
    public abstract void Split(Piece piece, List<Piece> into);

    /// <summary>Cuts pieces.</summary>
    public virtual void SplitAll(IReadOnlyList<Piece> pieces, List<Piece> into)
    {
        foreach (var piece in pieces)
            Split(piece, into);
    }

    private static SplitBehavior ReadBehavior(TokenizerNode node) =>
        Enum.TryParse<SplitBehavior>(node.AsText(), ignoreCase: false, out var behavior) && Enum.IsDefined(behavior) && !char.IsAsciiDigit(node.AsText()[0])
            ? behavior
            : throw node.Wrong("one of " + string.Join(", ", Enum.GetNames<SplitBehavior>()));
}
