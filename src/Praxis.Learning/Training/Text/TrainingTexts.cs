using System.Text;
using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>The texts of a run.</summary>
/// <param name="Train">What is learned from, one text a document.</param>
/// <param name="Validation">What learning rates and lengths may be chosen by.</param>
/// <param name="Test">What is measured once, at the end; may be empty.</param>
public sealed record TrainingTexts(IReadOnlyList<string> Train, IReadOnlyList<string> Validation, IReadOnlyList<string> Test)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Reads the text files that a configuration names.</summary>
    /// <exception cref="TrainingConfigurationException">A file is missing, empty or not UTF-8.</exception>
    public static TrainingTexts Read(TrainingConfiguration configuration)
    {
        var train = Files(configuration, "data.train", configuration.TrainFiles);
        var validation = Files(configuration, "data.validation", configuration.ValidationFiles);
        if (validation.Count == 0)
            (train, validation) = HoldOut(train);
        return new TrainingTexts(train, validation, Files(configuration, "data.test", configuration.TestFiles));
    }

    /// <summary>The number of bytes of texts in UTF-8.</summary>
    public static long Bytes(IEnumerable<string> texts) => texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text));

    private static List<string> Files(TrainingConfiguration configuration, string key, IReadOnlyList<string> paths)
    {
        var texts = new List<string>();
        foreach (string path in paths)
        {
            try
            {
                string text = Strict.GetString(File.ReadAllBytes(configuration.Resolve(path)));
                texts.Add(text.Length > 0 ? text : throw Refuse(path, "it is empty", "name a file with text"));
            }
            catch (DecoderFallbackException)
            {
                throw Refuse(path, "it is not UTF-8", "save it as UTF-8");
            }
            catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
            {
                throw Refuse(path, "it cannot be read", $"paths are relative to the configuration's folder; looked for {configuration.Resolve(path)}");
            }
        }

        return texts;

        TrainingConfigurationException Refuse(string path, string problem, string cure) =>
            new(configuration.Path, key, $"{ModelFileException.Quote(path)}: {problem}", cure);
    }

    // The last tenth, from the beginning of a line on where there is one near.
    private static (List<string> Train, List<string> Validation) HoldOut(List<string> texts)
    {
        var train = new List<string>();
        long left = texts.Sum(text => (long)text.Length) * 9 / 10;
        for (int i = 0; i < texts.Count; i++)
        {
            if (texts[i].Length < left)
            {
                left -= texts[i].Length;
                train.Add(texts[i]);
                continue;
            }

            int at = (int)left;
            int line = texts[i].LastIndexOf('\n', Math.Max(0, Math.Min(at, texts[i].Length - 1)));
            at = line >= at / 2 && line >= 0 ? line + 1 : at;
            if (at > 0 && at < texts[i].Length && char.IsLowSurrogate(texts[i][at]))
                at--;
            return ([.. train, texts[i][..at]], [texts[i][at..], .. texts[(i + 1)..]]);
        }

        return (train, []);
    }
}
