namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>The pattern's letters, numbered from 0, with the places of each.</summary>
internal sealed class LetterOccurrences
{
    private readonly int[][] _places;
    private readonly Dictionary<int, int> _numbers = [];

    public LetterOccurrences(ReadOnlySpan<int> pattern)
    {
        var places = new List<List<int>>();
        for (var j = 0; j < pattern.Length; j++)
        {
            if (!_numbers.TryGetValue(pattern[j], out var number))
            {
                _numbers[pattern[j]] = number = places.Count;
                places.Add([]);
            }
            places[number].Add(j);
        }
        _places = [.. places.Select(list => list.ToArray())];
    }

    /// <summary>How many different letters the pattern has.</summary>
    public int Count => _places.Length;

    /// <summary>The places of a letter in the pattern, ascending.</summary>
    public int[] Places(int number) => _places[number];

    /// <summary>The text in the pattern's numbering; −1 for letters that the pattern does not have: they never match.</summary>
    public int[] Number(ReadOnlySpan<int> text)
    {
        var numbered = new int[text.Length];
        for (var i = 0; i < text.Length; i++) numbered[i] = _numbers.GetValueOrDefault(text[i], -1);
        return numbered;
    }
}
