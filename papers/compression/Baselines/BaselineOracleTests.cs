using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Tests.Compression;

/// <summary>The baselines beside numpy: baselines-oracle.py, which follows the authors' code, made the numbers.</summary>
public sealed class BaselineOracleTests
{
    private const int Outputs = 4;
    private const int Inputs = 6;

    private static readonly double[] Svd =
    [
        0.370499232403, -0.70009473459, -0.888177759984, 0.0892201804469, 0.900567390192,
        0.674936118881, -0.703694384944, 0.222709738986, 0.318396748472, -0.807582863343,
        0.983873961735, -0.674298542929, -0.772185369966, 0.277187255627, 0.389937239317,
        -0.867277170945, 0.999799591875, -0.757932620482, 0.303879880875, -0.679116305783,
        -0.858165531366, 0.0127046904109, 0.993968832868, 0.611157711117,
    ];

    private static readonly double[] Whitened =
    [
        0.295678790434, -0.658686697581, -0.859938933296, 0.0370695546769, 0.952827445799,
        0.619603863505, -0.742433958361, 0.259691686581, 0.429297789268, -0.929411277296,
        1.05190931887, -0.804719408037, -0.603086658711, 0.183346826035, 0.314472782525,
        -0.771528101749, 0.922669763443, -0.638811856713, 0.333840164665, -0.690996602378,
        -0.905532561484, 0.0734674933399, 0.945603006159, 0.671181356524,
    ];

    private static readonly double[] WhitenedTall =
    [
        0.262547325968, 0.0406893788002, 0.0524578728499, 0.247157413164, 0.393038665,
        0.321704278249, -0.710037155013, 0.367600445542, 0.630888720433, -0.968371114678,
        0.940123037242, -0.801620420137, -0.578692599999, 0.304924555279, 0.522798435145,
        -0.792582568381, 0.788542822837, -0.65257214095, 0.305473608564, 0.0311132295796,
        0.0347787302702, 0.297759021992, 0.389242075592, 0.371978589483, 0.232092202233,
        0.241601232267, 0.379056081249, 0.0893525340494, 1.20979523234, 0.313834997513,
        0.598347670304, 0.122174599228, 0.16718682059, 0.544783883009, 1.01921295492,
        0.73738335911, 0.530800404918, 0.125675672585, 0.176291318418, 0.472423358993,
        0.976676563729, 0.656616931782, 0.345220619184, 0.196516414204, 0.300353441752,
        0.235172792563, 1.11655516398, 0.44348615453,
    ];

    private static readonly double[] Scaled =
    [
        0.289431586008, -0.655565879973, -0.85753513393, 0.0306441071658, 0.960233675145,
        0.613942790465, -0.718954949855, 0.273375290387, 0.394907482791, -0.877648109147,
        0.992768623245, -0.762440869299, -0.664334586753, 0.22216329451, 0.325921617741,
        -0.828978789016, 0.993237152722, -0.687383916299, 0.341050139048, -0.693689640727,
        -0.909573650952, 0.0827156355382, 0.935065288733, 0.679092901787,
    ];

    private static readonly double[] Wanda =
    [
        0, 0, 1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1, 1,
    ];

    private static readonly double[] Nearest =
    [
        0.8232421875, -0.548828125, -1.09765625, 0, 0.8232421875, 0.548828125, -0.5458984375, 0,
        0.5458984375, -0.81884765625, 1.091796875, -0.81884765625, -0.84814453125, 0.5654296875, 0,
        -0.84814453125, 1.130859375, -0.5654296875, 0, -0.80419921875, -0.80419921875,
        0.26806640625, 1.072265625, 0.80419921875,
    ];

    private static readonly double[] GptqLevels =
    [
        0.8232421875, -0.548828125, -1.09765625, 0, 0.8232421875, 0.548828125, -0.5458984375, 0,
        0.5458984375, -0.81884765625, 1.091796875, -0.81884765625, -0.84814453125, 0.5654296875, 0,
        -0.84814453125, 1.130859375, -0.5654296875, 0, -0.80419921875, -0.80419921875,
        0.26806640625, 0.80419921875, 0.80419921875,
    ];

