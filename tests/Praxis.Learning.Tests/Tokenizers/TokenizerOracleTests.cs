using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Tests.Tokenizers;

public sealed class TokenizerOracleTests
{
    private const string FolderVariable = "PRAXIS_TOKENIZERS";

    public static TheoryData<string> Names => [.. Directory.GetDirectories(RecordedCases.Fixtures).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_kind_of_tokenizer_agrees_with_the_library_on_every_text(string name) => Agree(Path.Combine(RecordedCases.Fixtures, name));

    [SkippableFact]
    public void Tokenizers_of_a_given_folder_agree_with_the_library_on_every_text()
    {
        string? folder = Environment.GetEnvironmentVariable(FolderVariable);
        Skip.If(folder is null, $"{FolderVariable} names no folder with */tokenizer.json and */expected.json");
        string[] folders = [.. Directory.GetDirectories(folder).Where(inner => File.Exists(Path.Combine(inner, "expected.json")))];
        Assert.NotEmpty(folders);
        Assert.All(folders, Agree);
    }

    private static void Agree(string folder)
    {
        var tokenizer = Tokenizer.Load(Path.Combine(folder, "tokenizer.json"));
        var differing = new List<string>();
        var cases = RecordedCases.Read(folder);
        Assert.NotEmpty(cases);
        foreach (var known in cases)
        {
            Compare("ids", known.Text, known.Ids, tokenizer.Encode(known.Text));
            Compare("ids without special tokens", known.Text, known.Plain, tokenizer.Encode(known.Text, addSpecialTokens: false));
            Compare("text", known.Text, known.Decoded, tokenizer.Decode(known.Ids));
            Compare("text with special tokens", known.Text, known.DecodedWithSpecial, tokenizer.Decode(known.Ids, skipSpecialTokens: false));
        }

        Assert.True(differing.Count == 0, $"{differing.Count} differences in {folder}:\n{string.Join('\n', differing.Take(12))}");

        void Compare<T>(string what, string text, IEnumerable<T> expected, IEnumerable<T> actual)
        {
            if (!expected.SequenceEqual(actual))
                differing.Add($"{what} of {Escaped(text)}\n  wanted {Shown(expected)}\n  got    {Shown(actual)}");
        }
    }

    private static string Shown<T>(IEnumerable<T> items) => items is string text ? Escaped(text) : string.Join(' ', items.Take(60));

    private static string Escaped(string text) => string.Concat(text.Take(80).Select(letter => letter is >= ' ' and <= '~' ? $"{letter}" : $"\\u{(int)letter:X4}"));
}
