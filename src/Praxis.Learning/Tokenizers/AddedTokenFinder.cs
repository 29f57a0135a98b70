using System.Buffers;
using System.Text;
using Praxis.Learning.Tokenizers.Patterns;

namespace Praxis.Learning.Tokenizers;

/// <summary>Finds added tokens in a text: from the left, always the longest.</summary>
internal sealed class AddedTokenFinder
{
    private static readonly CodePointSet Word = CodePointSets.RustWord;

    private readonly Dictionary<char, (string Content, AddedToken Token)[]> _byFirstLetter;
    private readonly SearchValues<char> _firstLetters;

    /// <summary>A finder.</summary>
    /// <param name="tokens">What is sought, and the token that it is.</param>
    public AddedTokenFinder(IEnumerable<(string Content, AddedToken Token)> tokens)
    {
        _byFirstLetter = tokens.Where(token => token.Content.Length > 0).GroupBy(token => token.Content[0])
            .ToDictionary(group => group.Key, group => group.OrderByDescending(token => token.Content.Length).ToArray());
        _firstLetters = SearchValues.Create([.. _byFirstLetter.Keys]);
    }

    /// <summary>Cuts a text into tokens and what lies between them.</summary>
    public IEnumerable<(int Start, int End, AddedToken? Token)> Find(string text)
    {
        int end = 0;
        for (int position = 0; Next(text, position) is { } found; position = found.Position + found.Content.Length)
        {
            var (start, content, token) = found;
            int stop = start + content.Length;
            if (token.IsSingleWord && !IsSingleWord(text, start, stop))
                continue;
            while (token.TakesSpaceBefore && start > end && char.IsWhiteSpace(text[start - 1]))
                start--;
            while (token.TakesSpaceAfter && stop < text.Length && char.IsWhiteSpace(text[stop]))
                stop++;
            start = Math.Max(start, end);
            if (start > end)
                yield return (end, start, null);
            yield return (start, stop, token);
            end = stop;
        }

        if (end < text.Length)
            yield return (end, text.Length, null);
    }

    private (int Position, string Content, AddedToken Token)? Next(string text, int position)
    {
        for (; position < text.Length; position++)
        {
            int offset = text.AsSpan(position).IndexOfAny(_firstLetters);
            if (offset < 0)
                return null;
            position += offset;
            foreach (var (content, token) in _byFirstLetter[text[position]])
            {
                if (text.AsSpan(position).StartsWith(content, StringComparison.Ordinal))
                    return (position, content, token);
            }
        }

        return null;
    }

    private static bool IsSingleWord(string text, int start, int stop)
    {
        bool wordBefore = Rune.DecodeLastFromUtf16(text.AsSpan(0, start), out var before, out _) == OperationStatus.Done && Word.Contains(before.Value);
        bool wordAfter = Rune.DecodeFromUtf16(text.AsSpan(stop), out var after, out _) == OperationStatus.Done && Word.Contains(after.Value);
        return !wordBefore && !wordAfter;
    }
}
