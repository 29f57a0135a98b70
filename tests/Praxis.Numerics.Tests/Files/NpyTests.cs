using System.Text;

namespace Praxis.Numerics.Tests.Files;

public sealed class NpyTests : IDisposable
{
    private readonly Scratch _scratch = new();

    public static TheoryData<string, DType> Types
    {
        get
        {
            var types = new TheoryData<string, DType> { { "none-b1", DType.Bool }, { "none-i1", DType.I64 }, { "none-u1", DType.I64 } };
            foreach (string order in (string[])["little", "big"])
            {
                foreach (string integer in (string[])["i2", "i4", "i8", "u2", "u4", "u8"])
                    types.Add($"{order}-{integer}", DType.I64);
                types.Add($"{order}-f2", DType.F32);
                types.Add($"{order}-f4", DType.F32);
                types.Add($"{order}-f8", DType.F64);
            }

            return types;
        }
    }

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Every_numpy_type_reads_in_both_orders_whole_and_by_rows(string name, DType dtype)
    {
        char kind = name[^2];
        double[] expected = [.. Enumerable.Range(0, 6).Select(k => kind switch
        {
            'b' => k % 2,
            'u' => 40.0 * k,
            'i' => (3.0 * k) - 7,
            _ => (3.0 * k) - 6.5,
        })];
        foreach (string suffix in (string[])["", "-fortran"])
        {
            string path = _scratch.Put("a.npy", Scratch.Numpy(name + suffix));
            var whole = NpyFile.Read(path);
            Assert.Equal(dtype, whole.DType);
            Assert.Equal([2, 3], whole.Shape.ToArray());
            Assert.Equal(expected, whole.ToArray());
            using var rows = NpyRows.Open(path);
            Assert.Equal((2, dtype), (rows.RowCount, rows.DType));
            Assert.Equal(expected, rows.ReadBlocks(1).SelectMany(block => block.ToArray()));
        }
    }

    [Theory]
    [InlineData("version-2")]
    [InlineData("version-3")]
    public void Later_versions_read(string name) =>
        Assert.Equal([0, 0.25, 0.5, 0.75], NpyFile.Read(_scratch.Put("a.npy", Scratch.Numpy(name))).ToArray());

    [Fact]
    public void Fortran_order_of_rank_three_reads_whole_and_in_blocks()
    {
        string path = _scratch.Put("a.npy", Scratch.Numpy("rank-3-fortran"));
        var whole = NpyFile.Read(path);
        Assert.Equal([2, 3, 4], whole.Shape.ToArray());
        Assert.Equal(Enumerable.Range(0, 24).Select(k => (double)k), whole.ToArray());
        using var rows = NpyRows.Open(path);
        rows.Position = 1;
        Assert.Equal(Enumerable.Range(12, 12).Select(k => (double)k), rows.ReadBlock(5)!.ToArray());
        Assert.Null(rows.ReadBlock(5));
    }

    [Fact]
    public void Scalars_empty_arrays_and_half_extremes_read()
    {
        Assert.Equal(2.5, NpyFile.Read(_scratch.Put("a.npy", Scratch.Numpy("scalar"))).ToScalar());
        Assert.Equal([0, 3], NpyFile.Read(_scratch.Put("a.npy", Scratch.Numpy("empty"))).Shape.ToArray());
        double[] half = NpyFile.Read(_scratch.Put("a.npy", Scratch.Numpy("half-extremes"))).ToArray();
        Assert.Equal([double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, Math.Pow(2, -24), 65504], half);
    }

