namespace Praxis.Learning.Training;

/// <summary>A training configuration that does not hold; the message names file, line, key and cure.</summary>
public sealed class TrainingConfigurationException : LearningException
{
    /// <summary>An error without text.</summary>
    public TrainingConfigurationException()
    {
    }

    /// <summary>An error with its message.</summary>
    public TrainingConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public TrainingConfigurationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error from its parts.</summary>
    /// <param name="place">The file and the line, or the option that gave the value.</param>
    /// <param name="key">The key; empty for the file as a whole.</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="cure">What to do about it, without a full stop.</param>
    public TrainingConfigurationException(string place, string key, string problem, string cure)
        : base($"{place}: {(key.Length > 0 ? $"'{key}': " : "")}{problem}; {cure}.")
    {
    }
}
