using System.Text;

namespace Praxis.Learning.Tokenizers.Unicode;

/// <summary>Lower case as Rust's char::to_lowercase has it: character by character, so that a final sigma is like any other.</summary>
internal static class LowerCase
{
    /// <summary>A text in lower case.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', '\x7F'))
            return text.ToLowerInvariant();
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // .NET leaves alone what would become ASCII.
            switch (rune.Value)
            {
                case 0x130:
                    result.Append("i\u0307");
                    break;
                case 0x212A:
                    result.Append('k');
                    break;
                default:
                    result.Append(Rune.ToLowerInvariant(rune));
                    break;
            }
        }

        return result.ToString();
    }
}
