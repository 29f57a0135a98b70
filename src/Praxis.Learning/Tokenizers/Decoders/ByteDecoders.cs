using System.Globalization;
using System.Text;

namespace Praxis.Learning.Tokenizers.Decoders;

/// <summary>Reads the characters that stand for bytes; a token with others is taken as it is.</summary>
internal sealed class ByteLevelDecoder : Decoder
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            if (token.All(letter => ByteAlphabet.Byte(letter) >= 0))
                bytes.AddRange(token.Select(letter => (byte)ByteAlphabet.Byte(letter)));
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(token));
        }

        return [Encoding.UTF8.GetString([.. bytes])];
    }
}

/// <summary>Joins tokens like &lt;0xE2&gt; to the text of their bytes; a run that is no UTF-8 becomes a replacement character for each byte.</summary>
internal sealed class ByteFallbackDecoder : Decoder
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var result = new List<string>(tokens.Count);
        var bytes = new List<byte>();
        foreach (string token in tokens)
        {
            if (ByteOf(token) is { } value)
            {
                bytes.Add(value);
                continue;
            }

            Flush(bytes, result);
            result.Add(token);
        }

        Flush(bytes, result);
        return result;
    }

    private static byte? ByteOf(string token) => token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
        && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte value) ? value : null;

    private static void Flush(List<byte> bytes, List<string> into)
    {
        if (bytes.Count == 0)
            return;
        try
        {
            into.Add(Strict.GetString([.. bytes]));
        }
        catch (DecoderFallbackException)
        {
            into.Add(new string('\uFFFD', bytes.Count));
        }

        bytes.Clear();
    }
}
