using Praxis.Numerics;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>A way to quantise a layer, under the name that tables and figures show.</summary>
/// <param name="Name">The name.</param>
/// <param name="Options">What is done.</param>
public sealed record QuantizationArm(string Name, SvdQuantOptions Options)
{
    /// <summary>The method.</summary>
    public const string SvdQuant = "SVDQuant";

    /// <summary>Smoothing without a branch.</summary>
    public const string Smoothing = "smoothing alone";

    /// <summary>Round to nearest.</summary>
    public const string Naive = "round to nearest";

    /// <summary>The rivals of the paper's ablation.</summary>
    public static IReadOnlyList<string> Ablation { get; } = [Smoothing, "low rank alone", "LoRC"];

    /// <summary>The rivals with as many bits in all.</summary>
    public static IReadOnlyList<string> EqualBits { get; } = ["smoothing, smaller groups", "smoothing, more bits a weight"];

    /// <summary>The method, the ablation's rivals, and besides LoRC after smoothing, which the paper does not have.</summary>
    /// <param name="rank">Of the branch, where there is one.</param>
    public static IReadOnlyList<QuantizationArm> All(int rank)
    {
        var full = new SvdQuantOptions { Rank = rank };
        var repair = full with { Branch = BranchOrder.AfterQuantization };
        return
        [
            new(SvdQuant, full),
            new(Naive, full.Unsmoothed.WithoutBranch),
            new(Smoothing, full.WithoutBranch),
            new("low rank alone", full.Unsmoothed),
            new("LoRC", repair.Unsmoothed),
            new("smoothing + LoRC", repair),
        ];
    }

    /// <summary>Smoothing alone with as many bits in all as SVDQuant takes: smaller groups, and more bits a weight.</summary>
    /// <param name="bitsPerWeight">What SVDQuant takes for each number of the weight.</param>
    /// <param name="inputs">The map's.</param>
    /// <param name="outputs">The map's.</param>
    public static IReadOnlyList<QuantizationArm> OfEqualBits(double bitsPerWeight, int outputs, int inputs)
    {
        var options = new SvdQuantOptions().WithoutBranch;
        double left = bitsPerWeight - ((double)CompressedWeight.NumberBits / outputs); // λ is counted in both
        int group = Enumerable.Range(1, options.GroupSize).First(size => Fits(options.WeightBits, size));
        int bits = Enumerable.Range(options.WeightBits, 9 - options.WeightBits).Last(count => Fits(count, options.GroupSize));
        return
        [
            new(EqualBits[0], options with { GroupSize = group }),
            new(EqualBits[1], options with { WeightBits = bits }),
        ];

        bool Fits(int count, int size) =>
            new QuantizationGrid(count, Math.Min(size, inputs)).StorageBits(outputs, inputs) <= (left * outputs * inputs) + 1e-6;
    }
}

/// <summary>A weight with rows to calibrate on and others to measure on.</summary>
/// <param name="Weight">W, (outputs, inputs), F64.</param>
/// <param name="Calibration">(rows, inputs), F64.</param>
/// <param name="Test">(rows, inputs), F64.</param>
public sealed record MapInstance(Tensor Weight, Tensor Calibration, Tensor Test)
{
    /// <summary>The map quantised by every arm of <see cref="QuantizationArm.All"/>, then by the two of equal bits.</summary>
    /// <param name="rank">Of the branch.</param>
    public IReadOnlyDictionary<string, QuantizedMap> Quantized(int rank)
    {
        var maps = QuantizationArm.All(rank).ToDictionary(arm => arm.Name, Fit);
        foreach (var arm in QuantizationArm.OfEqualBits(maps[QuantizationArm.SvdQuant].BitsPerWeight, Weight.Rows, Weight.Columns))
            maps.Add(arm.Name, Fit(arm));
        return maps;

        QuantizedMap Fit(QuantizationArm arm) => SvdQuantizer.Fit(Weight, Calibration, arm.Options);
    }

    /// <summary>‖X Wᵀ − Ŷ‖/‖X Wᵀ‖ of each map on the test rows.</summary>
    /// <param name="maps">By arm.</param>
    public MapErrors Errors(IReadOnlyDictionary<string, QuantizedMap> maps)
    {
        var truth = LinearAlgebra.MatMul(Test, Weight, transposeA: false, transposeB: true); // (rows, outputs)
        return new MapErrors(
            maps.ToDictionary(arm => arm.Key, arm => (arm.Value.Forward(Test) - truth).FrobeniusNorm() / truth.FrobeniusNorm()),
            maps[QuantizationArm.SvdQuant].BitsPerWeight);
    }

    /// <summary>The errors of every arm.</summary>
    /// <param name="rank">Of the branch.</param>
    public MapErrors Errors(int rank) => Errors(Quantized(rank));

    /// <summary>Inputs of which some channels are larger, and a weight with a strong part of rank 4 (5 times the rest), as in the study of outliers.</summary>
    /// <param name="random">The numbers.</param>
    /// <param name="size">Inputs and outputs.</param>
    /// <param name="rows">Rows to calibrate on, and as many to measure on.</param>
    /// <param name="outlier">How many times larger 6 of the channels are.</param>
    /// <param name="strong">How many times larger the part of rank 4 is than the rest.</param>
    public static MapInstance WithOutliers(RandomStream random, int size, int rows, double outlier = 30, double strong = 5)
    {
        var scale = Tensor.Ones(size);
        foreach (int channel in random.Fork("channels").Choose(6, size))
            scale[channel] = outlier;
        var weight = random.Fork("weight").Normal(size, size)
            + (LinearAlgebra.MatMul(random.Fork("left").Normal(size, 4), random.Fork("right").Normal(4, size)) * (strong / 2)); // entries of deviation strong
        return new MapInstance(weight, random.Fork("calibration").Normal(rows, size) * scale, random.Fork("test").Normal(rows, size) * scale);
    }
}

/// <summary>What the arms make of one map, or of several on average.</summary>
/// <param name="ByArm">Relative output errors by arm.</param>
/// <param name="BitsPerWeight">What SVDQuant takes; the arms of equal bits take no more.</param>
public sealed record MapErrors(Dictionary<string, double> ByArm, double BitsPerWeight)
{
    /// <summary>SVDQuant's error.</summary>
    public double Ours => ByArm[QuantizationArm.SvdQuant];

    /// <summary>The least error of the paper's ablation.</summary>
    public double BestOfAblation => QuantizationArm.Ablation.Min(arm => ByArm[arm]);

    /// <summary>The least error of smoothing with as many bits.</summary>
    public double BestOfEqualBits => QuantizationArm.EqualBits.Min(arm => ByArm[arm]);

    /// <summary>Geometric means.</summary>
    /// <param name="all">Of the same arms.</param>
    public static MapErrors Mean(IReadOnlyList<MapErrors> all) => new(
        all[0].ByArm.Keys.ToDictionary(arm => arm, arm => Math.Exp(all.Average(errors => Math.Log(errors.ByArm[arm])))),
        all.Average(errors => errors.BitsPerWeight));
}
