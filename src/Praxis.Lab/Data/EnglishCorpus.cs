using System.Text;

namespace Praxis.Lab;

/// <summary>
/// Public-domain English for language models: novels of Jane Austen and the King James Bible, split by book as english.yaml says.
/// A paragraph or verse is a line; chapters and books are apart by a blank line; chapter headings and verse numbers are left out.
/// </summary>
/// <param name="Train">What a model learns from.</param>
/// <param name="Validation">What settings are chosen by.</param>
/// <param name="Test">What is measured on, once.</param>
public sealed record EnglishCorpus(string Train, string Validation, string Test)
{
    private const string SplitFile = "english.yaml";

    /// <summary>Reads the corpus of a data folder.</summary>
    /// <exception cref="DataSetException">A book is in no part, in two parts or unknown; the message names it.</exception>
    /// <exception cref="FileNotFoundException">A file of the corpus is missing.</exception>
    public static EnglishCorpus Load(DataFolder data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var split = new YamlSource(SplitFile, "the split", LinesAbove: 0, (file, line, what) => new DataSetException($"{file}:{line}: {what}"))
            .Parse(data.Text(SplitFile));
        split.Only("novels", "bible");
        var parts = new StringBuilder[] { new(), new(), new() };
        Add(parts, split.Mapping("novels"), file => EnglishBooks.Novels(data.Text(file)));
        Add(parts, split.Mapping("bible"), file => EnglishBooks.Bible(data.Text(file)));
        return new EnglishCorpus(parts[0].ToString(), parts[1].ToString(), parts[2].ToString());
    }

    private static void Add(StringBuilder[] parts, YamlFields split, Func<string, IReadOnlyList<EnglishBook>> read)
    {
        split.Only("file", "train", "validation", "test");
        var books = read(split.Required("file"));
        var partOf = new Dictionary<string, int>();
        string[] names = ["train", "validation", "test"];
        for (var part = 0; part < names.Length; part++)
            foreach (var title in split.Strings(names[part]))
            {
                if (!partOf.TryAdd(title, part)) throw split.Error(names[part], $"'{title}' is there twice; a book belongs to one part");
                if (!books.Any(book => book.Title == title)) throw split.Error(names[part], $"'{title}' is no book of {split.Required("file")}; it has {string.Join(", ", books.Select(book => book.Title))}");
            }
        foreach (var book in books)
        {
            if (!partOf.TryGetValue(book.Title, out var part)) throw split.Error("train", $"'{book.Title}' is in no part; name it under train, validation or test");
            if (parts[part].Length > 0) parts[part].Append('\n');
            parts[part].Append(book.Text);
        }
    }
}
