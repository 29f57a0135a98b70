namespace Praxis.Numerics.Tests.Files;

public sealed class CsvTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("1,2.5\n-3e2,nan\n")]
    [InlineData("1;2.5\r\n-300;NaN")]
    [InlineData("1\t2.5\r-300\tnan\r")]
    [InlineData("\uFEFF\n\"1\", \"2.5\" \n\n-300,nan")]
    public void Separators_line_ends_quotes_and_blank_lines_are_all_read(string text)
    {
        var table = CsvFile.Read(_scratch.Put("a.csv", text));
        Assert.Null(table.Columns);
        Assert.Equal([2, 2], table.Values.Shape.ToArray());
        Assert.Equal([1, 2.5, -300, double.NaN], table.Values.ToArray());
    }

    [Fact]
    public void A_first_line_without_numbers_is_the_header_and_may_be_quoted()
    {
        var table = CsvFile.Read(_scratch.Put("a.csv", "\"price, €\",\"a \"\"b\"\"\nc\"\n1,inf\n"));
        Assert.Equal(["price, €", "a \"b\"\nc"], table.Columns);
        Assert.Equal([1, double.PositiveInfinity], table.Values.ToArray());
        var numbered = CsvFile.Read(_scratch.Put("a.csv", "2019,2020\n1,2\n"), new CsvOptions { HasHeader = true });
        Assert.Equal(["2019", "2020"], numbered.Columns);
        Assert.Equal(2, numbered.Values.Length);
    }

    [Fact]
    public void Missing_entries_read_as_NaN_only_when_asked()
    {
        string path = _scratch.Put("a.csv", "a,b\n1,\n,2\n");
        Scratch.Refused(() => CsvFile.Read(path), path, "line 2, row 1, column 2 ('b')", "empty");
        Assert.Equal([1, double.NaN, double.NaN, 2], CsvFile.Read(path, new CsvOptions { EmptyAsNaN = true }).Values.ToArray());
    }

    [Theory]
    [InlineData("x,y\n1,2\n3,abc\n", "line 3, row 2, column 2 ('y')", "'abc' is no number")]
    [InlineData("1,2\n\n3,abc\n", "line 3, row 2, column 2", "'abc' is no number")]
    [InlineData("1,abc\n", "line 1, row 1, column 2", "has a header")]
    [InlineData("1;2,5\n", "line 1, row 1, column 2", "'2,5'")]
    [InlineData("a;b\n1;2,5\n", "column 2 ('b')", "full stop")]
    [InlineData("1,2\n3\n", "line 2, row 2", "1 cells")]
    [InlineData("1,2\n3,4,5\n", "line 2, row 2", "more than 2 cells")]
    [InlineData("", "line 1", "no row of numbers")]
    [InlineData("a,b\n", "line 2", "no row of numbers")]
    [InlineData("1,2\n1e999,3\n", "row 2, column 1", "no number that double")]
    [InlineData("1,\"2\n", "line 1, row 1, column 2", "not closed")]
    [InlineData("1,\"2\"3\n", "line 1, row 1, column 2", "closing quotation mark")]
    public void Malformed_files_are_refused_with_row_and_column(string text, string place, string problem)
    {
        string path = _scratch.Put("a.csv", text);
        Scratch.Refused(() => CsvFile.Read(path), path, place, problem);
    }

    [Fact]
    public void Text_that_is_not_UTF8_and_endless_cells_are_refused()
    {
        Scratch.Refused(() => CsvFile.Read(_scratch.Put("a.csv", [.. "1,2\n3,"u8, 0xE9, (byte)'\n'])), "column 2", "UTF-8");
        Scratch.Refused(() => CsvFile.Read(_scratch.Put("a.csv", new string('1', 5000))), "longer than 4096");
        Assert.Throws<ArgumentException>(() => CsvFile.Read("a.csv", new CsvOptions { Separator = '|' }));
    }

    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public void What_is_written_reads_back_exactly(char separator)
    {
        var matrix = new RandomStream(3).Normal(7, 3);
        matrix[0, 0] = double.NaN;
        matrix[1, 1] = double.NegativeInfinity;
        matrix[2, 2] = double.Epsilon;
        CsvFile.Write(_scratch["a.csv"], matrix, ["x", "a \"quoted\" name", "z,;\t"], separator);
        var table = CsvFile.Read(_scratch["a.csv"], new CsvOptions { Separator = separator });
        Assert.Equal(["x", "a \"quoted\" name", "z,;"], table.Columns);
        Assert.Equal(matrix.ToArray(), table.Values.ToArray());
        Assert.Throws<ShapeException>(() => CsvFile.Write(_scratch["b.csv"], Tensor.Zeros(0, 2)));
        Assert.Single(Directory.GetFiles(_scratch.Folder));
    }
}
