using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Training;

/// <summary>Where a run keeps its files: the model's folder, and within it a folder for what is only needed until the run is done.</summary>
/// <param name="path">The model's folder.</param>
public sealed class TrainingFolder(string path)
{
    private readonly string _work = Path.Combine(path, ".training");

    /// <summary>The model's folder.</summary>
    public string Model => path;

    /// <summary>The checkpoint.</summary>
    public string Checkpoint => Path.Combine(_work, "checkpoint.safetensors");

    /// <summary>The tokenizer of a run that is not done.</summary>
    public string WorkingTokenizer => Path.Combine(_work, "tokenizer.json");

    /// <summary>The tokenizer of the finished model.</summary>
    public string Tokenizer => Path.Combine(path, "tokenizer.json");

    /// <summary>The record of a finished run.</summary>
    public string Record => Path.Combine(path, TrainingRecord.FileName);

    /// <summary>The configuration in the model's folder.</summary>
    public string Configuration => Path.Combine(path, TrainingConfigurationFile.FileName);

    /// <summary>Makes the folders and checks that they can be written to, and that no finished model is trained over unasked.</summary>
    /// <param name="restart">Whether to throw away what is there.</param>
    /// <exception cref="LearningException">A finished model is there.</exception>
    /// <exception cref="ModelFileException">The folder cannot be written to.</exception>
    public void Open(bool restart)
    {
        try
        {
            Directory.CreateDirectory(_work);
            AtomicFile.Write(Path.Combine(_work, "writable"), _ => { });
            File.Delete(Path.Combine(_work, "writable"));
            if (restart)
                File.Delete(Checkpoint);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw new ModelFileException(path, "opening", $"the folder cannot be written to ({cause.Message.TrimEnd('.')})", "check output.folder and its rights", cause);
        }

        if (File.Exists(Record) && !File.Exists(Checkpoint) && !restart)
        {
            Close();
            throw new LearningException($"{path} holds a trained model already ({TrainingRecord.FileName}). Name another folder with --output DIR, or add --restart to train it anew.");
        }
    }

    /// <summary>Removes what was only needed until the run was done.</summary>
    public void Close() => Directory.Delete(_work, recursive: true);
}
