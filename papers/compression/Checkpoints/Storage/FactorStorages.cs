namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>left and right.</summary>
internal sealed class LowRankStorage : FormStorage<LowRankWeight>
{
    public override string Kind => "low-rank";

    protected override StoredForm Store(LowRankWeight form) => Begin(form) with
    {
        Parts = new Dictionary<string, FormPart> { ["left"] = new(form.Left), ["right"] = new(form.Right) },
    };

    protected override CompressedWeight Load(StoredForm stored) => new LowRankWeight(stored.Part("left"), stored.Part("right"));
}

/// <summary>left and right, (terms, …) each.</summary>
internal sealed class KroneckerSumStorage : FormStorage<KroneckerSumWeight>
{
    public override string Kind => "kronecker-sum";

    protected override StoredForm Store(KroneckerSumWeight form) => Begin(form) with
    {
        Parts = new Dictionary<string, FormPart> { ["left"] = new(form.Left), ["right"] = new(form.Right) },
    };

    protected override CompressedWeight Load(StoredForm stored) => new KroneckerSumWeight(stored.Part("left"), stored.Part("right"));
}

/// <summary>left and right blocks.</summary>
internal sealed class MonarchStorage : FormStorage<MonarchWeight>
{
    public override string Kind => "monarch";

    protected override StoredForm Store(MonarchWeight form) => Begin(form) with
    {
        Parts = new Dictionary<string, FormPart> { ["left"] = new(form.Left), ["right"] = new(form.Right) },
    };

    protected override CompressedWeight Load(StoredForm stored) => new MonarchWeight(stored.Part("left"), stored.Part("right"));
}

/// <summary>The blocks.</summary>
internal sealed class BlockDiagonalStorage : FormStorage<BlockDiagonalWeight>
{
    public override string Kind => "block-diagonal";

    protected override StoredForm Store(BlockDiagonalWeight form) => Begin(form) with
    {
        Parts = new Dictionary<string, FormPart> { ["blocks"] = new(form.Blocks) },
    };

    protected override CompressedWeight Load(StoredForm stored) => new BlockDiagonalWeight(stored.Part("blocks"));
}

/// <summary>A dense weight, as a term of a sum; a whole layer that stays dense is stored as the original was.</summary>
internal sealed class DenseStorage : FormStorage<DenseWeight>
{
    public override string Kind => "dense";

    protected override StoredForm Store(DenseWeight form) => Begin(form) with
    {
        Parts = new Dictionary<string, FormPart> { ["weight"] = new(form.Weight) },
    };

    protected override CompressedWeight Load(StoredForm stored) => new DenseWeight(stored.Part("weight"));
}

/// <summary>The terms, each in its own way.</summary>
internal sealed class SumStorage : FormStorage<SumWeight>
{
    public override string Kind => "sum";

    protected override StoredForm? Store(SumWeight form)
    {
        StoredForm?[] terms = [.. form.Terms.Select(TryStore)];
        return terms.Contains(null) ? null : Begin(form) with { Terms = terms! };
    }

    protected override CompressedWeight Load(StoredForm stored) => new SumWeight([.. stored.Terms.Select(Restore)]);
}
