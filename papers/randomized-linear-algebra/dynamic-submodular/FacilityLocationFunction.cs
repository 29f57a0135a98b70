using System.Numerics.Tensors;

namespace Praxis.Papers.RandomizedLinearAlgebra.DynamicSubmodular;

/// <summary>Facility location: f(S) = Σ_c max_{e∈S} similarity(e, c): how well the items of S stand for all clients.</summary>
/// <param name="similarity">(items, clients), finite and at least 0.</param>
public sealed class FacilityLocationFunction(Tensor similarity) : ISubmodularFunction
{
    private readonly Tensor _similarity = Checked(similarity);

    /// <inheritdoc/>
    public int Items => _similarity.Rows;

    /// <inheritdoc/>
    public ISelection Empty() => new Selection(_similarity, new double[_similarity.Columns]);

    /// <summary>
    /// Similarity by distance: 1 − ‖p − q‖/R with R the largest distance from an item to a client, so that it lies in [0, 1].
    /// </summary>
    /// <param name="items">(items, d).</param>
    /// <param name="clients">(clients, d).</param>
    public static FacilityLocationFunction ByDistance(Tensor items, Tensor clients)
    {
        var similarity = Tensor.Zeros(items.Rows, clients.Rows); // (items, clients)
        for (var i = 0; i < items.Rows; i++)
            for (var c = 0; c < clients.Rows; c++)
                similarity[i, c] = TensorPrimitives.Distance<double>(items.RowSpan(i), clients.RowSpan(c));
        var farthest = similarity.Max();
        return new FacilityLocationFunction(farthest > 0 ? 1 - similarity / farthest : Tensor.Ones(items.Rows, clients.Rows));
    }

    private static Tensor Checked(Tensor similarity)
    {
        if (similarity.Rank != 2 || similarity.Length == 0) throw new ArgumentException("Similarities are a matrix with a row for each item and a column for each client.", nameof(similarity));
        similarity.EnsureFinite("similarity");
        return similarity.Min() >= 0 ? similarity.Contiguous() : throw new ArgumentException("A similarity is negative; they must be at least 0.", nameof(similarity));
    }

    private sealed class Selection(Tensor similarity, double[] best) : ISelection
    {
        public double Value { get; private set; } = TensorPrimitives.Sum<double>(best);

        public double Gain(int item)
        {
            var row = similarity.RowSpan(item);
            var gain = 0.0;
            for (var c = 0; c < best.Length; c++) gain += Math.Max(0, row[c] - best[c]);
            return gain;
        }

        public void Add(int item)
        {
            TensorPrimitives.Max(similarity.RowSpan(item), best, best);
            Value = TensorPrimitives.Sum<double>(best);
        }

        public ISelection Copy() => new Selection(similarity, (double[])best.Clone());
    }
}
