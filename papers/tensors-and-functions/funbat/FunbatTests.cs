using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.Funbat;

namespace Praxis.Papers.Tests.TensorsAndFunctions;

public sealed class FunbatTests
{
    private static RandomStream Random => new(20231108);

    [Theory]
    [InlineData(Smoothness.Half, 0.3)]
    [InlineData(Smoothness.ThreeHalves, 0.3)]
    [InlineData(Smoothness.ThreeHalves, 1e-3)]
    [InlineData(Smoothness.ThreeHalves, 5)]
    public void Diffusion_is_what_the_transition_takes_from_the_stationary_covariance(Smoothness smoothness, double gap)
    {
        var process = new MaternProcess(smoothness, 0.7, 1.9);
        var m = process.StateLength;
        Tensor a = Tensor.Wrap(process.Transition(gap), m, m), p = Tensor.Wrap(process.Stationary(), m, m);
        var expected = p - LinearAlgebra.MatMul(LinearAlgebra.MatMul(a, p), a.Transpose());
        Assert.True((expected - Tensor.Wrap(process.Diffusion(gap), m, m)).MaxAbs() < 1e-13);
        // H A^(gap) P∞ Hᵀ is the kernel.
        Assert.Equal(process.Kernel(gap), LinearAlgebra.MatMul(a, p)[0, 0], 13);
    }

    [Fact]
    public void Diffusion_is_smooth_where_the_series_takes_over()
    {
        var process = new MaternProcess(Smoothness.ThreeHalves, Math.Sqrt(3)); // λ = 1
        double below = process.Diffusion(0.01 * (1 - 1e-9))[0], above = process.Diffusion(0.01 * (1 + 1e-9))[0];
        Assert.Equal(1, above / below, 5);
        Assert.Equal(1, process.Diffusion(1e-6)[0] / (4e-18 / 3), 5);
    }

    [Theory]
    [InlineData(Smoothness.Half)]
    [InlineData(Smoothness.ThreeHalves)]
    public void Smoother_equals_Gaussian_conditioning_with_the_kernel_matrix(Smoothness smoothness)
    {
        const int d = 7, r = 2;
        var random = Random;
        var process = new MaternProcess(smoothness, 0.4, 1.3);
        double[] x = [0, 0.1, 0.15, 0.4, 0.41, 0.8, 1];
        var precision = new double[d * r * r];
        var information = random.Normal(d * r).ToArray();
        for (var n = 0; n < d; n++)
        {
            if (n == 3) continue; // a coordinate without data
            var root = random.Normal(r, r);
            LinearAlgebra.MatMul(root, root.Transpose()).ToArray().CopyTo(precision, n * r * r);
        }
        information[3 * r] = information[3 * r + 1] = 0;
        var smoothed = FunctionChain.Smooth(x, process, r, precision, information);

        // Joint prior of u = (u(x₁), …), (d·r): K ⊗ I. Posterior covariance (K⁻¹ ⊗ I + blockdiag Λ)⁻¹.
        var kernel = Tensor.Zeros(d, d);
        for (var n = 0; n < d; n++)
            for (var m = 0; m < d; m++) kernel[n, m] = process.Kernel(Math.Abs(x[n] - x[m]));
        var joint = LinearAlgebra.Kronecker(LinearAlgebra.Inverse(kernel), Tensor.Identity(r));
        for (var n = 0; n < d; n++)
            for (var i = 0; i < r; i++)
                for (var j = 0; j < r; j++) joint[n * r + i, n * r + j] += precision[(n * r + i) * r + j];
        var covariance = LinearAlgebra.Inverse(joint);
        var mean = LinearAlgebra.MatVec(covariance, Tensor.Wrap(information, d * r));
        for (var n = 0; n < d; n++)
            for (var i = 0; i < r; i++)
            {
                Assert.Equal(mean[n * r + i], smoothed.Mean[n * r + i], 9);
                for (var j = 0; j < r; j++) Assert.Equal(covariance[n * r + i, n * r + j], smoothed.Covariance[(n * r + i) * r + j], 9);
            }
    }

