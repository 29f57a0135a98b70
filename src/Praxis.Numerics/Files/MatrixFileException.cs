using System.Text;

namespace Praxis.Numerics;

/// <summary>A matrix file cannot be read or written. The message names the file, the place in it, what is wrong and the cure.</summary>
public sealed class MatrixFileException : IOException
{
    private const int LongestQuotation = 40;

    /// <summary>Creates the exception without a message.</summary>
    public MatrixFileException()
    {
    }

    /// <summary>Creates the exception with its message.</summary>
    public MatrixFileException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception with its message and its cause.</summary>
    public MatrixFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception from its parts.</summary>
    /// <param name="file">The file as the caller named it.</param>
    /// <param name="place">Where in the file, such as "header" or "line 7, row 6, column 2".</param>
    /// <param name="problem">What is wrong, without a full stop.</param>
    /// <param name="cure">What to do about it, without a full stop.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public MatrixFileException(string file, string place, string problem, string cure, Exception? innerException = null)
        : base($"{file}, {place}: {problem}; {cure}.", innerException)
    {
        File = file;
        Place = place;
    }

    /// <summary>The file as the caller named it; empty when not known.</summary>
    public string File { get; } = "";

    /// <summary>Where in the file; empty when not known.</summary>
    public string Place { get; } = "";

    /// <summary>Text out of a file, fit to stand in a message: short, in quotation marks, without control characters.</summary>
    internal static string Quote(string text)
    {
        var quotation = new StringBuilder("'");
        foreach (char letter in text.AsSpan(0, Math.Min(text.Length, LongestQuotation)))
            quotation.Append(char.IsControl(letter) || char.IsSurrogate(letter) ? '\uFFFD' : letter);
        return quotation.Append(text.Length > LongestQuotation ? "…'" : "'").ToString();
    }
}
