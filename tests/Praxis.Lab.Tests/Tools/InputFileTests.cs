using System.IO.Compression;
using Praxis.Numerics;

namespace Praxis.Lab.Tests.Tools;

public sealed class InputFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Formats => ["table.csv", "table.tsv", "table.npy", "table.npz", "table.mtx"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void What_a_tool_writes_a_tool_reads_again(string name)
    {
        var values = Tensor.FromArray(new[,] { { 1.5, -2 }, { 1e-300, 4 }, { 0, 1.0 / 3 } }); // (3, 2)
        new MatrixOutput("table", "a table", values).Write(_folder.In(name));
        Assert.Equal(values.ToArray(), new InputFile(_folder.In(name)).Table().Values.ToArray());
    }

    [Fact]
    public void Packed_csv_is_unpacked_on_the_way()
    {
        using (var stream = new StreamWriter(new GZipStream(File.Create(_folder.In("t.csv.gz")), CompressionLevel.Fastest))) stream.Write("a,b\n1,2\n3,4\n");
        var table = new InputFile(_folder.In("t.csv.gz")).Table();
        Assert.Equal(["a", "b"], table.Names!);
        Assert.Equal([1, 2, 3, 4], table.Values.ToArray());
    }

    [Fact]
    public void One_array_of_several_is_named_after_the_file()
    {
        NpzFile.Write(_folder.In("two.npz"), [new("a", Tensor.FromArray([1.0, 2.0])), new("b", Tensor.FromArray([3.0]))]);
        Assert.Equal([3], new InputFile(_folder.In("two.npz") + "#b").Vector().ToArray());
        Assert.Contains("#a", Assert.Throws<ToolException>(() => new InputFile(_folder.In("two.npz")).Table()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n3,nan\n", "row 2, column 2 ('b'): the value is NaN")]
    [InlineData("1,2\n-inf,4\n", "row 2, column 1: the value is infinite")]
    [InlineData("a,b\n1,2\n3,x\n", "line 3, row 2, column 2 (")]
    [InlineData("a,b\n1,2\n3\n", "line 3, row 2")]
    [InlineData("", "no row")]
    public void What_is_wrong_with_a_table_is_named_with_its_place(string text, string expected)
    {
        File.WriteAllText(_folder.In("bad.csv"), text);
        var error = Assert.ThrowsAny<Exception>(() => new InputFile(_folder.In("bad.csv")).Table());
        Assert.True(error is ToolException or MatrixFileException, error.ToString());
        Assert.Contains("bad.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Missing_values_are_taken_where_a_tool_asks_for_them()
    {
        File.WriteAllText(_folder.In("holes.csv"), "a,b\n1,\nnan,4\n");
        Assert.Equal([1, double.NaN, double.NaN, 4], new InputFile(_folder.In("holes.csv")).Table(missing: true).Values.ToArray());
    }

    [Theory]
    [InlineData("rows.csv")]
    [InlineData("rows.npy")]
    [InlineData("rows.mtx")]
    public void Blocks_are_the_table_cut_by_rows(string name)
    {
        var values = new RandomStream(1).Normal(23, 3);
        new MatrixOutput("rows", "rows", values).Write(_folder.In(name));
        var file = new InputFile(_folder.In(name));
        var blocks = file.Blocks(10).ToList();
        Assert.Equal([10, 10, 3], blocks.Select(block => block.Rows));
        Assert.Equal(values.ToArray(), blocks.SelectMany(block => block.ToArray()));
        Assert.Equal(23, file.CountRows());
    }

    [Fact]
    public void A_bad_number_deep_in_a_stream_is_named_by_its_row()
    {
        var values = Tensor.Zeros(25, 2);
        values[17, 1] = double.NaN;
        NpyFile.Write(_folder.In("deep.npy"), values);
        var error = Assert.Throws<ToolException>(() => new InputFile(_folder.In("deep.npy")).Blocks(10).Count());
        Assert.Contains("row 18, column 2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nothing.csv", "no such file")]
    [InlineData("nothing.xyz", "no such file")]
    [InlineData("nothing.json", "no such file")]
    public void A_missing_file_is_an_error_that_names_it(string name, string expected)
    {
        var error = Assert.ThrowsAny<Exception>(() => new InputFile(_folder.In(name)).Table());
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_axes_and_no_rows_are_refused()
    {
        NpyFile.Write(_folder.In("cube.npy"), Tensor.Zeros(2, 2, 2));
        NpyFile.Write(_folder.In("none.npy"), Tensor.Zeros(0, 2));
        Assert.Contains("3 axes", Assert.Throws<ToolException>(() => new InputFile(_folder.In("cube.npy")).Table()).Message, StringComparison.Ordinal);
        Assert.Contains("empty", Assert.Throws<ToolException>(() => new InputFile(_folder.In("none.npy")).Table()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_target_is_taken_out_by_name_by_number_or_as_the_last()
    {
        var table = new InputTable("t.csv", ["a", "b", "c"], Tensor.FromArray(new[,] { { 1.0, 2, 3 }, { 4, 5, 6 } }));
        var (features, target, name) = table.Split("B");
        Assert.Equal([1, 3, 4, 6], features.Values.ToArray());
        Assert.Equal(["a", "c"], features.Names!);
        Assert.Equal([2, 5], target.ToArray());
        Assert.Equal("b", name);
        Assert.Equal([1, 4], table.Split("1").Target.ToArray());
        Assert.Equal("c", table.Split(null).TargetName);
        Assert.Contains("a, b, c", Assert.Throws<ToolException>(() => table.Split("d")).Message, StringComparison.Ordinal);
        Assert.Throws<ToolException>(() => (table with { Names = null }).Split("4"));
    }

    [Fact]
    public void A_constant_column_is_named()
    {
        var table = new InputTable("t.csv", ["a", "b"], Tensor.FromArray(new[,] { { 1.0, 7 }, { 4, 7 } }));
        Assert.Contains("column 2 ('b') has the value 7", Assert.Throws<ToolException>(table.EnsureNoConstantColumns).Message, StringComparison.Ordinal);
    }
}
