using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.MatrixNuclearNorm;

namespace Praxis.Papers.Tests.Compression;

public sealed class MatrixNuclearNormTests
{
    private static Tensor Hidden(long seed, int tokens, int width) => new RandomStream(seed).Normal(tokens, width);

    // numpy: R = [[1,2,0],[0,1,3],[2,2,1],[4,0,1]]; the definitions written out.
    [Fact]
    public void Scores_are_those_of_numpy()
    {
        var states = NormalizedStates.Of(Tensor.FromArray(new double[,] { { 1, 2, 0 }, { 0, 1, 3 }, { 2, 2, 1 }, { 4, 0, 1 } }));
        Assert.Equal(0.8645153587139093, SpectralScores.ColumnNorms(states), 1e-12);
        Assert.Equal(0.8302118166779557, SpectralScores.NuclearNorm(states), 1e-12);
        Assert.Equal(0.8676889391861364, SpectralScores.Entropy(states), 1e-12);
    }

    [Fact]
    public void Rows_are_centred_and_of_length_one()
    {
        var hidden = Hidden(1, 20, 7) + 3;
        var states = NormalizedStates.Of(hidden);
        Assert.All(Enumerable.Range(0, 20), row => Assert.Equal(1, states.X.Row(row).FrobeniusNorm(), 1e-12));
        var centred = hidden - hidden.Mean(0);
        Assert.Equal(1, LinearAlgebra.Dot(states.X.Row(4).Contiguous(), centred.Row(4).Contiguous()) / centred.Row(4).FrobeniusNorm(), 1e-12);
        Assert.Equal(0, states.ZeroRows);
    }