    [Fact]
    public void Unfoldings_and_Kronecker_products_have_the_same_order()
    {
        int[] ranks = [2, 3, 4];
        var core = Random.Normal(ranks);
        double[] w = core.ToArray();
        FixedMoments[] modes = [.. ranks.Select((rank, k) => new FixedMoments(Random.Fork(k).Normal(rank).ToArray()))];
        double direct = 0;
        for (var a = 0; a < 2; a++)
            for (var b = 0; b < 3; b++)
                for (var c = 0; c < 4; c++) direct += core[a, b, c] * modes[0].Values[a] * modes[1].Values[b] * modes[2].Values[c];

        double[] z = new double[24], zz = new double[24 * 24], work = new double[24 * 24];
        Kronecker.OfMoments(modes, 0, z, zz, work);
        Assert.Equal(direct, w.Zip(z, (p, q) => p * q).Sum(), 12);
        for (var p = 0; p < 24; p++)
            for (var q = 0; q < 24; q++) Assert.Equal(z[p] * z[q], zz[p * 24 + q], 12);
        for (var mode = 0; mode < 3; mode++)
        {
            Kronecker.OfMoments([.. modes.Where((_, k) => k != mode)], 0, z, zz, work);
            var width = 24 / ranks[mode];
            var place = Kronecker.Unfolding(ranks, mode);
            var value = Enumerable.Range(0, ranks[mode]).Sum(i => modes[mode].Values[i] * Enumerable.Range(0, width).Sum(a => w[place[i * width + a]] * z[a]));
            Assert.Equal(direct, value, 12);
            var unfolded = ModeProduct(core, mode);
            Assert.Equal(unfolded, place.Select(p => w[p]));
        }

        static double[] ModeProduct(Tensor core, int mode) => core.Transpose([mode, .. Enumerable.Range(0, 3).Where(k => k != mode)]).Contiguous().ToArray();
    }

    [Fact]
    public void Three_modes_of_higher_rank_are_learned_and_their_bands_hold_the_truth()
    {
        var random = Random;
        var coordinates = random.Uniform(900, 3) * 10 - 5; // any range
        var truth = Tensor.Zeros(900);
        for (var n = 0; n < 900; n++) truth[n] = Truth(coordinates[n, 0], coordinates[n, 1], coordinates[n, 2]);
        var data = new ScatteredData(coordinates, truth + random.Normal(900) * 0.05);
        var options = new FunctionalTuckerOptions { Ranks = [2, 2, 2], LengthScales = [0.3] };
        var model = FunctionalTucker.Fit(data, options, random.Fork("start"));

        var asked = random.Uniform(300, 3) * 10 - 5;
        double[] expected = [.. Enumerable.Range(0, 300).Select(n => Truth(asked[n, 0], asked[n, 1], asked[n, 2]))];
        var predicted = model.Predict(asked);
        var error = Math.Sqrt(expected.Zip(predicted.Mean.ToArray(), (t, p) => (t - p) * (t - p)).Average());
        Assert.InRange(error, 0, 0.05);
        Assert.InRange(predicted.Coverage(expected, measured: false), 0.7, 1);
        Assert.InRange(model.NoiseDeviation, 0.04, 0.06);
        Assert.Equal(model.Predict(asked).Mean.ToArray(), FunctionalTucker.Fit(data, options, RandomAfterDraws()).Predict(asked).Mean.ToArray());

        static double Truth(double x, double y, double z) => Math.Sin(0.4 * x) * Math.Cos(0.3 * y) + 0.5 * Math.Exp(-0.1 * z * z) * Math.Cos(0.5 * x);

        static RandomStream RandomAfterDraws()
        {
            var random = Random;
            random.Uniform(900, 3);
            random.Normal(900);
            return random.Fork("start");
        }
    }

