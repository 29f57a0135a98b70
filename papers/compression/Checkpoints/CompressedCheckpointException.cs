using Praxis.Learning;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>A compressed checkpoint cannot be read; the message says where and why.</summary>
public sealed class CompressedCheckpointException : LearningException
{
    /// <summary>An error without text.</summary>
    public CompressedCheckpointException()
    {
    }

    /// <summary>An error with its message.</summary>
    public CompressedCheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public CompressedCheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
