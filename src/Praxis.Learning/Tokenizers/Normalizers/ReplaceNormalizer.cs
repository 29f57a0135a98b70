using System.Text;
using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers.Normalizers;

/// <summary>Replaces every match of a pattern by a text.</summary>
internal sealed class ReplaceNormalizer(TextPattern pattern, string content) : Normalizer
{
    /// <summary>Reads its fields.</summary>
    public static ReplaceNormalizer ReadFrom(TokenizerNode node) => new(TextPattern.Read(node["pattern"]), node.Text("content"));

    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        var segments = new List<Segment>();
        pattern.Find(text, segments);
        if (!segments.Exists(segment => segment.IsMatch))
            return text;
        var result = new StringBuilder(text.Length);
        foreach (var (start, end, isMatch) in segments)
        {
            if (isMatch)
                result.Append(content);
            else
                result.Append(text, start, end - start);
        }

        return result.ToString();
    }
}
