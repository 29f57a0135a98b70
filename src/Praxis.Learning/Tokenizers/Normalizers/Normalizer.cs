namespace Praxis.Learning.Tokenizers.Normalizers;

/// <summary>Changes a text before it is cut into words.</summary>
internal abstract class Normalizer
{
    /// <summary>Reads the field "normalizer".</summary>
    public static Normalizer Read(TokenizerNode node) => node.Type switch
    {
        "NFC" => new FormNormalizer(compatible: false, compose: true),
        "NFD" => new FormNormalizer(compatible: false, compose: false),
        "NFKC" => new FormNormalizer(compatible: true, compose: true),
        "NFKD" => new FormNormalizer(compatible: true, compose: false),
        "Lowercase" => new LowercaseNormalizer(),
        "StripAccents" => new StripAccentsNormalizer(),
        "BertNormalizer" => BertNormalizer.ReadFrom(node),
        "Prepend" => new PrependNormalizer(node.Text("prepend")),
        "Replace" => ReplaceNormalizer.ReadFrom(node),
        "Strip" => new StripNormalizer(node.Flag("strip_left", true), node.Flag("strip_right", true)),
        "ByteLevel" => new ByteLevelNormalizer(),
        "Nmt" => new NmtNormalizer(),
        "Precompiled" => PrecompiledNormalizer.ReadFrom(node),
        "Sequence" => new SequenceNormalizer([.. node["normalizers"].Items().Select(Read)]),
        _ => throw node.Unknown(
            "normalizer", "NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, BertNormalizer, Prepend, Replace, Strip, ByteLevel, Nmt, Precompiled or Sequence"),
    };

    /// <summary>The text as it is to be cut.</summary>
    public abstract string Normalize(string text);
}