    [Fact]
    public void Every_epoch_lowers_the_error_once_the_noise_is_found()
    {
        var data = SyntheticTensor.Draw(Random).Train;
        var fit = new FunctionalTucker(data, new() { Ranks = [1, 1], Centre = false, LengthScales = [0.3] }, Random);
        double[] errors = [.. Enumerable.Range(0, 30).Select(_ => fit.Epoch())];
        Assert.InRange(errors[^1], 0.03, 0.08);
        Assert.InRange(errors[^1] / errors[^2], 0.999, 1.001);
    }

    [Fact]
    public void Scale_and_unit_of_values_and_coordinates_do_not_matter()
    {
        var draw = SyntheticTensor.Draw(Random);
        var options = new FunctionalTuckerOptions { Ranks = [2, 2], LengthScales = [0.3] };
        var plain = FunctionalTucker.Fit(draw.Train, options, Random).Predict(draw.Test);
        var other = FunctionalTucker.Fit(new ScatteredData(draw.Train.Coordinates * 64 - 8, draw.Train.Values * 1000 + 5000), options, Random).Predict(draw.Test * 64 - 8);
        Assert.True((plain.Mean * 1000 + 5000 - other.Mean).MaxAbs() < 0.05);
        Assert.True((plain.Deviation * 1000 - other.Deviation).MaxAbs() < 0.05);
    }

