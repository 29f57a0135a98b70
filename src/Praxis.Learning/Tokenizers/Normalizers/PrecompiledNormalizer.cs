using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Praxis.Learning.Tokenizers.Normalizers;

/// <summary>
/// SentencePiece's compiled table of replacements: a double array (the trie of the darts-clone library) over UTF-8 bytes, whose values are
/// places in a block of texts that end with a zero byte.
/// </summary>
internal sealed class PrecompiledNormalizer : Normalizer
{
    // Clusters of letters and marks are looked up whole up to this many bytes, longer ones character by character.
    private const int LongestCluster = 5;

    private readonly uint[] _units;
    private readonly byte[] _texts;

    private PrecompiledNormalizer(uint[] units, byte[] texts)
    {
        _units = units;
        _texts = texts;
    }

    /// <summary>Reads the table.</summary>
    public static PrecompiledNormalizer ReadFrom(TokenizerNode node)
    {
        var field = node["precompiled_charsmap"];
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(field.AsText());
        }
        catch (FormatException cause)
        {
            throw field.Refuse("it is not Base64", "download the file again", cause);
        }

        uint length = bytes.Length >= sizeof(uint) ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : uint.MaxValue;
        if (length % sizeof(uint) != 0 || length > bytes.Length - sizeof(uint))
            throw field.Refuse($"a table of {bytes.Length} bytes cannot hold the trie that it announces", "download the file again");
        uint[] units = new uint[length / sizeof(uint)];
        for (int i = 0; i < units.Length; i++)
            units[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(sizeof(uint) * (i + 1)));
        byte[] texts = bytes[(sizeof(uint) + (int)length)..];
        if (texts.Length > 0 && texts[^1] != 0)
            throw field.Refuse("its last text does not end with a zero byte", "download the file again");
        return new PrecompiledNormalizer(units, texts);
    }

    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        var clusters = StringInfo.GetTextElementEnumerator(text);
        while (clusters.MoveNext())
        {
            string cluster = clusters.GetTextElement();
            if (Encoding.UTF8.GetByteCount(cluster) <= LongestCluster && Replacement(cluster) is { } whole)
            {
                result.Append(whole);
                continue;
            }

            foreach (var rune in cluster.EnumerateRunes())
            {
                string letter = rune.ToString();
                result.Append(Replacement(letter) ?? letter);
            }
        }

        return result.ToString();
    }

    /// <summary>What the shortest prefix in the table is replaced by, or null.</summary>
    private string? Replacement(string text)
    {
        uint node = _units.Length == 0 ? 0 : Offset(_units[0]);
        foreach (byte letter in Encoding.UTF8.GetBytes(text))
        {
            node ^= letter;
            if (letter == 0 || node >= _units.Length || Label(_units[node]) != letter)
                return null;
            bool hasLeaf = (_units[node] >> 8 & 1) == 1;
            node ^= Offset(_units[node]);
            if (hasLeaf && node < _units.Length)
                return TextAt(_units[node] & 0x7FFFFFFF);
        }

        return null;
    }

    private static uint Offset(uint unit) => unit >> 10 << (int)((unit & (1u << 9)) >> 6);

    private static uint Label(uint unit) => unit & ((1u << 31) | 0xFF);

    private string? TextAt(uint start)
    {
        if (start >= _texts.Length)
            return null;
        var rest = _texts.AsSpan((int)start);
        return Encoding.UTF8.GetString(rest[..rest.IndexOf((byte)0)]);
    }
}
