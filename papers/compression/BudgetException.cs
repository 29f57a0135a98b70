namespace Praxis.Papers.Compression;

/// <summary>A budget that a form cannot meet; it says the smallest that it can.</summary>
/// <param name="message">What was asked for, what is the least.</param>
/// <param name="smallestKeep">The smallest share that can be met, in the budget's unit.</param>
public sealed class BudgetException(string message, double smallestKeep) : Exception(message)
{
    /// <summary>The smallest share that can be met, in the budget's unit.</summary>
    public double SmallestKeep { get; } = smallestKeep;
}
