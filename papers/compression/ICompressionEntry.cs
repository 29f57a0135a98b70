using Praxis.Lab;

namespace Praxis.Papers.Compression;

/// <summary>What a method wants to know of a layer before it compresses it.</summary>
public enum StatisticsNeeded
{
    /// <summary>Nothing: the weight alone.</summary>
    None,

    /// <summary>Second moments and ranges of the layer's inputs on a calibration text.</summary>
    Inputs,

    /// <summary>The inputs, and the loss's gradients on the calibration text (mean and mean square of each weight's).</summary>
    Gradients,
}

/// <summary>
/// A way to make a model's linear layers small without training: a row of the family's table and a value of <c>praxis compress --method</c>.
/// A room enters by a class with this interface and its <see cref="PaperAttribute"/>; baselines have none.
/// </summary>
public interface ICompressionEntry : IPaperPart
{
    /// <summary>The value of <c>--method</c>: small letters, digits and hyphens, such as <c>fwsvd</c> or <c>svd</c>.</summary>
    string Key { get; }

    /// <summary>The method's name in the table.</summary>
    string Name { get; }

    /// <summary>What it makes of a weight, in a few words, such as "two thin factors".</summary>
    string Form { get; }

    /// <summary>What the share that is kept is a share of: parameters, or bits for methods that quantise.</summary>
    BudgetUnit Unit { get; }

    /// <summary>What is gathered on the calibration text first.</summary>
    StatisticsNeeded Needs { get; }

    /// <summary>Whether statistics are gathered anew when a layer's turn comes, with the layers before it compressed.</summary>
    bool Sequential { get; }

    /// <summary>The method for a share of the model, since some forms depend on it (the bits of a number, the blocks of a matrix).</summary>
    /// <param name="keep">The share of <see cref="Unit"/> that is kept of all layers together, in (0, 1].</param>
    IWeightCompressor Compressor(double keep);

    /// <summary>How the budget is shared out among the layers unless the reader says otherwise.</summary>
    /// <param name="keep">The share of <see cref="Unit"/> that is kept of all layers together, in (0, 1].</param>
    IBudgetAllocation Allocation(double keep);
}
