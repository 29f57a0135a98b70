using System.Text;

namespace Praxis.Numerics.Tests.Files;

public sealed class NpyMapTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(NpyTests.Types), MemberType = typeof(NpyTests))]
    public void Every_numpy_type_reads_mapped_as_it_does_whole(string name, DType dtype)
    {
        foreach (string suffix in (string[])["", "-fortran"])
        {
            string path = _scratch.Put("a.npy", Scratch.Numpy(name + suffix));
            var whole = NpyFile.Read(path);
            using var map = NpyMap.Open(path);
            Assert.Equal((2, dtype), (map.RowCount, map.DType));
            Assert.Equal([3], map.RowShape.ToArray());
            Assert.Equal(whole.ToArray(), map.Rows(0, 2).ToArray());
            Assert.Equal(whole.TakeRows([1, 0, 1]).ToArray(), map.TakeRows([1, 0, 1]).ToArray());
            Assert.Equal(0, map.Rows(2, 0).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => map.Rows(1, 2));
            Assert.Throws<ArgumentOutOfRangeException>(() => map.TakeRows([2]));
        }
    }

    [Fact]
    public void Doubles_are_seen_in_place_and_other_elements_are_refused_there()
    {
        using (var map = NpyMap.Open(_scratch.Put("a.npy", Scratch.Numpy("little-f8"))))
        {
            Assert.Equal([2.5, 5.5, 8.5], map.RowSpan<double>(1).ToArray());
            Assert.Throws<InvalidOperationException>(() => map.RowSpan<float>(1).Length);
            Assert.Throws<InvalidOperationException>(() => map.RowSpan<long>(1).Length);
            Assert.Throws<ArgumentOutOfRangeException>(() => map.RowSpan<double>(2).Length);
        }

        foreach (string name in new[] { "big-f8", "little-f8-fortran", "little-i8" })
        {
            using var map = NpyMap.Open(_scratch.Put("b.npy", Scratch.Numpy(name)));
            Assert.Throws<InvalidOperationException>(() => map.RowSpan<double>(0).Length);
        }

        var closed = NpyMap.Open(_scratch["a.npy"]);
        closed.Dispose();
        closed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => closed.Rows(0, 1));
        Assert.Throws<ObjectDisposedException>(() => closed.RowSpan<double>(0).Length);
    }

    [Fact]
    public void Ten_gigabytes_are_read_mapped_and_in_blocks_with_little_memory()
    {
        // A file with a hole takes no room on the disk; only its last row is written.
        string path = _scratch["large.npy"];
        const long Rows = 10_000_000;
        const int Columns = 128;
        byte[] text = Encoding.ASCII.GetBytes($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, {Columns}), }}".PadRight(117) + "\n");
        byte[] header = [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text];
        using (var stream = File.Create(path))
        {
            stream.Write(header);
            stream.SetLength(header.Length + (Rows * Columns * sizeof(double)));
            stream.Position = stream.Length - (Columns * sizeof(double));
            stream.Write(BitConverter.GetBytes(1.5));
        }

        Assert.True(new FileInfo(path).Length > 10_000_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        using var map = NpyMap.Open(path);
        Assert.Equal(1.5, map.RowSpan<double>(Rows - 1)[0]);
        Assert.Equal([0, 1.5, 0], map.TakeRows([5_000_000, Rows - 1, 0]).Column(0).ToArray());
        using var rows = NpyRows.Open(path);
        rows.Position = Rows - 1500;
        Assert.Equal(1.5, rows.ReadBlocks(1000).Sum(block => block.Sum()));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Headers_that_lie_are_refused_before_anything_is_mapped()
    {
        byte[] good = Scratch.Numpy("little-f8");
        Scratch.Refused(() => NpyMap.Open(_scratch.Put("a.npy", good[..^1])), "cut short");
        Scratch.Refused(() => NpyMap.Open(_scratch.Put("a.npy", Scratch.Numpy("scalar"))), "no rows");

        Scratch.Refused(() => NpyMap.Open(_scratch.Put("a.npy", Scratch.Numpy("object"))), "objects");
        Scratch.Refused(() => NpyMap.Open(_scratch["none.npy"]), "no such file");
    }
}