    [Fact]
    public void What_is_written_reads_back_bit_for_bit_and_the_data_is_aligned()
    {
        Tensor[] tensors =
        [
            Tensor.Wrap([double.NaN, -0.0, double.Epsilon, double.MaxValue, 1.0 / 3, 7], 3, 2).Transpose(),
            Tensor.Wrap([1.5f, float.NegativeInfinity], 2),
            Tensor.Wrap([long.MinValue, long.MaxValue, -1], 1, 3, 1),
            Tensor.Wrap([true, false], 2),
            Tensor.Scalar(4),
            Tensor.Zeros(0, 5),
            Tensor.Arange(100_000),
        ];
        foreach (var tensor in tensors)
        {
            NpyFile.Write(_scratch["a.npy"], tensor);
            var back = NpyFile.Read(_scratch["a.npy"]);
            Assert.Equal(tensor.DType, back.DType);
            Assert.Equal(tensor.Shape.ToArray(), back.Shape.ToArray());
            Assert.Equal(tensor.ToArray().Select(BitConverter.DoubleToInt64Bits), back.ToArray().Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(tensor.DType == DType.I64 ? long.MaxValue : 0, back.DType == DType.I64 ? back.AsSpan<long>()[1] : 0);
        }

        Assert.Single(Directory.GetFiles(_scratch.Folder));
        Assert.Equal(128 + 800_000, new FileInfo(_scratch["a.npy"]).Length);
    }

    [Fact]
    public void The_bytes_written_are_those_numpy_writes()
    {
        NpyFile.Write(_scratch["a.npy"], Tensor.Wrap([-6.5, -3.5, -0.5, 2.5, 5.5, 8.5], 2, 3));
        Assert.Equal(Scratch.Numpy("little-f8"), File.ReadAllBytes(_scratch["a.npy"]));
    }

    [Fact]
    public void A_file_larger_than_memory_is_read_by_rows_and_refused_whole()
    {
        // A file with a hole: 2^31 rows of 4 doubles (64 GiB) that take no room on the disk; only the last row is written.
        string path = _scratch["large.npy"];
        const long Rows = 1L << 31;
        byte[] header = Header($"{{'descr': '<f8', 'fortran_order': False, 'shape': ({Rows}, 4), }}");
        using (var stream = File.Create(path))
        {
            stream.Write(header);
            stream.Position = header.Length + ((Rows - 1) * 32);
            for (int column = 0; column < 4; column++)
                stream.Write(BitConverter.GetBytes((double)column));
        }

        Scratch.Refused(() => NpyFile.Read(path), path, "NpyRows");
        using var rows = NpyRows.Open(path);
        Assert.Equal(Rows, rows.RowCount);
        rows.Position = Rows - 2;
        long before = GC.GetAllocatedBytesForCurrentThread();
        var last = rows.ReadBlock(1000)!;
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal([0, 0, 0, 0, 0, 1, 2, 3], last.ToArray());
        Scratch.Refused(
            () =>
            {
                rows.Position = 0;
                rows.ReadBlock(int.MaxValue);
            },
            "fewer rows");
    }

    [Theory]
    [InlineData("object", "objects")]
    [InlineData("complex", "complex")]
    [InlineData("structured", "named fields")]
    [InlineData("text", "not known")]
    [InlineData("too-large-u8", "element 1")]
    public void Arrays_that_hold_no_fitting_numbers_are_refused(string name, string problem)
    {
        string path = _scratch.Put("a.npy", Scratch.Numpy(name));
        Scratch.Refused(() => NpyFile.Read(path), path, problem);
    }

    [Theory]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1152921504606846976,), }", "cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", "cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (9223372036854775807, 9223372036854775807, 9223372036854775807), }", "cut short")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 0), }", "follow the data")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (18446744073709551617,), }", "no length")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (-1,), }", "no length")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (nan,), }", "no length")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2.0,), }", "no length")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (,), }", "no length")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (1,), }", "bytes follow")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'shape': (2,)}", "twice")]
    [InlineData("{'descr': '<f8', 'fortran_order': False}", "missing")]
    [InlineData("{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}", "neither True nor False")]
    [InlineData("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} + 1", "follows")]
    [InlineData("{'descr': '<f8", "missing")]
    [InlineData("", "missing")]
    [InlineData("{'descr': '|f8', 'fortran_order': False, 'shape': (2,)}", "byte order")]
    [InlineData("{'descr': '<f16', 'fortran_order': False, 'shape': (1,)}", "long double")]
    [InlineData("{'descr': '<x8', 'fortran_order': False, 'shape': (2,)}", "not known")]
    [InlineData("{'descr': '<<f8', 'fortran_order': False, 'shape': (2,)}", "not known")]
    public void Lying_headers_are_refused_without_memory_for_their_claims(string header, string problem)
    {
        string path = _scratch.Put("a.npy", [.. Header(header), .. new byte[16]]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Scratch.Refused(() => NpyFile.Read(path), path, problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused_and_so_is_a_long_header()
    {
        byte[] good = Scratch.Numpy("little-f4");
        for (int length = 0; length < good.Length; length++)
        {
            string path = _scratch.Put("a.npy", good[..length]);
            Scratch.Refused(() => NpyFile.Read(path), path, "cut short");
        }

        string lengthy = _scratch.Put("a.npy", [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0x7F]);
        Scratch.Refused(() => NpyFile.Read(lengthy), "longer than any array");
        string unknown = _scratch.Put("a.npy", [0x93, .. "NUMPY"u8, 9, 0, 1, 0]);
        Scratch.Refused(() => NpyFile.Read(unknown), "9.0");
        string notUtf8 = _scratch.Put("a.npy", [0x93, .. "NUMPY"u8, 3, 0, 2, 0, 0, 0, 0xC3, 0x28]);
        Scratch.Refused(() => NpyFile.Read(notUtf8), "UTF-8");
        string emptyButHuge = _scratch.Put("a.npy", Header("{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 0)}"));
        Scratch.Refused(() => NpyFile.Read(emptyButHuge), "larger than a tensor");
        Scratch.Refused(() => NpyRows.Open(emptyButHuge), "no numbers");
        Scratch.Refused(() => NpyFile.Read(_scratch["none.npy"]), "no such file");
        Scratch.Refused(() => NpyRows.Open(_scratch.Put("s.npy", Scratch.Numpy("scalar"))), "no rows");
    }

    [Fact]
    public void A_failed_write_leaves_the_old_file_and_nothing_else()
    {
        string path = _scratch.Put("a.npz", "old");
        Assert.Throws<ArgumentException>(() => NpzFile.Write(path, [new("a", Tensor.Ones(3)), new("a", Tensor.Ones(3))]));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFiles(_scratch.Folder));
        Scratch.Refused(() => NpyFile.Write(_scratch["no/such/folder/a.npy"], Tensor.Ones(1)), "cannot be written");
    }

    private static byte[] Header(string text)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)bytes.Length, (byte)(bytes.Length >> 8), .. bytes];
    }
}
