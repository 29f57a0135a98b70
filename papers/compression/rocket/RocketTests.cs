using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression;
using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;
using Praxis.Papers.Compression.Pipeline;
using Praxis.Papers.Compression.Rocket;

namespace Praxis.Papers.Tests.Compression;

public sealed class RocketTests
{
    public static TheoryData<int, int> Sizes => new() { { 12, 20 }, { 20, 12 }, { 16, 16 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void With_every_coefficient_it_is_whitened_SVD(int outputs, int inputs)
    {
        var (weight, statistics) = Draw(outputs, inputs);
        var form = Assert.IsType<LowRankWeight>(new RocketCompressor([1]).Compress(weight, statistics, WeightBudget.Parameters(0.6), new RandomStream(1)));
        var expected = new ActivationAwareSvd().Compress(weight, statistics, WeightBudget.Parameters(0.6), new RandomStream(1));
        Assert.Equal(expected.Parameters, form.Parameters);
        // The upper instead of the lower Cholesky factor would give factors too, only worse ones.
        Assert.True((expected.ToDense() - form.ToDense()).MaxAbs() < 1e-3);
        Assert.Equal(Error(expected), Error(form), 1e-5);

        double Error(CompressedWeight found) => WeightErrors.RelativeOutputError(weight, found.ToDense(), statistics.SecondMoments);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_whitened_error_is_the_error_of_the_outputs(int outputs, int inputs)
    {
        var (weight, statistics) = Draw(outputs, inputs);
        var basis = WhitenedBasis.Of(weight, statistics);
        var factors = RocketFactorization.Factor(basis, new DictionarySize(6, 3L * outputs));
        double whitened = (basis.Whitened - LinearAlgebra.MatMul(factors.Product(), basis.Whitening)).FrobeniusNorm();
        Assert.Equal(WeightErrors.OutputError(weight, factors.Product(), statistics.SecondMoments), whitened * whitened, 1e-3 * whitened * whitened);
        // Directions are orthonormal, and the weight by all of them is the weight again.
        int full = Math.Min(outputs, inputs);
        Assert.True((LinearAlgebra.MatMul(basis.Directions(full), basis.Directions(full), false, true) - Tensor.Identity(full)).MaxAbs() < 1e-10);
        Assert.True((LinearAlgebra.MatMul(basis.Coefficients(full), basis.Unwhitened(basis.Directions(full))) - weight).MaxAbs() < 1e-8);
        // The length of a direction in the space of the weight: C⁻ᵀ b by a general solver.
        var stretched = LinearAlgebra.Solve(basis.Whitening.Transpose().Contiguous(), basis.Directions(3).Transpose().Contiguous());
        Assert.True((stretched.Square().Sum(0).Sqrt() - basis.Stretch(3)).MaxAbs() < 1e-10);
    }

    [Fact]
    public void The_dictionary_is_the_ridge_solution_for_its_coefficients()
    {
        var (weight, statistics) = Draw(20, 12);
        var basis = WhitenedBasis.Of(weight, statistics);
        var factors = RocketFactorization.Factor(basis, new DictionarySize(8, 80));
        var s = factors.Coefficients;
        var gram = LinearAlgebra.MatMul(s, s, true, false);
        var ridge = Tensor.Identity(8) * (1e-3 * LinearAlgebra.Trace(gram) / 8);
        var expected = LinearAlgebra.Solve(gram + ridge, LinearAlgebra.MatMul(s, basis.Whitened, true, false));
        Assert.True((LinearAlgebra.MatMul(factors.Dictionary, basis.Whitening) - expected).MaxAbs() < 1e-8);
    }

    [Fact]
    public void Coefficients_are_as_many_as_asked_and_no_output_is_forgotten()
    {
        var (weight, statistics) = Draw(20, 12);
        weight.Row(3).CopyFrom(weight.Row(3) * 1e-3); // so small that nothing of it would be among the largest of all
        var basis = WhitenedBasis.Of(weight, statistics);
        foreach (long entries in new long[] { 47, 80, 81, 119, 159 })
        {
            var form = Assert.IsType<DictionaryWeight>(RocketFactorization.Factor(basis, new DictionarySize(8, entries)).ToForm());
            Assert.Equal(entries, form.Coefficients.Parameters);
            int each = (int)Math.Floor((entries / 20.0) - (0.005 * 8));
            for (int row = 0; row < 20; row++)
                Assert.True(form.Coefficients.Pattern.RowStarts[row + 1] - form.Coefficients.Pattern.RowStarts[row] >= each);
        }
    }

    [Theory]
    [InlineData(BudgetUnit.Parameters)]
    [InlineData(BudgetUnit.Bits)]
    [InlineData(BudgetUnit.Flops)]
    public void Sizes_fill_the_budget_and_never_exceed_it(BudgetUnit unit)
    {
        foreach ((int outputs, int inputs) in new[] { (12, 20), (20, 12), (40, 40), (3, 50), (1, 9) })
            foreach (double keep in new[] { 0.2, 0.35, 0.5, 0.8, 0.95 })
                foreach (double ratio in new[] { 1, 1.3, 2, 3 })
                {
                    var budget = WeightBudget.Parameters(keep) with { Unit = unit };
                    if (DictionarySize.Of(outputs, inputs, budget, ratio) is not { } size)
                        continue;
                    var mask = Tensor.Wrap([.. Enumerable.Range(0, outputs * size.Atoms).Select(place => place < size.Entries)], outputs, size.Atoms);
                    CompressedWeight form = new DictionaryFactors(Tensor.Ones(outputs, size.Atoms), size.Entries == mask.Length ? null : mask, Tensor.Ones(size.Atoms, inputs)).ToForm();
                    Assert.True(budget.Allows(form), $"{unit}, {outputs} × {inputs}, {keep}, {ratio}: {form.Parameters}");
                    Assert.InRange(size.Atoms, 1, Math.Min(outputs, inputs));
                    if (unit == BudgetUnit.Parameters && size.Entries < mask.Length)
                        Assert.Equal(budget.Limit(outputs, inputs), form.Parameters);
                    if (unit == BudgetUnit.Parameters && size.Atoms < Math.Min(outputs, inputs))
                        Assert.Equal((int)Math.Floor(budget.Limit(outputs, inputs) / (inputs + (outputs / ratio)) + 1e-9), size.Atoms);
                }
    }

    [Fact]
    public void Matching_pursuit_takes_the_largest_coefficients_of_orthonormal_atoms_and_finds_a_sparse_signal_in_others()
    {
        var random = new RandomStream(6);
        var signals = random.Normal(5, 9);
        var orthonormal = random.HaarOrthogonal(9, 9);
        var coded = OrthogonalMatchingPursuit.Code(signals, orthonormal, 4);
        var all = LinearAlgebra.MatMul(signals, orthonormal, false, true);
        for (int row = 0; row < 5; row++)
        {
            double threshold = Enumerable.Range(0, 9).Select(k => Math.Abs(all[row, k])).OrderDescending().ElementAt(3);
            for (int k = 0; k < 9; k++)
                Assert.Equal(Math.Abs(all[row, k]) >= threshold ? all[row, k] : 0, coded[row, k], 1e-10);
        }

        var atoms = random.Normal(12, 30);
        atoms /= atoms.Square().Sum(1).Sqrt().Reshape(12, 1);
        var planted = Tensor.Zeros(1, 12);
        (planted[0, 2], planted[0, 7], planted[0, 11]) = (1.5, -2, 0.7);
        var found = OrthogonalMatchingPursuit.Code(LinearAlgebra.MatMul(planted, atoms), atoms, 6);
        Assert.True((found - planted).MaxAbs() < 1e-9);
    }

    [Fact]
    public void Dictionary_learning_finds_sparse_structure_that_no_subspace_has()
    {
        var random = new RandomStream(7);
        var atoms = random.Normal(10, 12);
        var planted = Tensor.Zeros(80, 10);
        for (int row = 0; row < 80; row++)
            foreach (int atom in random.Choose(2, 10))
                planted[row, atom] = random.NextNormal();
        var weight = LinearAlgebra.MatMul(planted, atoms);
        var basis = WhitenedBasis.Of(weight, LayerStatistics.Unknown("planted", 12));
        double[] errors = [.. new[] { 1, 4, 16 }.Select(rounds => WeightErrors.RelativeWeightError(weight, KSvdFactorization.Factor(basis, 10, 2, rounds).Product()))];
        double thresholded = WeightErrors.RelativeWeightError(weight, RocketFactorization.Factor(basis, new DictionarySize(10, 160)).Product());
        Assert.True(errors[2] < errors[1] && errors[1] < errors[0] && errors[1] < thresholded, $"{string.Join(", ", errors)}, {thresholded}");
        Assert.True(errors[2] < 0.7 * thresholded);
    }

    [Fact]
    public void The_allocation_is_the_best_of_all_choices_under_the_smallest_cap()
    {
        for (int problem = 0; problem < 20; problem++)
        {
            var random = new RandomStream(problem);
            LayerToCompress[] layers = [.. Enumerable.Range(0, 5).Select(l => new LayerToCompress($"{l}", random.Normal(6 + l, 10 - l), LayerStatistics.Unknown($"{l}", 10 - l)))];
            var menus = layers.ToDictionary(layer => layer.Name, layer => (IReadOnlyList<AllocationOption>)
            [
                .. new[] { 0.3, 0.5, 0.7, 0.9 }.Select(share => new AllocationOption(share, (long)(share * layer.Parameters), (1.1 - share) * random.NextDouble())),
                new AllocationOption(1, layer.Parameters, 0),
            ]);
            var budgets = new CappedKnapsackAllocation(new Given(menus)).Allocate(layers, 0.6);
            long limit = TotalBudget.Of(layers, 0.6);
            var all = layers.Aggregate(
                (IEnumerable<(long Parameters, double Sum, double Largest)>)[(0, 0, 0)],
                (choices, layer) => choices.SelectMany(choice => menus[layer.Name].Select(option => (choice.Parameters + option.Parameters, choice.Sum + option.Loss, Math.Max(choice.Largest, option.Loss)))))
                .Where(choice => choice.Parameters <= limit).ToList();
            double cap = all.Min(choice => choice.Largest);
            Assert.Equal(cap, CappedKnapsackAllocation.Cap([.. menus.Values], limit));
            var chosen = layers.Select(layer => menus[layer.Name].Single(option => option.Keep == budgets[layer.Name].Keep)).ToList();
            Assert.Equal(all.Where(choice => choice.Largest <= cap).Min(choice => choice.Sum), chosen.Sum(option => option.Loss), 1e-12);
            Assert.True(chosen.Sum(option => option.Parameters) <= limit);
        }
    }

    [Fact]
    public void Healing_trains_the_forms_alone_keeps_their_zeros_and_lowers_the_loss()
    {
        var model = TinyModels.Make("llama");
        var text = TinyModels.Windows("llama", 20, 300);
        var statistics = CalibrationStatistics.Gather(model, text);
        ModelCompression.Compress(model, statistics, new CompressionPlan { Compressor = new RocketCompressor([2]), Allocation = new UniformAllocation(), Keep = 0.5 });
        var maps = model.LinearMaps();
        var others = model.NamedParameters().Where(named => !maps.Any(map => named.Name.StartsWith(map.Name + ".", StringComparison.Ordinal)))
            .Select(named => (named.Parameter, Before: named.Parameter.Data.ToArray())).ToList();
        int[] counts = [.. maps.Select(map => (int)map.Layer.CountParameters())];
        double before = WindowLosses.Of(model, text).Average();
        for (int pass = 0; pass < 5; pass++)
            Healing.Run(model, text, 4, 1e-2, CancellationToken.None);
        Assert.True(WindowLosses.Of(model, text).Average() < before - 0.01);
        Assert.NotEmpty(others);
        Assert.All(others, other => Assert.Equal(other.Before, other.Parameter.Data.ToArray()));
        Assert.Equal(counts, maps.Select(map => (int)map.Layer.CountParameters()));
        foreach (var map in maps)
            map.Restore();
        Assert.Throws<ArgumentException>(() => Healing.Run(model, text, 4, 1e-2, CancellationToken.None));
    }

    [Fact]
    public void Bad_input_names_the_layer_and_the_cure()
    {
        var (weight, _) = Draw(4, 30);
        var statistics = LayerStatistics.Unknown("layer seven", 30);
        Assert.Contains("layer seven", Assert.Throws<BudgetException>(() => Compress(weight, 0.2)).Message); // 24 numbers, an atom has 30
        Assert.Contains("layer seven", Assert.Throws<NonFiniteException>(() => Compress(Tensor.Full(double.NaN, 4, 30), 0.5)).Message);
        Assert.Contains("layer seven", Assert.Throws<ArgumentException>(() => Compress(Tensor.Ones(4, 3), 0.5)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => DictionarySize.Of(4, 30, WeightBudget.Parameters(0.5), 0.5));
        Assert.Throws<ArgumentException>(() => new RocketProfile([0.5, 1]));
        var broken = new LayerToCompress("layer eight", Tensor.Full(double.NaN, 4, 30), LayerStatistics.Unknown("layer eight", 30));
        Assert.Contains("layer eight", Assert.Throws<NonFiniteException>(() => new RocketEntry().Allocation(0.5).Allocate([broken], 0.5)).Message);
        Assert.IsType<DenseWeight>(Compress(weight, 1));
        Assert.True(WeightBudget.Parameters(0.27).Allows(Compress(weight, 0.27))); // 32 numbers: one atom, two coefficients

        CompressedWeight Compress(Tensor given, double keep) => new RocketCompressor().Compress(given, statistics, WeightBudget.Parameters(keep), new RandomStream(1));
    }

    // A weight with falling singular values, and correlated inputs.
    private static (Tensor Weight, LayerStatistics Statistics) Draw(int outputs, int inputs)
    {
        var random = new RandomStream(outputs + (100 * inputs));
        int full = Math.Min(outputs, inputs);
        var values = Tensor.FromArray([.. Enumerable.Range(1, full).Select(k => 1 / Math.Sqrt(k))]);
        var weight = LinearAlgebra.MatMul(random.HaarOrthogonal(outputs, full) * values, random.HaarOrthogonal(inputs, full), false, true);
        return (weight, LayerStatistics.OfInputs("layer", LinearAlgebra.MatMul(random.Normal(200, inputs), random.Normal(inputs, inputs) + (Tensor.Identity(inputs) * 3))));
    }

    private sealed class Given(Dictionary<string, IReadOnlyList<AllocationOption>> menus) : ILossEstimate
    {
        public string Name => "given";

        public IReadOnlyList<AllocationOption> Options(LayerToCompress layer)
        {
            List<AllocationOption> kept = [];
            foreach (var option in menus[layer.Name])
                kept.Add(option);
            return kept;
        }
    }
}

public sealed class RocketToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rocket").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Factors_multiply_to_what_the_report_measures_and_are_within_the_budget()
    {
        var random = new RandomStream(1);
        (var weight, var inputs) = (random.Normal(30, 20), random.Normal(100, 20));
        foreach (bool mask in new[] { false, true })
        {
            var report = Use(new RocketToolOptions { Weight = File("w.npy", weight), Inputs = File("x.npy", inputs), Keep = 0.5, Ratio = 2, CountMask = mask });
            var product = LinearAlgebra.MatMul(((MatrixOutput)report.Outputs[0]).Values, ((MatrixOutput)report.Outputs[1]).Values);
            var difference = LinearAlgebra.MatMul(inputs, (weight - product).Transpose()).FrobeniusNorm() / LinearAlgebra.MatMul(inputs, weight.Transpose()).FrobeniusNorm();
            Assert.Equal(difference, report.Measures.Single(measure => measure.Name == "output error").Value, 1e-6);
            Assert.InRange(report.Measures.Single(measure => measure.Name == (mask ? "bits kept" : "numbers kept")).Value, 0.48, 0.5);
        }
    }

    [Fact]
    public void Nonsense_names_file_and_cure()
    {
        var weight = File("w.npy", new RandomStream(1).Normal(5, 40));
        Assert.Contains("3 columns", Error(new RocketToolOptions { Weight = weight, Inputs = File("x.npy", Tensor.Ones(7, 3)) }));
        Assert.Contains("smallest that can be met", Error(new RocketToolOptions { Weight = weight, Keep = 0.1 }));
        Assert.Contains("NaN", Error(new RocketToolOptions { Weight = File("n.npy", Tensor.Full(double.NaN, 4, 4)) }));

        string Error(RocketToolOptions options) => Assert.Throws<ToolException>(() => Use(options)).Message;
    }

    private static ToolReport Use(RocketToolOptions options) => new RocketTool().Use(options, new ToolContext { Slug = "rocket" }, CancellationToken.None);

    private InputFile File(string name, Tensor values)
    {
        string path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }
}
