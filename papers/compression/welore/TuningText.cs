using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>Text to fine-tune on: definitions of a dictionary, another kind of text than the novels and the Bible that the models know.</summary>
internal sealed class TuningText
{
    private readonly BundledLanguageModel _bundled;
    private readonly string[] _lines; // in an order of their own
    private readonly int _learned;

    /// <summary>Reads the definitions: nine tenths to learn from, the rest to measure on.</summary>
    public TuningText(StudyContext context, BundledLanguageModel bundled)
    {
        _bundled = bundled;
        string[] lines = [.. context.Data.Text("wordnet-entities.tsv.gz").Split('\n').Skip(1).Select(line => line[(line.IndexOf('\t') + 1)..]).Where(line => line.Length > 0)];
        _lines = [.. new RandomStream(0).Fork("definitions").Permutation(lines.Length).Select(place => lines[place])];
        _learned = _lines.Length * 9 / 10;
    }

    /// <summary>Windows to learn from: definitions in the order of a seed.</summary>
    public TextWindows Learned(RandomStream random, int windows, int length) =>
        Windows([.. random.Permutation(_learned).Select(place => _lines[place])], windows, length);

    /// <summary>Windows to choose settings by: the first half of the rest.</summary>
    public TextWindows Validation(int windows, int length) => Windows(_lines[_learned..((_learned + _lines.Length) / 2)], windows, length);

    /// <summary>Windows to measure on: the second half of the rest.</summary>
    public TextWindows Test(int windows, int length) => Windows(_lines[((_learned + _lines.Length) / 2)..], windows, length);

    /// <summary>The mean loss of some windows, to be differentiated.</summary>
    public static Variable Loss(LanguageModel model, TextWindows text, ReadOnlySpan<int> places)
    {
        var tokens = new Tensor[places.Length];
        var targets = new Tensor[places.Length];
        for (int i = 0; i < places.Length; i++)
        {
            var window = text.At(places[i], 1);
            (tokens[i], targets[i]) = (window.Tokens, window.Targets);
        }

        return Learning.Loss.CrossEntropy(model.Forward(Tensor.Concat(0, tokens)), Tensor.Concat(0, targets)); // (windows, time, vocabulary)
    }

    private TextWindows Windows(string[] lines, int windows, int length)
    {
        // A token of these vocabularies has two characters at least in such text, and lines enough are taken for all windows.
        int characters = 0, count = 0;
        while (count < lines.Length && characters < 8 * windows * length)
            characters += lines[count++].Length + 1;
        return _bundled.Windows(string.Join('\n', lines.Take(count)), windows, length);
    }
}
