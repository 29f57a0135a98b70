using System.Text;

namespace Praxis.Learning.Files;

/// <summary>A model's file cannot be read or written. The message names the file, the place in it, what is wrong and the cure.</summary>
public sealed class ModelFileException : LearningException
{
    private const int LongestQuotation = 80;

    /// <summary>An error without text.</summary>
    public ModelFileException()
    {
    }

    /// <summary>An error with its message.</summary>
    public ModelFileException(string message)
        : base(message)
    {
    }

    /// <summary>An error with its message and cause.</summary>
    public ModelFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error from its parts.</summary>
    /// <param name="file">The file as the caller named it.</param>
    /// <param name="place">Where in the file, such as "header" or "tensor 'wte.weight'".</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="cure">What to do about it, without a full stop.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ModelFileException(string file, string place, string problem, string cure, Exception? innerException = null)
        : base($"{file}, {place}: {problem}; {cure}.", innerException!)
    {
        File = file;
        Place = place;
    }

    /// <summary>The file as the caller named it; empty when not known.</summary>
    public string File { get; } = "";

    /// <summary>Where in the file; empty when not known.</summary>
    public string Place { get; } = "";

    /// <summary>How messages speak of a tensor.</summary>
    internal static string Tensor(string name) => "tensor " + Quote(name);

    /// <summary>How messages write a shape.</summary>
    internal static string Shape(ReadOnlySpan<long> shape) => $"[{string.Join(", ", shape[..Math.Min(shape.Length, 8)].ToArray())}{(shape.Length > 8 ? ", …" : "")}]";

    /// <summary>Text out of a file, fit to stand in a message: short, in quotation marks, without control characters.</summary>
    internal static string Quote(string text)
    {
        var quotation = new StringBuilder("'");
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, LongestQuotation)))
            quotation.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter);
        return quotation.Append(text.Length > LongestQuotation ? "…'" : "'").ToString();
    }
}
