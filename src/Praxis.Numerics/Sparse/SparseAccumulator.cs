namespace Praxis.Numerics;

/// <summary>One row of a sparse product while it is summed: a dense row, and which of its places are taken.</summary>
internal sealed class SparseAccumulator(int columns)
{
    private readonly double[] _sums = new double[columns];
    private readonly bool[] _taken = new bool[columns];
    private readonly List<int> _places = [];

    /// <summary>The number of entries of the row last added.</summary>
    public int Count => _places.Count;

    /// <summary>Forgets the last row and sums row <paramref name="i"/> of a product.</summary>
    public SparseAccumulator Add(SparseMatrix left, int i, SparseMatrix right)
    {
        foreach (int place in _places)
        {
            _taken[place] = false;
            _sums[place] = 0;
        }

        _places.Clear();
        var columns = left.RowColumns(i);
        var values = left.RowValues(i);
        for (int k = 0; k < columns.Length; k++)
        {
            var places = right.RowColumns(columns[k]);
            var terms = right.RowValues(columns[k]);
            for (int j = 0; j < places.Length; j++)
            {
                int place = places[j];
                if (!_taken[place])
                {
                    _taken[place] = true;
                    _places.Add(place);
                }

                _sums[place] += values[k] * terms[j];
            }
        }

        return this;
    }

    /// <summary>Writes the row, its columns ascending.</summary>
    public void CopyTo(Span<int> columns, Span<double> values)
    {
        _places.Sort();
        for (int k = 0; k < _places.Count; k++)
        {
            columns[k] = _places[k];
            values[k] = _sums[_places[k]];
        }
    }
}
