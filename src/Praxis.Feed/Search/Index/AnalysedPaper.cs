using System.Text;

namespace Praxis.Feed;

/// <summary>A paper's texts cut into words: the full-text columns, and how much there is of each word.</summary>
internal sealed class AnalysedPaper
{
    // How much a column counts, and its usual length in words: constants, so that a paper's numbers do not change when others come.
    private static readonly (float Weight, float Length)[] Fields = [(3, 8), (1, 6), (2, 45), (2, 45), (0.5f, 100), (1.2f, 120)];
    private const float LengthShare = 0.6f;
    // A field of three words does not say more about each than one of half the usual length.
    private const float ShortestLength = 0.5f;
    private const int MostWordsOfField = 5_000;
    private const int MostWords = 2_000;

    public AnalysedPaper(IndexedText text)
    {
        Text = text;
        var amounts = new Dictionary<string, (SearchWord Word, float Amount)>(StringComparer.Ordinal);
        var columns = new StringBuilder[5];
        string[] fields = [text.Title, text.Authors, text.Summary, text.Claims, text.Body, text.Abstract];
        for (var i = 0; i < fields.Length; i++)
        {
            // The body joins the claims' column; only its weight is its own.
            var column = columns[Math.Min(i, i > 3 ? i - 1 : i)] ??= new StringBuilder();
            if (fields[i].Length == 0) continue;
            var words = SearchWords.Of(fields[i]);
            if (words.Count > MostWordsOfField) words.RemoveRange(MostWordsOfField, words.Count - MostWordsOfField);
            var (weight, usual) = Fields[i];
            var each = weight / (1 - LengthShare + LengthShare * Math.Max(words.Count / usual, ShortestLength));
            foreach (var word in words)
            {
                column.Append(word.Stem).Append(' ');
                if (amounts.TryGetValue(word.Text, out var known)) amounts[word.Text] = (word, known.Amount + each);
                else if (amounts.Count < MostWords) amounts.Add(word.Text, (word, each));
            }
            column.Append(' ');
        }
        Columns = [.. columns.Select(column => column.ToString())];
        Words = [.. amounts.Values];
    }

    public IndexedText Text { get; }

    /// <summary>The stems of the columns title, authors, summary, claims, abstract.</summary>
    public IReadOnlyList<string> Columns { get; }

    public IReadOnlyList<(SearchWord Word, float Amount)> Words { get; }
}
