namespace Praxis.Numerics.Tests.Files;

/// <summary>Valid files with random bytes changed, cut out or added: they read, or they are refused; nothing else may happen.</summary>
public sealed class MutationTests : IDisposable
{
    private const int Mutations = 2000;
    private const long MostBytes = 4_000_000;

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public void Mutated_npy_files_are_read_or_refused() => Mutate(
        [Scratch.Numpy("little-f8"), Scratch.Numpy("big-u2-fortran"), Scratch.Numpy("version-3"), Scratch.Numpy("rank-3-fortran"), Scratch.Numpy("none-b1")],
        path =>
        {
            try
            {
                NpyFile.Read(path);
            }
            catch (MatrixFileException)
            {
                using var rows = NpyRows.Open(path);
                foreach (var block in rows.ReadBlocks(2))
                    Assert.NotEqual(0, block.Length);
                throw;
            }
        });

    [Fact]
    public void Mutated_npz_files_are_read_or_refused() => Mutate(
        [Scratch.Embedded("arrays.npz"), Scratch.Embedded("compressed.npz")],
        path =>
        {
            foreach (string name in NpzFile.Names(path))
                NpzFile.Read(path, name, maximumBytes: 1_000_000);
        });

    [Fact]
    public void Mutated_csv_files_are_read_or_refused() => Mutate(
        ["a,\"b\"\n1,2\n-3.5,4e1\n"u8.ToArray(), "1;2;3\r\n4;\"5\";6\r\n"u8.ToArray()],
        path => CsvFile.Read(path));

    [Fact]
    public void Mutated_MatrixMarket_files_are_read_or_refused() => Mutate(
        [
            "%%MatrixMarket matrix coordinate real general\n% c\n3 4 3\n1 1 1.5\n2 4 -2\n3 2 7e-1\n"u8.ToArray(),
            "%%MatrixMarket matrix array integer symmetric\n3 3\n1\n2\n3\n4\n5\n6\n"u8.ToArray(),
            "%%MatrixMarket matrix coordinate pattern symmetric\n3 3 2\n2 1\n3 3\n"u8.ToArray(),
        ],
        path =>
        {
            MatrixMarketFile.ReadSparse(path, maximumBytes: 1_000_000);
            MatrixMarketFile.ReadDense(path, maximumBytes: 1_000_000);
        });

    private void Mutate(byte[][] valid, Action<string> read)
    {
        var random = new RandomStream(20_260_101);
        int refused = 0;
        for (int trial = 0; trial < Mutations; trial++)
        {
            var bytes = new List<byte>(valid[random.Next(valid.Length)]);
            for (int change = random.Next(4); change >= 0; change--)
                Change(bytes, random);
            string path = _scratch.Put("mutated", [.. bytes]);
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                read(path);
            }
            catch (MatrixFileException refusal)
            {
                Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
                refused++;
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostBytes);
        }

        Assert.InRange(refused, Mutations / 10, Mutations);
    }

    private static void Change(List<byte> bytes, RandomStream random)
    {
        int place = random.Next(bytes.Count);
        switch (random.Next(5))
        {
            case 0:
                bytes[place] = (byte)random.Next(256);
                break;
            case 1:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.Insert(place, (byte)"0123456789-+.eE,;\"\n\t %"[random.Next(22)]);
                break;
            case 3:
                bytes[place] = (byte)('0' + random.Next(10));
                break;
            default:
                int length = Math.Min(1 + random.Next(8), bytes.Count - place);
                if (length < bytes.Count)
                    bytes.RemoveRange(place, length);
                break;
        }
    }
}
