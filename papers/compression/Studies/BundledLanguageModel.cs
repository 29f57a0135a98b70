using Praxis.Lab;
using Praxis.Learning.Files;

namespace Praxis.Papers.Compression;

/// <summary>
/// One of the repository's language models with the English it was trained on: what studies of this family compress, calibrate on and
/// measure with. Calibration passages come from the training books and are drawn anew for each seed; measured is on books that no model has seen.
/// </summary>
public sealed class BundledLanguageModel : ModelWithText
{
    private BundledLanguageModel(string folder, EnglishCorpus corpus)
        : base(folder, corpus.Train, corpus.Validation, corpus.Test) => Corpus = corpus;

    /// <summary>The books by part, as text.</summary>
    public EnglishCorpus Corpus { get; }

    /// <summary>The trained models of the repository's folder models/, by name.</summary>
    public static IReadOnlyList<string> Names =>
        [.. Directory.EnumerateDirectories(Models).Where(IsTrained).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    private static string Models => PaperLibrary.Beside(PaperLibrary.FindFolder(), "models");

    /// <summary>Opens a model of the repository's folder models/.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="name"><c>llama-1m</c>, <c>llama-4m</c> or <c>gpt2-1m</c>.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such model.</exception>
    public static BundledLanguageModel Open(DataFolder data, string name) => IsTrained(Path.Combine(Models, name))
        ? new BundledLanguageModel(Path.Combine(Models, name), EnglishCorpus.Load(data))
        : throw new DirectoryNotFoundException($"There is no trained model in {Path.Combine(Models, name)}.");

    /// <summary>A reader's model with the bundled English.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="folder">The model's folder.</param>
    /// <exception cref="ModelFileException">A file is missing or malformed.</exception>
    public static ModelWithText WithEnglish(DataFolder data, string folder) => new BundledLanguageModel(folder, EnglishCorpus.Load(data));

    private static bool IsTrained(string folder) => File.Exists(Path.Combine(folder, ModelConfiguration.FileName));
}
