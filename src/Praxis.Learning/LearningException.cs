namespace Praxis.Learning;

/// <summary>A model, file or configuration that does not hold; the message names it and says what to mend.</summary>
public class LearningException : Exception
{
    /// <summary>An error without text.</summary>
    public LearningException()
    {
    }

    /// <summary>An error with its message.</summary>
    public LearningException(string message) : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public LearningException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
