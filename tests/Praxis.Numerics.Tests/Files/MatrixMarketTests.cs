namespace Praxis.Numerics.Tests.Files;

public sealed class MatrixMarketTests : IDisposable
{
    private const string Banner = "%%MatrixMarket matrix ";

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("coordinate real general\n%\n3 3 5\n1 1 1.5e+00\n1 3 -2\n2 2 3\n2 3 1e-1\n3 1 4\n", "1.5 0 -2 0 3 0.1 4 0 0")]
    [InlineData("array real general\n%\n3 3\n1.5\n0\n4\n0\n3\n0\n-2\n0.1\n0\n", "1.5 0 -2 0 3 0.1 4 0 0")]
    [InlineData("Coordinate Real Symmetric\n3 3 4\n1 1 2\n2 1 1\n3 2 -3\n3 3 5\n", "2 1 0 1 0 -3 0 -3 5")]
    [InlineData("array real symmetric\n3 3\n2\n1\n0\n0\n-3\n5\n", "2 1 0 1 0 -3 0 -3 5")]
    [InlineData("coordinate integer skew-symmetric\n% c\n\n3 3 2\n2 1 -1\n3 2 3\n", "0 1 0 -1 0 -3 0 3 0")]
    [InlineData("array integer skew-symmetric\n3 3\n-1\n0\n3", "0 1 0 -1 0 -3 0 3 0")]
    [InlineData("coordinate pattern general\n2 3 2\n1 3\n2 1", "0 0 1 1 0 0")]
    [InlineData("coordinate real general\n1 1 2\n1 1 2\n1 1 3\n", "5")]
    public void Every_form_reads_dense_and_sparse_alike(string text, string expected)
    {
        string path = _scratch.Put("a.mtx", Banner + text);
        double[] numbers = [.. expected.Split(' ').Select(double.Parse)];
        Assert.Equal(numbers, MatrixMarketFile.ReadDense(path).ToArray());
        Assert.Equal(numbers, MatrixMarketFile.ReadSparse(path).ToDense().ToArray());
        Assert.Equal(numbers.Count(value => value != 0), MatrixMarketFile.ReadSparse(path).StoredCount);
    }

    [Theory]
    [InlineData("no banner", "line 1", "no MatrixMarket")]
    [InlineData(Banner + "coordinate complex general\n1 1 0", "line 1", "'complex'")]
    [InlineData(Banner + "array pattern general\n1 1", "line 1", "pattern")]
    [InlineData(Banner + "array real general", "line 1", "before its sizes")]
    [InlineData(Banner + "array real symmetric\n2 3\n", "line 2", "not square")]
    [InlineData(Banner + "array real general\n2000000000 2000000000\n1\n", "line 2", "cannot stand")]
    [InlineData(Banner + "coordinate real general\n2 2 2000000000\n1 1 1\n", "line 2", "cannot stand")]
    [InlineData(Banner + "coordinate real general\n99999999999 2 1\n1 1 1\n", "line 2", "no size")]
    [InlineData(Banner + "coordinate real general\n-1 2 1\n1 1 1\n", "line 2", "no size")]
    [InlineData(Banner + "coordinate real general\n2000000000 2000000000 1\n1 1 1\n", "line 2", "bytes of memory")]
    [InlineData(Banner + "coordinate real general\n2 2 2\n1 1 1\n", "line 4", "ends after 1 of 2")]
    [InlineData(Banner + "coordinate real general\n2 2 1\n1 1 1\n2 2 1\n", "line 4", "something follows")]
    [InlineData(Banner + "coordinate real general\n2 2 1\n3 1 1\n", "line 3", "no row between 1 and 2")]
    [InlineData(Banner + "coordinate real general\n2 2 1\n1 0 1\n", "line 3", "no column between 1 and 2")]
    [InlineData(Banner + "coordinate real general\n2 2 1\n1 1 x\n", "line 3", "'x' is no number")]
    [InlineData(Banner + "coordinate integer general\n2 2 1\n1 1 1.5\n", "line 3", "'1.5' is no integer")]
    [InlineData(Banner + "coordinate real general\n2 2 1\n1 1\n     \n", "line 3", "3 words, not 2")]
    [InlineData(Banner + "coordinate real symmetric\n2 2 1\n1 2 1\n", "line 3", "above the diagonal")]
    [InlineData(Banner + "coordinate real skew-symmetric\n2 2 1\n1 1 1\n", "line 3", "diagonal")]
    public void Malformed_files_are_refused_with_their_line(string text, string place, string problem)
    {
        string path = _scratch.Put("a.mtx", text);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Scratch.Refused(() => MatrixMarketFile.ReadDense(path), path, place, problem);
        Scratch.Refused(() => MatrixMarketFile.ReadSparse(path), path, place, problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void What_is_written_reads_back_exactly()
    {
        string path = _scratch["a.mtx"];
        var dense = new RandomStream(5).Normal(6, 4);
        dense[2, 1] = double.NaN;
        MatrixMarketFile.Write(path, dense);
        Assert.Equal(dense.ToArray(), MatrixMarketFile.ReadDense(path).ToArray());

        var integers = Tensor.Wrap([long.MaxValue, -5, 0, 1], 2, 2);
        MatrixMarketFile.Write(path, integers);
        Assert.Equal([long.MaxValue, -5, 0, 1], MatrixMarketFile.ReadDense(path).AsSpan<long>().ToArray());

        var sparse = SparseMatrix.FromTriplets(100, 50, [(0, 49, 0.1), (99, 0, -1e-300), (50, 7, 1.0 / 3)]);
        MatrixMarketFile.Write(path, sparse);
        var back = MatrixMarketFile.ReadSparse(path);
        Assert.Equal((100, 50, 3), (back.Rows, back.Columns, back.StoredCount));
        Assert.Equal(sparse.ToDense().ToArray(), back.ToDense().ToArray());
        Assert.Throws<ShapeException>(() => MatrixMarketFile.Write(path, Tensor.Ones(3)));
    }
}
