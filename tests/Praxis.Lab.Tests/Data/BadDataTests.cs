using System.IO.Compression;
using System.Text;

namespace Praxis.Lab.Tests.Data;

/// <summary>Files that are not what they should be say where, and how to mend them.</summary>
public sealed class BadDataTests
{
    [Theory]
    [InlineData("", "ends within the magic number")]
    [InlineData("00000801", "0000080")]
    [InlineData("00000D03", "0000080")]
    [InlineData("0000080300000001", "ends within the sizes")]
    [InlineData("00000803000000010000000000000001", "size 2 is 0")]
    [InlineData("00000803FFFFFFFFFFFFFFFFFFFFFFFF", "claims more than")]
    [InlineData("00000803100000000000000100000002", "claims more than")]
    [InlineData("000008030FFFFFFF0000000100000001AB", "there are only 1")]
    [InlineData("00000803000000010000000200000002010203", "there are only 3")]
    [InlineData("000008030000000100000002000000020102030405", "more bytes than the 4")]
    public void An_idx_file_that_lies_is_refused_without_taking_the_memory_it_claims(string hex, string says)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<DataSetException>(() => IdxFile.Read(new MemoryStream(Convert.FromHexString(hex)), "pictures", rank: 3));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 3 << 20);
        Assert.Contains("pictures", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_idx_file_longer_than_a_chunk_reads_back()
    {
        byte[] header = [0, 0, 8, 1, 0, 0x30, 0, 0]; // 3,145,728 labels
        byte[] data = [.. Enumerable.Range(0, 0x300000).Select(i => (byte)(i * 31 >> 3))];
        var (shape, read) = IdxFile.Read(new MemoryStream([.. header, .. data]), "labels", rank: 1);
        Assert.Equal([0x300000], shape);
        Assert.True(data.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public void A_damaged_gz_file_is_an_error_of_the_data_set()
    {
        var stream = new GZipStream(new MemoryStream([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, 0xff, 0xff]), CompressionMode.Decompress);
        Assert.Contains("cannot be unpacked", Assert.Throws<DataSetException>(() => IdxFile.Read(stream, "labels", rank: 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_and_labels_must_belong_together()
    {
        byte[] pictures = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 1, 5, 6];
        Assert.Contains("2 pictures", Error(1, 0).Message, StringComparison.Ordinal);
        Assert.Contains("label 2 is 9", Error(2, 0, 9).Message, StringComparison.Ordinal);

        DataSetException Error(byte count, params byte[] labels) => Assert.Throws<DataSetException>(() =>
            LabelledImages.Read(new MemoryStream(pictures), "p", new MemoryStream([0, 0, 8, 1, 0, 0, 0, count, .. labels]), "l", ["shirt", "boot"]));
    }

    [Theory]
    [InlineData("from\tto\n", "a\nb\n", "line 1: the columns must be from, to, weight")]
    [InlineData("", "node\na\n", "is empty")]
    [InlineData("from\tto\tweight\na\tc\t1\n", "node\na\nb\n", "line 2: 'c' is no node")]
    [InlineData("from\tto\tweight\na\tb\tmuch\n", "node\na\nb\n", "'much' is no number")]
    [InlineData("from\tto\tweight\na\tb\t1\nb\ta\t1\n", "node\na\nb\n", "line 3: b and a are joined twice")]
    [InlineData("from\tto\tweight\n", "node\na\na\n", "line 3: the node 'a' is there twice")]
    [InlineData("from\tto\tweight\na\tb\n", "node\na\nb\n", "2 cells, but there are 3")]
    public void A_graph_that_contradicts_itself_names_the_line(string edges, string nodes, string says)
    {
        var error = Assert.Throws<DataSetException>(() => LabelledGraph.Read(Stream(edges), "edges", Stream(nodes.StartsWith("node", StringComparison.Ordinal) ? nodes : $"node\n{nodes}"), "nodes", []));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day,x\n2000-01-01,1\n", "the columns must be 'date'")]
    [InlineData("date,x\n2000-13-01,1\n", "line 2: '2000-13-01' is no date")]
    [InlineData("date,x\n2000-01-02,1\n2000-01-01,1\n", "line 3: 2000-01-01 does not come after 2000-01-02")]
    [InlineData("date,x\n2000-01-02,one\n", "'one' is no number")]
    [InlineData("date,x\n2000-01-02,1,2\n", "line 2: a line is a date, a comma and a number")]
    [InlineData("date,x\n", "has no value")]
    public void A_series_that_is_none_names_the_line(string text, string says) =>
        Assert.Contains(says, Assert.Throws<DataSetException>(() => TimeSeries.Read(Stream(text), "series")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("dev\ta\tr\tb\n", "line 2: 'dev' is none of train")]
    [InlineData("train\ta\tr\tc\n", "line 2: 'c' is no entity")]
    [InlineData("train\ta\tr\tb\ntest\ta\tr\tb\n", "line 3: the triple is there twice")]
    public void A_knowledge_graph_that_leaks_or_lacks_names_the_line(string triples, string says) =>
        Assert.Contains(says, Assert.Throws<DataSetException>(() =>
            KnowledgeGraph.Read(Stream($"part\thead\trelation\ttail\n{triples}"), "triples", Stream("entity\tgloss\na\tx\nb\ty\n"), "entities")).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_without_line_ends_is_refused_before_it_fills_memory()
    {
        var error = Assert.Throws<DataSetException>(() => TimeSeries.Read(Stream(new string('9', 200_000)), "series"));
        Assert.Contains("without a line end", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("- name: a\n    title: t\n    kind: tabel", "'tabel' is none of table, images, graph")]
    [InlineData("- name: a\n    colour: red", "'colour' is not known here")]
    [InlineData("- name: a\n    kind: table\n    title: t\n    task: t\n    origin: o\n    licence: l", "needs either files or")]
    [InlineData("- name: a\n    kind: table\n    title: t\n    task: t\n    origin: o\n    licence: l\n    files:\n      - { path: ../a.csv, bytes: 1, sha256: x }", "without a folder")]
    [InlineData("- name: a\n    kind: table\n    title: t\n    task: t\n    origin: o\n    licence: l\n    files:\n      - { path: a.csv, bytes: 1, sha256: x }", "'x' is no SHA-256")]
    [InlineData("- name: a\n    kind: table\n    title: t\n    task: t\n    origin: o\n    licence: l\n    shape: { rows: -1 }", "'-1' is no whole number")]
    [InlineData("- [", "list.yaml:")]
    public void A_list_that_cannot_be_read_names_file_and_line(string yaml, string says)
    {
        var error = Assert.Throws<DataSetException>(() => DataSets.Parse($"sets:\n  {yaml}\n", "list.yaml"));
        Assert.StartsWith("list.yaml:", error.Message, StringComparison.Ordinal);
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    private static MemoryStream Stream(string text) => new(Encoding.UTF8.GetBytes(text));
}
