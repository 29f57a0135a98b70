using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Checkpoints;

namespace Praxis.Papers.Tests.Compression;

public sealed class FormStorageTests
{
    private static readonly Dictionary<string, Func<CompressedWeight>> Forms = new()
    {
        ["dense"] = () => new DenseWeight(Normal(6, 8)),
        ["low rank"] = () => new LowRankWeight(Normal(6, 2), Normal(2, 8)),
        ["sparse, mask"] = () => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => ((i * 8) + j) % 7 is 0 or 3 && i != 4)),
        ["sparse, list"] = () => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => i == 2 && j is 1 or 5)),
        ["2:4"] = () => SparseWeight.OfMask(Normal(6, 8), Mask((i, j) => (i + j) % 4 is 0 or 1), 2, 4),
        ["3 bits"] = () => QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(3, 5)),
        ["5 bits with zero points"] = () => QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(5, 8, symmetric: false)),
        ["scales beyond half precision"] = () => new QuantizedWeight(new QuantizationGrid(2, 8), new byte[48], Tensor.Full(0.1f, DType.F32, [6, 1]), [], 8),
        ["sum"] = () => new SumWeight(QuantizedWeight.RoundToNearest(Normal(6, 8), new QuantizationGrid(2, 8)), new LowRankWeight(Normal(6, 1), Normal(1, 8)), new DenseWeight(Normal(6, 8))),
        ["Kronecker"] = () => new KroneckerSumWeight(Normal(2, 2, 4), Normal(2, 3, 2)),
        ["Monarch"] = () => new MonarchWeight(Normal(3, 2, 4), Normal(4, 3, 2)),
        ["block-diagonal"] = () => new BlockDiagonalWeight(Normal(2, 3, 4)),
        ["vector-quantised"] = () => new VectorQuantizedWeight(Normal(5, 2), Tensor.Wrap([.. Enumerable.Range(0, 24).Select(i => i * i % 5L)], 6, 4)),
    };

    public static TheoryData<string> Names => [.. Forms.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_form_comes_back_as_it_was_stored(string name)
    {
        var form = Forms[name]();
        var stored = FormStorage.TryStore(form)!;
        var back = FormStorage.Restore(stored);
        Assert.Equal(form.GetType(), back.GetType());
        Assert.Equal((form.Parameters, form.Bits, form.FlopsPerRow), (back.Parameters, back.Bits, back.FlopsPerRow));
        Assert.Equal(form.ToDense().ToArray(), back.ToDense().ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_stored_takes_the_bits_that_the_form_counts(string name)
    {
        var form = Forms[name]();
        long bits = FormStorage.TryStore(form)!.AllParts("w").Sum(part => part.Part.StoreAs switch
        {
            Learning.Files.StoredType.U8 => 8L * part.Part.Tensor.Length,
            Learning.Files.StoredType.F32 => 32L * part.Part.Tensor.Length,
            _ => 16L * part.Part.Tensor.Length,
        });
        // Codes fill up to eight bytes; scales that half precision cannot hold take twice what is counted, and places of n:m are a mask of one bit an entry.
        long slack = (64 * 3) + (name == "scales beyond half precision" ? 16 * 6 : 0);
        Assert.InRange(bits, form.Bits, form.Bits + slack);
    }

    [Fact]
    public void Codebooks_of_every_size_give_their_codes_back()
    {
        foreach (int size in new[] { 1, 2, 3, 5, 16, 17, 255, 256, 257, 4096 })
        {
            long[] codes = [.. Enumerable.Range(0, 48).Select(i => (long)new RandomStream(size).Fork(i).Next(size))];
            var form = new VectorQuantizedWeight(Normal(size, 1), Tensor.Wrap(codes, 6, 8));
            var back = (VectorQuantizedWeight)FormStorage.Restore(FormStorage.TryStore(form)!);
            Assert.Equal(codes, back.Codes.AsSpan<long>().ToArray());
        }
    }

    [Fact]
    public void Parts_that_do_not_fit_are_refused()
    {
        var stored = FormStorage.TryStore(new LowRankWeight(Normal(6, 2), Normal(2, 8)))!;
        Assert.Contains("6 × 8", Assert.Throws<CompressedCheckpointException>(() => FormStorage.Restore(stored with { Inputs = 9 })).Message);
        Assert.Contains("'right'", Assert.Throws<CompressedCheckpointException>(() => FormStorage.Restore(stored with { Parts = new Dictionary<string, FormPart> { ["left"] = stored.Parts["left"] } })).Message);
        Assert.Contains("'tubular'", Assert.Throws<CompressedCheckpointException>(() => FormStorage.Restore(stored with { Kind = "tubular" })).Message);
        var quantized = FormStorage.TryStore(Forms["3 bits"]())!;
        Assert.Contains("bytes", Assert.Throws<CompressedCheckpointException>(() => FormStorage.Restore(quantized with { Numbers = new Dictionary<string, int> { ["bits"] = 5, ["group"] = 5 } })).Message);
    }

    private static Tensor Normal(params int[] shape) => new RandomStream(7).Fork(shape.Length).Normal(shape);

    private static Tensor Mask(Func<int, int, bool> kept) =>
        Tensor.Wrap([.. Enumerable.Range(0, 48).Select(place => kept(place / 8, place % 8))], 6, 8);
}
