namespace Praxis.Feed;

/// <summary>
/// Reduces an English word to its stem (M. F. Porter, "An algorithm for suffix stripping", Program 14, 1980), after its British endings have
/// become American: <c>factorised</c>, <c>factorization</c> and <c>factorize</c> meet.
/// </summary>
internal ref struct PorterStemmer
{
    private const int LongestStemmed = 40;
    private const int Shortest = 3;

    private Span<char> _word;
    private int _end;

    /// <summary>The stem of a lower-case word; words with anything but the letters a to z stay as they are.</summary>
    public static string Stem(ReadOnlySpan<char> word)
    {
        if (word.Length is < Shortest or > LongestStemmed || word.ContainsAnyExceptInRange('a', 'z')) return word.ToString();
        Span<char> letters = stackalloc char[LongestStemmed + 8];
        word.CopyTo(letters);
        var stemmer = new PorterStemmer { _word = letters, _end = word.Length };
        stemmer.Americanize();
        stemmer.Plurals();
        stemmer.PastAndProgressive();
        stemmer.FinalY();
        stemmer.ReplaceLongest(DoubleSuffixes, 0);
        stemmer.ReplaceLongest(Adjectives, 0);
        stemmer.RemoveLongest();
        stemmer.FinalE();
        return letters[..stemmer._end].ToString();
    }

    // Both spellings only need to meet: that 'noise' becomes 'noize' in texts and queries alike does no harm.
    private static readonly (string From, string To)[] British =
    [
        ("isations", "izations"), ("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("iser", "izer"), ("isers", "izers"), ("ises", "izes"), ("ise", "ize"),
        ("ysing", "yzing"), ("ysed", "yzed"), ("yse", "yze"), ("ours", "ors"), ("our", "or"), ("oured", "ored"), ("ouring", "oring"), ("tre", "ter"),
    ];

    private static readonly (string From, string To)[] DoubleSuffixes =
    [
        ("ational", "ate"), ("tional", "tion"), ("enci", "ence"), ("anci", "ance"), ("izer", "ize"), ("abli", "able"), ("alli", "al"), ("entli", "ent"),
        ("eli", "e"), ("ousli", "ous"), ("ization", "ize"), ("ation", "ate"), ("ator", "ate"), ("alism", "al"), ("iveness", "ive"), ("fulness", "ful"),
        ("ousness", "ous"), ("aliti", "al"), ("iviti", "ive"), ("biliti", "ble"),
    ];

    private static readonly (string From, string To)[] Adjectives =
    [
        ("icate", "ic"), ("ative", ""), ("alize", "al"), ("iciti", "ic"), ("ical", "ic"), ("ful", ""), ("ness", ""),
    ];

    private static readonly string[] Endings =
    [
        "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
    ];

    private readonly ReadOnlySpan<char> Word => _word[.._end];

    private readonly bool Ends(string suffix) => Word.EndsWith(suffix, StringComparison.Ordinal);

    private void Replace(string suffix, string with)
    {
        _end -= suffix.Length;
        with.CopyTo(_word[_end..]);
        _end += with.Length;
    }

    private void Americanize()
    {
        const int shortestBritish = 6;
        if (_end < shortestBritish) return;
        foreach (var (from, to) in British)
        {
            if (!Ends(from)) continue;
            Replace(from, to);
            return;
        }
    }

    // Step 1a.
    private void Plurals()
    {
        if (_word[_end - 1] != 's') return;
        if (Ends("sses")) _end -= 2;
        else if (Ends("ies")) Replace("ies", "i");
        else if (_word[_end - 2] != 's') _end--;
    }

    // Step 1b.
    private void PastAndProgressive()
    {
        if (Ends("eed"))
        {
            if (Measure(_end - 3) > 0) _end--;
            return;
        }
        if (Ends("ed") && HasVowel(_end - 2)) _end -= 2;
        else if (Ends("ing") && HasVowel(_end - 3)) _end -= 3;
        else return;
        if (Ends("at")) Replace("at", "ate");
        else if (Ends("bl")) Replace("bl", "ble");
        else if (Ends("iz")) Replace("iz", "ize");
        else if (EndsInDouble() && _word[_end - 1] is not ('l' or 's' or 'z')) _end--;
        else if (Measure(_end) == 1 && EndsConsonantVowelConsonant(_end)) _word[_end++] = 'e';
    }

    // Step 1c.
    private void FinalY()
    {
        if (_word[_end - 1] == 'y' && HasVowel(_end - 1)) _word[_end - 1] = 'i';
    }

    // Steps 2 and 3: the longest suffix that fits decides, also where its condition does not hold.
    private void ReplaceLongest((string From, string To)[] suffixes, int measure)
    {
        var (found, with) = ("", "");
        foreach (var (from, to) in suffixes)
            if (from.Length > found.Length && Ends(from)) (found, with) = (from, to);
        if (found.Length > 0 && Measure(_end - found.Length) > measure) Replace(found, with);
    }

    // Step 4.
    private void RemoveLongest()
    {
        var found = "";
        foreach (var ending in Endings)
            if (ending.Length > found.Length && Ends(ending)) found = ending;
        var stem = _end - found.Length;
        if (found.Length == 0 || Measure(stem) <= 1) return;
        if (found == "ion" && _word[stem - 1] is not ('s' or 't')) return;
        _end = stem;
    }

    // Step 5.
    private void FinalE()
    {
        if (_word[_end - 1] == 'e' && Measure(_end - 1) is var measure && (measure > 1 || (measure == 1 && !EndsConsonantVowelConsonant(_end - 1)))) _end--;
        if (_word[_end - 1] == 'l' && EndsInDouble() && Measure(_end) > 1) _end--;
    }

    private readonly bool IsConsonant(int at) => _word[at] switch
    {
        'a' or 'e' or 'i' or 'o' or 'u' => false,
        'y' => at == 0 || !IsConsonant(at - 1),
        _ => true,
    };

    // The number of times a run of vowels is followed by a run of consonants.
    private readonly int Measure(int length)
    {
        var measure = 0;
        var vowel = false;
        for (var i = 0; i < length; i++)
        {
            var consonant = IsConsonant(i);
            if (consonant && vowel) measure++;
            vowel = !consonant;
        }
        return measure;
    }

    private readonly bool HasVowel(int length)
    {
        for (var i = 0; i < length; i++)
            if (!IsConsonant(i)) return true;
        return false;
    }

    private readonly bool EndsInDouble() => _end > 1 && _word[_end - 1] == _word[_end - 2] && IsConsonant(_end - 1);

    private readonly bool EndsConsonantVowelConsonant(int length) =>
        length > 2 && IsConsonant(length - 1) && !IsConsonant(length - 2) && IsConsonant(length - 3) && _word[length - 1] is not ('w' or 'x' or 'y');
}
