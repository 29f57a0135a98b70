namespace Praxis.Papers.Compression.Eora;

/// <summary>The shape of one linear map.</summary>
/// <param name="Outputs">Rows of the weight.</param>
/// <param name="Inputs">Columns of the weight.</param>
/// <param name="SharesInput">Whether it sees the input of the map before it, so that moments and eigenproblem are there already.</param>
public sealed record MapShape(int Outputs, int Inputs, bool SharesInput = false);

/// <summary>What compensating a model costs in multiplications and additions (section 3: O(i² T + i³ + o i min(o, i)) a layer).</summary>
/// <param name="Forward">Passing the calibration text.</param>
/// <param name="Moments">X Xᵀ of every input.</param>
/// <param name="Eigenproblems">Q and Λ of every input.</param>
/// <param name="Projections">ΔW Q Λ^½ of every map.</param>
/// <param name="Decompositions">The singular value decompositions of these.</param>
public sealed record EoraCost(double Forward, double Moments, double Eigenproblems, double Projections, double Decompositions)
{
    /// <summary>One block of a model of 8 billion parameters: width 4096, 8 key and value heads of 128, feed-forward width 14336.</summary>
    public static IReadOnlyList<MapShape> BlockOf8B { get; } =
    [
        new(4096, 4096), new(1024, 4096, SharesInput: true), new(1024, 4096, SharesInput: true), new(4096, 4096),
        new(14336, 4096), new(14336, 4096, SharesInput: true), new(4096, 14336),
    ];

    /// <summary>All together.</summary>
    public double Total => Forward + Moments + Eigenproblems + Projections + Decompositions;

    /// <summary>
    /// The operations for a model: 2 o i for a token and map, 2 i² for a token and input, 9 i³ for eigenvalues and vectors, 2 o i² for the
    /// projection, and 6 m n² + 20 n³ (n the smaller side) for the decomposition, the usual counts for dense matrices.
    /// </summary>
    /// <param name="block">The maps of one block.</param>
    /// <param name="blocks">How many blocks alike.</param>
    /// <param name="tokens">Of the calibration text.</param>
    public static EoraCost Of(IReadOnlyList<MapShape> block, int blocks, long tokens)
    {
        double Sum(Func<MapShape, double> cost) => blocks * block.Sum(cost);
        double OfInputs(Func<MapShape, double> cost) => blocks * block.Where(map => !map.SharesInput).Sum(cost);
        return new EoraCost(
            Sum(map => 2.0 * map.Outputs * map.Inputs * tokens),
            OfInputs(map => 2.0 * map.Inputs * map.Inputs * tokens),
            OfInputs(map => 9.0 * Math.Pow(map.Inputs, 3)),
            Sum(map => 2.0 * map.Outputs * map.Inputs * map.Inputs),
            Sum(map => (6.0 * Math.Max(map.Outputs, map.Inputs) * Math.Pow(Math.Min(map.Outputs, map.Inputs), 2)) + (20 * Math.Pow(Math.Min(map.Outputs, map.Inputs), 3))));
    }
}
