using Praxis.Learning.Tokenizers.Patterns;
using Praxis.Learning.Tokenizers.PreTokenizers;

namespace Praxis.Learning.Tokenizers.Decoders;

/// <summary>Makes text of tokens; what is left are joined.</summary>
internal abstract class Decoder
{
    /// <summary>Reads the field "decoder".</summary>
    public static Decoder Read(TokenizerNode node) => node.Type switch
    {
        "ByteLevel" => new ByteLevelDecoder(),
        "WordPiece" => new WordPieceDecoder(node.TextOrNull("prefix") ?? "##", node.Flag("cleanup", true)),
        "Metaspace" => new MetaspaceDecoder(node.Character("replacement", "▁"), MetaspacePreTokenizer.ReadScheme(node) != "never"),
        "Replace" => new ReplaceDecoder(TextPattern.Read(node["pattern"]), node.Text("content")),
        "Fuse" => new FuseDecoder(),
        "ByteFallback" => new ByteFallbackDecoder(),
        "Strip" => new StripDecoder(node.Character("content", " "), node["start"].AsCount(), node["stop"].AsCount()),
        "BPEDecoder" => new SuffixDecoder(node.TextOrNull("suffix") ?? "</w>"),
        "Sequence" => new SequenceDecoder([.. node["decoders"].Items().Select(Read)]),
        _ => throw node.Unknown("decoder", "ByteLevel, WordPiece, Metaspace, Replace, Fuse, ByteFallback, Strip, BPEDecoder or Sequence"),
    };

    /// <summary>What tokens become.</summary>
    public abstract IReadOnlyList<string> Decode(IReadOnlyList<string> tokens);
}
