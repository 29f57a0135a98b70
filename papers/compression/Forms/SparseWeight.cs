using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>A weight of which only some entries are kept: anywhere, or n of each m neighbours of a row (n:m, which hardware can use).</summary>
public sealed record SparseWeight : CompressedWeight
{
    private readonly (int Kept, int Of)? _group;

    private SparseWeight(SparsityPattern pattern, Tensor values, (int Kept, int Of)? group)
        : base(pattern.Rows, pattern.Columns) => (Pattern, Values, _group) = (pattern, values, group);

    /// <summary>Which entries are kept.</summary>
    public SparsityPattern Pattern { get; }

    /// <summary>n of each m neighbours of a row are kept; null where entries are kept anywhere.</summary>
    public (int Kept, int Of)? Group => _group;

    /// <summary>The kept entries row after row, (count).</summary>
    public Tensor Values { get; }

    /// <inheritdoc/>
    public override long Parameters => Pattern.Count;

    /// <summary>16 bits a kept number; with n:m its place among m besides, else what <see cref="SparseStorage.Bits"/> says.</summary>
    public override long Bits => _group is { } group
        ? Parameters * (NumberBits + SparseStorage.IndexBits(group.Of))
        : SparseStorage.Bits(Outputs, Inputs, Parameters);

    /// <inheritdoc/>
    public override long FlopsPerRow => 2 * Parameters;

    /// <summary>The entries of a weight where a mask is true.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="mask">Bool, (outputs, inputs).</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static SparseWeight OfMask(Tensor weight, Tensor mask)
    {
        var pattern = SparsityPattern.OfMask(mask);
        return new SparseWeight(pattern, pattern.Take(FormTensors.Require(weight, 2, "A weight")), null);
    }

    /// <summary>The same of a mask that keeps n of each m neighbours of a row.</summary>
    /// <param name="weight">(outputs, inputs).</param>
    /// <param name="mask">Bool, (outputs, inputs).</param>
    /// <param name="kept">n.</param>
    /// <param name="of">m, which divides the inputs.</param>
    /// <exception cref="ArgumentException">The mask keeps another number of some group.</exception>
    public static SparseWeight OfMask(Tensor weight, Tensor mask, int kept, int of)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, of);
        var free = OfMask(weight, mask);
        if (free.Inputs % of != 0)
            throw new ArgumentException($"{free.Inputs} inputs cannot be cut into groups of {of}.", nameof(of));
        var counts = new int[free.Inputs / of];
        for (int row = 0; row < free.Outputs; row++)
        {
            Array.Clear(counts);
            foreach (int column in free.Pattern.ColumnIndices[free.Pattern.RowStarts[row]..free.Pattern.RowStarts[row + 1]])
                counts[column / of]++;
            int wrong = Array.FindIndex(counts, count => count != kept);
            if (wrong >= 0)
                throw new ArgumentException($"The mask keeps {counts[wrong]} of the entries {wrong * of} to {(wrong * of) + of - 1} of row {row}, not {kept}.", nameof(mask));
        }

        return new SparseWeight(free.Pattern, free.Values, (kept, of));
    }

    /// <inheritdoc/>
    public override Tensor ToDense() => Pattern.ToDense(Values);

    /// <inheritdoc/>
    public override Layer ToLayer(Tensor? bias, DType dtype) =>
        new SparseLinear(Pattern, FormTensors.Copy(Values, dtype), FormTensors.CopyBias(bias, Outputs, dtype));
}
