using System.IO.Compression;

namespace Praxis.Numerics.Tests.Files;

public sealed class NpzTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Archives_of_numpy_read_by_name()
    {
        string stored = _scratch.Put("arrays.npz", Scratch.Embedded("arrays.npz"));
        string deflated = _scratch.Put("compressed.npz", Scratch.Embedded("compressed.npz"));
        Assert.Equal(["a", "b"], NpzFile.Names(stored));
        Assert.Equal([0, 1, 2, 3, 4, 5], NpzFile.Read(stored, "a").ToArray());
        Assert.Equal(DType.Bool, NpzFile.Read(stored, "b").DType);
        Assert.Equal([2, 3], NpzFile.Read(deflated, "a").Shape.ToArray());
        Assert.Equal(new double[1000], NpzFile.Read(deflated, "zeros").ToArray());
        Scratch.Refused(() => NpzFile.Read(stored, "c"), "'a', 'b'");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_written_reads_back_and_equal_arrays_make_equal_files(bool compressed)
    {
        KeyValuePair<string, Tensor>[] arrays = [new("x", Tensor.Linspace(0, 1, 50).Reshape(5, 10)), new("ids", Tensor.FromArray([3L, 4L]))];
        NpzFile.Write(_scratch["1.npz"], arrays, compressed);
        NpzFile.Write(_scratch["2.npz"], arrays, compressed);
        Assert.Equal(File.ReadAllBytes(_scratch["1.npz"]), File.ReadAllBytes(_scratch["2.npz"]));
        Assert.Equal(arrays[0].Value.ToArray(), NpzFile.Read(_scratch["1.npz"], "x").ToArray());
        Assert.Equal(DType.I64, NpzFile.Read(_scratch["1.npz"], "ids").DType);
    }

    [Fact]
    public void An_array_that_unfolds_beyond_the_limit_is_refused_before_memory_is_taken()
    {
        NpzFile.Write(_scratch["a.npz"], [new("bomb", Tensor.Zeros(1_000_000))], compressed: true);
        Assert.InRange(new FileInfo(_scratch["a.npz"]).Length, 0, 20_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Scratch.Refused(() => NpzFile.Read(_scratch["a.npz"], "bomb", maximumBytes: 7_999_999), "'bomb'", "8000000 bytes", "NpyRows");
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
        Assert.Equal(1_000_000, NpzFile.Read(_scratch["a.npz"], "bomb", maximumBytes: 8_000_000).Length);
    }

    [Fact]
    public void Sizes_checksums_and_names_that_lie_are_refused()
    {
        byte[] good = Scratch.Embedded("arrays.npz");
        byte[] damaged = [.. good];
        int data = damaged.AsSpan().IndexOf("NUMPY"u8) + 127 + 8;
        damaged[data] ^= 1;
        Scratch.Refused(() => NpzFile.Read(_scratch.Put("a.npz", damaged), "a"), "checksum");

        // The uncompressed size stands 24 bytes into the directory's record.
        byte[] lying = Scratch.Embedded("compressed.npz");
        int record = lying.AsSpan().IndexOf("PK\x01\x02"u8);
        BitConverter.GetBytes(0x7FFFFFFF).CopyTo(lying, record + 24);
        Scratch.Refused(() => NpzFile.Read(_scratch.Put("a.npz", lying), "a"), "cannot come out of");

        Scratch.Refused(() => NpzFile.Names(_scratch.Put("a.npz", "no archive at all")), "no .npz file");
        using (var archive = new ZipArchive(File.Create(_scratch["twice.npz"]), ZipArchiveMode.Create))
            for (int i = 0; i < 2; i++)
                using (var entry = archive.CreateEntry("a.npy").Open())
                    entry.Write(Scratch.Numpy("scalar"));
        Scratch.Refused(() => NpzFile.Read(_scratch["twice.npz"], "a"), "two arrays");
    }
}