    private static readonly double[] GptqByActivations =
    [
        0.8232421875, -0.548828125, -0.8232421875, 0, 0.8232421875, 0.548828125, -0.81884765625, 0,
        0.5458984375, -0.81884765625, 1.091796875, -0.81884765625, -0.84814453125, 0.5654296875,
        0.28271484375, -0.84814453125, 0.84814453125, -0.5654296875, -0.5361328125, -0.80419921875,
        -0.5361328125, 0.26806640625, 0.80419921875, 0.80419921875,
    ];

    private static readonly double[] SparseGptHalf =
    [
        0.745705212177, 0, -1.08501472868, 0, 0.904322106779, 0, -0.442520443295, 0, 0,
        -0.843719654252, 1.20603232183, 0, -0.982452612624, 0, 0, -0.683487064486, 1.07979582488,
        0, 0, -0.928558176451, -0.783263388857, 0, 1.0215714991, 0,
    ];

    private static readonly Tensor Weight = Filled(Outputs, Inputs, (row, column) => Math.Sin(1 + (1.3 * (row + 1) * (column + 1))));

    private static readonly LayerStatistics Statistics = LayerStatistics.OfInputs("h.0.fc", Filled(10, Inputs, (row, column) =>
        (Math.Cos(0.3 + (0.8 * row * (column + 1))) + Math.Sin(row)) * (column + 1)));

    [Fact]
    public void Truncated_svd_is_numpys() => Same(Svd, Compress(new TruncatedSvdCompressor(), 20.0 / 24));

    [Fact]
    public void Whitening_without_the_inverse_is_the_authors_with_it() => Same(Whitened, Compress(new ActivationAwareSvd(), 20.0 / 24));

    [Fact]
    public void Whitening_of_a_tall_weight_is_the_authors()
    {
        var tall = Tensor.Concat(0, Weight, Weight.Square());
        var form = new ActivationAwareSvd().Compress(tall, Statistics, WeightBudget.Parameters(28.0 / 48), new RandomStream(1));
        Assert.Equal(2, Assert.IsType<LowRankWeight>(form).Rank);
        Same(WhitenedTall, form.ToDense());
    }

    [Fact]
    public void Scaling_by_activations_is_dividing_them_out_again() => Same(Scaled, Compress(new ActivationScaledSvd(), 20.0 / 24));

    [Fact]
    public void Wanda_keeps_numpys_entries()
    {
        double[] kept = Compress(new WandaPruning(), 0.5).ToArray();
        double[] weight = Weight.ToArray();
        for (int place = 0; place < kept.Length; place++)
            Assert.Equal(Wanda[place] * weight[place], kept[place]);
    }

    [Fact]
    public void Rounding_to_nearest_gives_numpys_levels() =>
        Same(Nearest, Compress(new RoundToNearest(new QuantizationScheme(3, Symmetric: false)), 1), 1e-15);

    [Fact]
    public void Gptq_gives_the_levels_of_the_authors_recursion() =>
        Same(GptqLevels, Compress(new Gptq(new QuantizationScheme(3, Symmetric: false)), 1), 1e-15);

    [Fact]
    public void Gptq_in_the_order_of_activations_does_too() =>
        Same(GptqByActivations, Compress(new Gptq(new QuantizationScheme(3, Symmetric: false), activationOrder: true), 1), 1e-15);

    [Fact]
    public void SparseGpt_prunes_and_updates_as_the_authors_recursion() =>
        Same(SparseGptHalf, Compress(new SparseGpt(new GroupPattern(1, 2)), 0.5));

    private static Tensor Compress(IWeightCompressor compressor, double keep) =>
        compressor.Compress(Weight, Statistics, WeightBudget.Parameters(keep), new RandomStream(1)).ToDense();

    private static void Same(double[] expected, Tensor actual, double tolerance = 1e-10)
    {
        double[] values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (int place = 0; place < values.Length; place++)
            Assert.InRange(values[place], expected[place] - tolerance, expected[place] + tolerance);
    }

    private static Tensor Filled(int rows, int columns, Func<int, int, double> value)
    {
        var filled = Tensor.Zeros(rows, columns);
        for (int row = 0; row < rows; row++)
            for (int column = 0; column < columns; column++)
                filled[row, column] = value(row, column);
        return filled;
    }
}
