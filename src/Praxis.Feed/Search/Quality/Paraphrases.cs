namespace Praxis.Feed;

/// <summary>A query that says what a paper claims in other words than its title's, written by hand.</summary>
/// <param name="Kind"><c>terms</c>: in the field's terms; <c>plain</c>: in everyday words, which is harder.</param>
/// <param name="IsTest">Whether it is of the half that nothing was tuned on.</param>
/// <param name="Slug">The paper that is meant.</param>
/// <param name="Query">The query.</param>
public sealed record Paraphrase(string Kind, bool IsTest, string Slug, string Query);

/// <summary>The bundled paraphrases. Their halves were drawn by the hash of their text before anything was measured.</summary>
public static class Paraphrases
{
    private const string FileName = "paraphrases.tsv";

    /// <summary>All of them, in the order of the file.</summary>
    public static IReadOnlyList<Paraphrase> All { get; } = Read();

    private static List<Paraphrase> Read()
    {
        using var stream = typeof(Paraphrases).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        var all = new List<Paraphrase>();
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split('\t');
            all.Add(new Paraphrase(fields[0], fields[1] == "test", fields[2], fields[3]));
        }
        return all;
    }
}
