namespace Praxis.Papers.Compression.Baselines;

/// <summary>What an <see cref="OptimalBrainSweep"/> sets entries to. Rows are asked for at the same time by several threads, each row by one.</summary>
public interface IColumnRule
{
    /// <summary>Called before the columns of a block are swept, for rules that look at all rows together.</summary>
    /// <param name="start">The block's first column.</param>
    /// <param name="weight">The weight as it stands: (outputs, inputs), F64, columns from start on updated for all before.</param>
    /// <param name="width">The block's number of columns.</param>
    void BeginBlock(int start, Tensor weight, int width)
    {
    }

    /// <summary>What an entry is set to.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="column">Its column.</param>
    /// <param name="following">The row's entries from this one to the end of the block, updated for all columns before; the first is the entry's own.</param>
    double Set(int row, int column, ReadOnlySpan<double> following);
}
