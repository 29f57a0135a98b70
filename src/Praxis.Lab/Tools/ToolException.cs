namespace Praxis.Lab;

/// <summary>An input or option that a tool or bench cannot work with; the message is for the person who has to mend it.</summary>
public sealed class ToolException : Exception
{
    /// <summary>An error without text.</summary>
    public ToolException() : this("The input does not do.")
    {
    }

    /// <summary>An error with its message: file, place, cure.</summary>
    public ToolException(string message) : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public ToolException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
