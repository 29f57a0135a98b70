namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>A network whose layers were quantised with one number of coordinates.</summary>
/// <param name="Coordinates">d̃.</param>
/// <param name="Codewords">k.</param>
/// <param name="Bits">Of the quantised layers for each of their weights, tables included.</param>
/// <param name="LowRankError">E<sub>lr</sub> as a share of the squared norm, both layers together.</param>
/// <param name="ClusteringError">E<sub>cl</sub> as a share of the squared norm.</param>
/// <param name="Untuned">Test accuracy before fine-tuning, 0 to 1.</param>
/// <param name="Tuned">Test accuracy after it.</param>
/// <param name="Validation">Validation accuracy after it.</param>
public sealed record QuantizedNetwork(int Coordinates, int Codewords, double Bits, double LowRankError, double ClusteringError, double Untuned, double Tuned, double Validation);

/// <summary>All numbers of coordinates for one length and codebook size.</summary>
/// <param name="Length">m.</param>
/// <param name="Codewords">k.</param>
/// <param name="ByCoordinates">Ascending in d̃; the last has d̃ = m, which is plain vector quantisation.</param>
/// <param name="Rule">The place of the number of coordinates by the rule.</param>
/// <param name="EqualBits">Plain vector quantisation with as many codewords as fit in the bits of the rule's choice.</param>
public sealed record QuantizationSetting(int Length, int Codewords, QuantizedNetwork[] ByCoordinates, int Rule, QuantizedNetwork EqualBits)
{
    /// <summary>The rule's choice.</summary>
    public QuantizedNetwork Chosen => ByCoordinates[Rule];
}

/// <summary>What one seed gave.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Normal">Test accuracy of the network before anything is quantised, 0 to 1.</param>
/// <param name="Scalar">Test accuracies after fine-tuning with m = 1 (k-means on single weights) and 2 and 4 codewords.</param>
/// <param name="Settings">One for each pair of length and codebook size.</param>
public sealed record Lr2VqMeasures(long Seed, double Normal, QuantizedNetwork[] Scalar, QuantizationSetting[] Settings);
