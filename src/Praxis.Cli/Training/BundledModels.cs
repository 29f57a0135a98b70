using Praxis.Lab;
using Praxis.Learning.Files;
using Praxis.Learning.Training;

namespace Praxis.Cli;

/// <summary>The models of the repository's folder models/, each in a folder of its own name.</summary>
internal static class BundledModels
{
    /// <summary>The folder beside the papers folder.</summary>
    public static string Folder => PaperLibrary.Beside(PaperLibrary.FindFolder(), "models");

    /// <summary>The names of those that have a configuration, trained or not.</summary>
    public static IReadOnlyList<string> Names => Directory.Exists(Folder)
        ? [.. Directory.EnumerateDirectories(Folder)
            .Where(folder => File.Exists(Path.Combine(folder, TrainingConfigurationFile.FileName)) || File.Exists(Path.Combine(folder, ModelConfiguration.FileName)))
            .Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)]
        : [];

    /// <summary>The folder of a model that the reader named: a folder, a bundled name, or the kind that only one bundled model has.</summary>
    /// <exception cref="UserException">There is none, or it is not trained.</exception>
    public static string Find(string model)
    {
        if (Directory.Exists(model)) return Trained(model, model);
        if (Names.Contains(model)) return Trained(model, Path.Combine(Folder, model));
        var kin = Names.Where(name => name.StartsWith(model + "-", StringComparison.Ordinal)).ToList();
        if (kin.Count == 1) return Trained(kin[0], Path.Combine(Folder, kin[0]));
        throw new UserException($"There is no folder and no bundled model '{model}'. {(Names.Count > 0 ? $"Bundled are {string.Join(", ", Names)}." : "None is bundled here.")}");
    }

    private static string Trained(string name, string folder) => File.Exists(Path.Combine(folder, ModelConfiguration.FileName))
        ? folder
        : throw new UserException(File.Exists(Path.Combine(folder, TrainingConfigurationFile.FileName))
            ? $"'{name}' is not trained yet: praxis train {Path.Combine(folder, TrainingConfigurationFile.FileName)}"
            : $"{folder} is no folder of a model: it has no {ModelConfiguration.FileName}.");
}