    [Fact]
    public void Far_from_the_data_the_functions_return_to_their_prior()
    {
        var draw = SyntheticTensor.Draw(Random);
        var model = FunctionalTucker.Fit(draw.Train, new() { Ranks = [1, 1], Centre = false }, Random);
        var (mean, deviation) = model.Modes[0].At([50, 0.5]);
        Assert.Equal(0, mean[0, 0], 9);
        Assert.Equal(1, deviation[0, 0], 9);
        Assert.InRange(deviation[1, 0], 0, 0.3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Binned_factorisation_fills_the_gaps_of_a_low_rank_table(bool canonical)
    {
        var random = new RandomStream(1);
        Tensor u = random.Normal(12, 2), v = random.Normal(10, 2);
        int[] order = random.Permutation(120);
        Tensor coordinates = Tensor.Zeros(120, 2), values = Tensor.Zeros(120);
        for (var e = 0; e < 120; e++)
        {
            (int i, int j) = (order[e] / 10, order[e] % 10);
            (coordinates[e, 0], coordinates[e, 1]) = (i / 11.0, j / 9.0);
            values[e] = u[i, 0] * v[j, 0] + u[i, 1] * v[j, 1];
        }
        int[] train = [.. Enumerable.Range(0, 90)], test = [.. Enumerable.Range(90, 30)];
        var model = new BinnedFactorization(new ScatteredData(coordinates.TakeRows(train), values.Take(0, train)), new([12, 10], 2, 1e-4, canonical), centre: false, random);
        var error = model.Predict(coordinates.TakeRows(test)).Zip(values.Take(0, test).ToArray(), (p, t) => Math.Abs(p - t)).Max();
        Assert.InRange(error, 0, 0.05);
    }

    [Fact]
    public void An_empty_cell_is_taken_for_its_neighbour()
    {
        // Four cells along the first mode, the third of them empty.
        var data = new ScatteredData(Tensor.FromArray(new double[,] { { 0, 0 }, { 0, 1 }, { 0.3, 0 }, { 0.3, 1 }, { 1, 0 }, { 1, 1 } }), Tensor.FromArray([1.0, 2, 1, 2, 5, 10]));
        var model = new BinnedFactorization(data, new([4, 2], 1, 1e-6, Canonical: true), centre: false, Random);
        var predicted = model.Predict(Tensor.FromArray(new double[,] { { 0.6, 1 }, { 0.3, 1 }, { 0.9, 0 } }));
        Assert.Equal(predicted[1], predicted[0]);
        Assert.Equal(2, predicted[0], 3);
        Assert.Equal(5, predicted[2], 3);
    }

    [Fact]
    public void Gaussian_process_equals_its_formula_in_another_program()
    {
        // k(Q, X) (k(X, X) + 0.1 I)⁻¹ (y − mean) + mean in Python, by Gauss–Jordan elimination; length scales 0.5 and 2
        var data = new ScatteredData(Tensor.FromArray(new double[,] { { 0, 1 }, { 0.3, 2 }, { 1, 0.5 }, { 0.7, 3 } }), Tensor.FromArray([1.0, -0.5, 2, 0.25]));
        var process = ScatteredGaussianProcess.Fit(data, new([0.5, 2.0], 0.1));
        double[] predicted = process.Predict(Tensor.FromArray(new double[,] { { 0.5, 1 }, { 0.1, 2.5 } }));
        Assert.Equal(GaussianProcessOracle[0], predicted[0], 12);
        Assert.Equal(GaussianProcessOracle[1], predicted[1], 12);
    }

    private static readonly double[] GaussianProcessOracle = [0.5803362902107938, -0.024727582870387343];

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var random = Random;
        Tensor x = random.Uniform(20, 2), y = random.Normal(20);
        Assert.Contains("two modes", Assert.Throws<ShapeException>(() => new ScatteredData(x.Slice(1, 0, 1), y)).Message);
        Assert.Contains("19 values", Assert.Throws<ShapeException>(() => new ScatteredData(x, random.Normal(19))).Message);
        Assert.Contains("Mode 1", Assert.Throws<ArgumentException>(() => new ScatteredData(x * Tensor.FromArray([1.0, 0]), y)).Message);
        var hole = y.Clone();
        hole[3] = double.NaN;
        Assert.Throws<NonFiniteException>(() => new ScatteredData(x, hole));
        var data = new ScatteredData(x, y);
        Assert.Contains("smaller ranks", Assert.Throws<ArgumentException>(() => Fit(data, [5, 5])).Message);
        Assert.Contains("3 ranks for 2 modes", Assert.Throws<ArgumentException>(() => Fit(data, [1, 1, 1])).Message);
        Assert.Contains("at least 1", Assert.Throws<ArgumentException>(() => Fit(data, [0, 1])).Message);
        Assert.Contains("same", Assert.Throws<ArgumentException>(() => Fit(new ScatteredData(x, Tensor.Ones(20)), [1, 1])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaternProcess(Smoothness.Half, 0));
        Assert.Throws<ShapeException>(() => Fit(data, [1, 1]).Predict(random.Uniform(3, 3)));

        FunctionalTuckerModel Fit(ScatteredData data, int[] ranks) => FunctionalTucker.Fit(data, new() { Ranks = ranks }, random);
    }

    private sealed class FixedMoments(double[] values) : IMomentsOfEntries
    {
        public double[] Values => values;
        public int Rank => values.Length;
        public ReadOnlySpan<double> MeanOf(int entry) => values;
        public ReadOnlySpan<double> SecondOf(int entry) => (double[])[.. from a in values from b in values select a * b];
    }
}

public sealed class FunbatToolTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("funbat").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Predicts_what_is_missing_with_bands_that_hold()
    {
        var random = new RandomStream(4);
        var text = new System.Text.StringBuilder("when,where,level\n");
        var truth = new List<double>();
        for (var n = 0; n < 400; n++)
        {
            double x = 10 + 5 * random.NextDouble(), y = random.NextDouble() - 3, value = 100 + Math.Sin(x) * Math.Cos(2 * y);
            if (n % 8 == 0) truth.Add(value);
            text.Append(Invariant($"{x},{y},{(n % 8 == 0 ? "" : Invariant($"{value + 0.02 * random.NextNormal()}"))}\n"));
        }
        var report = Use(new FunbatToolOptions { Table = Text("levels.csv", text.ToString()), Rank = 1 });
        var predictions = (MatrixOutput)report.Outputs[0];
        Assert.Equal(["when", "where", "level", "deviation", "deviation_of_measurement"], predictions.Columns!);
        Assert.Equal(50, predictions.Values.Rows);
        for (var n = 0; n < 50; n++) Assert.InRange(Math.Abs(predictions.Values[n, 2] - truth[n]), 0, 0.1);
        Assert.InRange(report.Measures[0].Value, 0.01, 0.04);                       // held-out error: the noise
        Assert.True(report.Measures[2].Value > 10 * report.Measures[0].Value);      // the mean's
        Assert.InRange(report.Measures[3].Value, 0.8, 1);                           // coverage
        Assert.Equal(2, report.Figures.Count);
        Assert.Equal(["when", "u1", "deviation1"], ((MatrixOutput)report.Outputs[1]).Columns!);
    }

    [Fact]
    public void Queries_are_joined_by_name_and_places_outside_the_data_are_said()
    {
        var table = Table(60, 3);
        var queries = Text("queries.csv", "b,other,a\n0.5,7,0.25\n9,7,0.25\n");
        var report = Use(new FunbatToolOptions { Table = table, Queries = queries, LengthScales = [0.3] });
        var predictions = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal(0.25, predictions[0, 0]);
        Assert.Equal(0.5, predictions[0, 1]);
        Assert.True(predictions[1, 3] > predictions[0, 3]);
        Assert.Contains(report.Remarks, remark => remark.StartsWith("1 of 2 predicted places", StringComparison.Ordinal));
    }

    [Fact]
    public void Nonsense_names_file_place_and_cure()
    {
        Assert.Contains("at least 20", Error(new FunbatToolOptions { Table = Table(10, 1) }));
        Assert.Contains("row 2, column 1 ('a')", Error(new FunbatToolOptions { Table = Text("hole.csv", "a,b,y\n1,2,3\n,2,3\n1,3,4\n") }));
        Assert.Contains("at least two coordinates", Error(new FunbatToolOptions { Table = Text("one.csv", "a,y\n1,2\n3,4\n") }));
        Assert.Contains("'b') has the value 2 in every row", Error(new FunbatToolOptions { Table = Text("flat.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},2,{i}\n"))) }));
        Assert.Contains("nothing to fit", Error(new FunbatToolOptions { Table = Text("same.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * i},5\n"))) }));
        Assert.Contains("no column 'price'", Error(new FunbatToolOptions { Table = Table(30, 2), Target = "price" }));
        Assert.Contains("3 ranks for 2 coordinates", Error(new FunbatToolOptions { Table = Table(30, 2), Ranks = [1, 2, 3] }));
        Assert.Contains("whole number", Error(new FunbatToolOptions { Table = Table(30, 2), Ranks = [1, 1.5] }));
        Assert.Contains("whole number", Error(new FunbatToolOptions { Table = Table(30, 2), Ranks = [0, 1] }));
        Assert.Contains("smaller ranks", Error(new FunbatToolOptions { Table = Table(30, 2), Rank = 5 }));
        Assert.Contains("positive share", Error(new FunbatToolOptions { Table = Table(30, 2), LengthScales = [-1] }));
        Assert.Contains("no column 'b'", Error(new FunbatToolOptions { Table = Table(30, 2), Queries = Text("q.csv", "a,c\n1,2\n") }));

        string Error(FunbatToolOptions options) => Assert.Throws<ToolException>(() => Use(options)).Message;
    }

    private static ToolReport Use(FunbatToolOptions options) => new FunbatTool().Use(options, new ToolContext { Slug = "funbat" }, CancellationToken.None);

    private InputFile Table(int rows, long seed)
    {
        var random = new RandomStream(seed);
        return Text($"table{seed}.csv", "a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            double a = random.NextDouble(), b = random.NextDouble();
            return Invariant($"{a},{b},{Math.Sin(4 * a) * b + 0.01 * random.NextNormal()}\n");
        })));
    }

    private InputFile Text(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return new InputFile(path);
    }

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
