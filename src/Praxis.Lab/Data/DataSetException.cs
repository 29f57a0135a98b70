namespace Praxis.Lab;

/// <summary>A data set that cannot be found or read; the message names the file and the cure.</summary>
/// <param name="message">What is wrong, where, and how to mend it.</param>
/// <param name="inner">What was thrown below, if anything.</param>
public sealed class DataSetException(string message, Exception? inner = null) : IOException(message, inner);