    [Fact]
    public void Nuclear_norm_lies_below_all_column_norms_and_the_score_below_its_bound()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            (int tokens, int width) = (2 + (seed % 23), 1 + (seed * 7 % 19));
            var states = NormalizedStates.Of(Hidden(seed, tokens, width));
            double nuclear = SpectralScores.NuclearNorm(states) * tokens, frobenius = states.X.FrobeniusNorm();
            int smaller = Math.Min(tokens, width);
            double columns = Enumerable.Range(0, width).Sum(j => states.X.Column(j).FrobeniusNorm());
            Assert.True(nuclear <= columns + 1e-10);
            Assert.InRange(nuclear, frobenius - 1e-10, (Math.Sqrt(smaller) * frobenius) + 1e-10);
            Assert.True(SpectralScores.ColumnNorms(states) <= Math.Sqrt((double)smaller / tokens) + 1e-12);
        }
    }

    [Fact]
    public void On_coordinate_axes_the_score_is_the_nuclear_norm_and_turned_it_is_more()
    {
        // Rows ±e_j: centred already, columns orthogonal, so column norms are singular values.
        var hidden = Tensor.Zeros(12, 6);
        for (int j = 0; j < 6; j++)
            (hidden[2 * j, j], hidden[(2 * j) + 1, j]) = (1 + j, -1 - j);
        var states = NormalizedStates.Of(hidden);
        Assert.Equal(SpectralScores.NuclearNorm(states), SpectralScores.ColumnNorms(states), 1e-12);

        // One direction alone, turned among d coordinates: singular values stay, columns become many.
        var line = Tensor.Zeros(4, 6);
        (line[0, 0], line[1, 0], line[2, 0], line[3, 0]) = (1, -1, 2, -2);
        var turned = NormalizedStates.Of(LinearAlgebra.MatMul(line, new RandomStream(3).HaarOrthogonal(6)));
        var straight = NormalizedStates.Of(line);
        Assert.Equal(SpectralScores.NuclearNorm(straight), SpectralScores.NuclearNorm(turned), 1e-12);
        Assert.True(SpectralScores.ColumnNorms(turned) > 1.3 * SpectralScores.ColumnNorms(straight));
    }

    [Theory]
    [InlineData(9, 20)]
    [InlineData(20, 9)]
    public void Both_gram_matrices_have_the_same_entropy_and_a_rotation_does_not_change_it(int tokens, int width)
    {
        var hidden = Hidden(5, tokens, width);
        var states = NormalizedStates.Of(hidden);
        double entropy = SpectralScores.Entropy(states);
        Assert.Equal(entropy, SpectralScores.EntropyFromSmallerGram(states), 1e-12);
        Assert.Equal(entropy, SpectralScores.Entropy(NormalizedStates.Of(LinearAlgebra.MatMul(hidden, new RandomStream(6).HaarOrthogonal(width)))), 1e-12);
        Assert.InRange(SpectralScores.EffectiveRank(entropy, width), 1, Math.Min(tokens, width));
    }

    [Fact]
    public void Scaling_and_shifting_all_states_changes_nothing()
    {
        var hidden = Hidden(7, 15, 8);
        var shift = new RandomStream(8).Normal(8);
        Assert.Equal(SpectralScores.ColumnNorms(NormalizedStates.Of(hidden)), SpectralScores.ColumnNorms(NormalizedStates.Of((hidden * 3.7) + shift)), 1e-12);
    }

    [Fact]
    public void Tokens_that_are_all_equal_score_zero_and_have_no_entropy()
    {
        var states = NormalizedStates.Of(Tensor.Full(0.1, 6, 4));
        Assert.Equal(6, states.ZeroRows);
        Assert.Equal(0, SpectralScores.ColumnNorms(states));
        Assert.Throws<ArgumentException>(() => SpectralScores.Entropy(states));
    }

    [Fact]
    public void Bad_hidden_states_are_refused()
    {
        Assert.Throws<ArgumentException>(() => NormalizedStates.Of(Tensor.Ones(1, 5)));
        Assert.Throws<ArgumentException>(() => NormalizedStates.Of(Tensor.Ones(5)));
        var broken = Tensor.Ones(3, 2);
        broken[1, 1] = double.NaN;
        Assert.Throws<NonFiniteException>(() => NormalizedStates.Of(broken));
    }

    [Fact]
    public void Rank_correlation_is_that_of_scipy()
    {
        Assert.Equal(1, RankCorrelation.Of([1, 5, 9], [0, 2, 300]), 1e-12);
        Assert.Equal(0.4852941176470589, RankCorrelation.Of([1, 2, 2, 4, 7, 3], [3, 1, 4, 4, 9, 0]), 1e-12);
        Assert.Throws<ArgumentException>(() => RankCorrelation.Of([1, 1, 1], [1, 2, 3]));
    }

    [Fact]
    public void The_tool_scores_a_model_on_a_text()
    {
        string folder = Path.Combine(PaperLibrary.Beside(PaperLibrary.FindFolder(), "models"), "llama-1m");
        using var text = new ScratchFile(".txt", string.Concat(Enumerable.Repeat("She had been forced into prudence in her youth, she learned romance as she grew older. ", 20)));
        var report = Use(new HiddenStateScoresToolOptions { Model = new InputFile(folder), Text = new InputFile(text.Path), Length = 32, Texts = 3 });
        var scores = Assert.IsType<MatrixOutput>(report.Outputs[0]).Values;               // (3, 4)
        Assert.Equal([3, 4], scores.Shape.ToArray());
        Assert.All(scores.Column(0).ToArray(), score => Assert.InRange(score, 0.1, 1));
        Assert.All(scores.Column(3).ToArray(), rank => Assert.InRange(rank, 1, 32));
        Assert.Throws<ToolException>(() => Use(new HiddenStateScoresToolOptions { Model = new InputFile(folder) }));
        Assert.Throws<ToolException>(() => Use(new HiddenStateScoresToolOptions { Model = new InputFile(folder), Text = new InputFile(text.Path), Length = 5000 }));
    }

    [Fact]
    public void The_tool_scores_a_matrix_and_refuses_what_has_no_score()
    {
        using var good = new ScratchFile(".csv", "a,b,c\n1,2,0\n0,1,3\n2,2,1\n4,0,1\n");
        var report = Use(new HiddenStateScoresToolOptions { Model = new InputFile(good.Path) });
        Assert.Equal(SpectralScores.NuclearNorm(NormalizedStates.Of(new InputFile(good.Path).Table().Values)), report.Measures.Single(m => m.Name == "nuclear norm").Value, 1e-12);
        foreach (string bad in new[] { "a,b\n1,2\n", "a,b\n1,2\n1,2\n", "a\n1\n2\n", "a,b\n1,nan\n2,3\n" })
        {
            using var file = new ScratchFile(".csv", bad);
            var error = Assert.ThrowsAny<Exception>(() => Use(new HiddenStateScoresToolOptions { Model = new InputFile(file.Path) }));
            Assert.Contains(file.Path, error.Message);
        }
    }

    private static ToolReport Use(HiddenStateScoresToolOptions options) =>
        new HiddenStateScoresTool().Use(options, new ToolContext { Slug = "matrix-nuclear-norm" }, CancellationToken.None);

    private sealed class ScratchFile : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

        public ScratchFile(string ending, string content) => File.WriteAllText(Path = System.IO.Path.Combine(_folder.FullName, $"input{ending}"), content);

        public string Path { get; }

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
