using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>Codes of their own width, scales in half precision, zero points as codes.</summary>
internal sealed class QuantizedStorage : FormStorage<QuantizedWeight>
{
    public override string Kind => "quantized";

    protected override StoredForm Store(QuantizedWeight form)
    {
        byte[] codes = form.Codes.ToArray(), zeros = form.Zeros.ToArray();
        var parts = new Dictionary<string, FormPart>
        {
            ["codes"] = PackedCodes.Pack(codes.Length, form.Grid.Bits, i => codes[i]),
            ["scales"] = new(form.Scales, FitsHalf(form.Scales) ? StoredType.F16 : StoredType.F32),
        };
        if (zeros.Length > 0)
            parts.Add("zeros", PackedCodes.Pack(zeros.Length, form.Grid.Bits, i => zeros[i]));
        return Begin(form) with
        {
            Parts = parts,
            Numbers = new Dictionary<string, int> { ["bits"] = form.Grid.Bits, ["group"] = Math.Min(form.Grid.GroupSize, form.Inputs) },
        };
    }

    protected override CompressedWeight Load(StoredForm stored)
    {
        int bits = stored.Number("bits");
        var grid = new QuantizationGrid(bits, stored.Number("group"), symmetric: !stored.Parts.ContainsKey("zeros"));
        var scales = stored.Part("scales").To(DType.F64);
        byte[] codes = Bytes(stored.Part("codes"), checked(stored.Outputs * stored.Inputs), bits);
        byte[] zeros = grid.Symmetric ? [] : Bytes(stored.Part("zeros"), scales.Length, bits);
        return new QuantizedWeight(grid, codes, scales, zeros, stored.Inputs);
    }

    private static byte[] Bytes(Tensor packed, int count, int bits) => [.. PackedCodes.Unpack(packed, count, bits).Select(code => (byte)code)];

    // Scales of the grids' own fit are rounded to half precision; a method may set others.
    private static bool FitsHalf(Tensor scales)
    {
        foreach (double scale in scales.To(DType.F64).Contiguous().AsSpan())
            if ((double)(Half)scale != scale)
                return false;
        return true;
    }
}

/// <summary>The codebook, and codes of as many bits as tell its vectors apart.</summary>
internal sealed class VectorQuantizedStorage : FormStorage<VectorQuantizedWeight>
{
    public override string Kind => "vector-quantized";

    protected override StoredForm Store(VectorQuantizedWeight form)
    {
        long[] codes = form.Codes.Contiguous().AsSpan<long>().ToArray();
        return Begin(form) with
        {
            Parts = new Dictionary<string, FormPart>
            {
                ["codebook"] = new(form.Codebook),
                ["codes"] = PackedCodes.Pack(codes.Length, SparseStorage.IndexBits(form.Codebook.Rows), i => (uint)codes[i]),
            },
        };
    }

    protected override CompressedWeight Load(StoredForm stored)
    {
        var codebook = stored.Part("codebook");
        if (codebook.Rank != 2 || codebook.Length == 0 || stored.Inputs % codebook.Columns != 0)
            throw new CompressedCheckpointException("the codebook's vectors do not divide the inputs");
        int across = stored.Inputs / codebook.Columns;
        long[] codes = [.. PackedCodes.Unpack(stored.Part("codes"), checked(stored.Outputs * across), SparseStorage.IndexBits(codebook.Rows)).Select(code => (long)code)];
        return new VectorQuantizedWeight(codebook, Tensor.Wrap(codes, stored.Outputs, across));
    }
}

/// <summary>The kept numbers, and which they are: a bit for every entry, or their columns and the rows' ends where that is shorter.</summary>
internal sealed class SparseEntriesStorage : FormStorage<SparseWeight>
{
    public override string Kind => "sparse";

    protected override StoredForm Store(SparseWeight form)
    {
        int all = checked(form.Outputs * form.Inputs), width = SparseStorage.IndexBits(form.Inputs), ends = SparseStorage.IndexBits(form.Parameters + 1);
        int[] columns = form.Pattern.ColumnIndices.ToArray(), starts = form.Pattern.RowStarts.ToArray();
        var parts = new Dictionary<string, FormPart> { ["values"] = new(form.Values) };
        if ((form.Parameters * width) + ((long)form.Outputs * ends) < all)
        {
            parts.Add("columns", PackedCodes.Pack(columns.Length, width, i => (uint)columns[i]));
            parts.Add("ends", PackedCodes.Pack(form.Outputs, ends, row => (uint)starts[row + 1]));
        }
        else
        {
            var kept = new bool[all];
            for (int row = 0; row < form.Outputs; row++)
                foreach (int column in columns.AsSpan(starts[row]..starts[row + 1]))
                    kept[(row * form.Inputs) + column] = true;
            parts.Add("mask", PackedCodes.Pack(all, 1, i => kept[i] ? 1u : 0u));
        }

        return Begin(form) with
        {
            Parts = parts,
            Numbers = form.Group is { } group ? new Dictionary<string, int> { ["kept"] = group.Kept, ["of"] = group.Of } : [],
        };
    }

    protected override CompressedWeight Load(StoredForm stored)
    {
        var values = stored.Part("values").Contiguous();
        var mask = Tensor.Zeros(DType.Bool, stored.Outputs, stored.Inputs);
        var kept = mask.AsSpan<bool>();
        if (stored.Parts.ContainsKey("mask"))
        {
            uint[] bits = PackedCodes.Unpack(stored.Part("mask"), kept.Length, 1);
            for (int i = 0; i < bits.Length; i++)
                kept[i] = bits[i] == 1;
        }
        else
        {
            uint[] columns = PackedCodes.Unpack(stored.Part("columns"), values.Length, SparseStorage.IndexBits(stored.Inputs));
            uint[] ends = PackedCodes.Unpack(stored.Part("ends"), stored.Outputs, SparseStorage.IndexBits(values.Length + 1L));
            for (int row = 0, place = 0; row < stored.Outputs; row++)
                for (; place < ends[row]; place++)
                {
                    if (place >= columns.Length || columns[place] >= stored.Inputs)
                        throw new CompressedCheckpointException("a kept entry lies outside the weight");
                    kept[(row * stored.Inputs) + (int)columns[place]] = true;
                }
        }

        if (values.Rank != 1 || values.Length != kept.Count(true))
            throw new CompressedCheckpointException($"{values.Length} numbers are there for {kept.Count(true)} kept entries");
        var weight = Praxis.Learning.Models.SparsityPattern.OfMask(mask).ToDense(values);
        return stored.Numbers.ContainsKey("of")
            ? SparseWeight.OfMask(weight, mask, stored.Number("kept"), stored.Number("of"))
            : SparseWeight.OfMask(weight, mask);
    }
}
