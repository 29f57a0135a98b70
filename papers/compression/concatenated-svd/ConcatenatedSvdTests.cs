using Praxis.Numerics;
using Praxis.Papers.Compression.ConcatenatedSvd;

namespace Praxis.Papers.Tests.Compression;

public sealed class ConcatenatedSvdTests
{
    private static readonly GroupEstimator[] Bounds = [GroupEstimator.MaxNorm, GroupEstimator.Residual, GroupEstimator.Incremental];

    private static GroupBound Grown(GroupEstimator estimator, IReadOnlyList<Tensor> blocks, int rank) =>
        blocks.Skip(1).Aggregate(estimator.Start(blocks[0], rank), (bound, block) => bound.With(block));

    private static Tensor[] RandomBlocks(RandomStream random, int rows, int count, int directions, double noise)
    {
        var shared = random.Normal(rows, directions);
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            var columns = random.Next(1, 9);
            return LinearAlgebra.MatMul(shared, random.Normal(directions, columns)) + random.Normal(rows, columns) * noise;
        })];
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(6, 0.1)]
    [InlineData(20, 1)]
    public void Bounds_are_never_below_the_true_error(int directions, double noise)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var blocks = RandomBlocks(new RandomStream(seed), 20, 2 + seed, directions, noise);
            var truth = ExactError.SquaredBySvd(blocks, 4);
            foreach (var bound in Bounds) Assert.True(Grown(bound, blocks, 4).SquaredError >= truth - 1e-13, bound.Name);
            Assert.True(Grown(GroupEstimator.Residual, blocks, 4).SquaredError <= Grown(GroupEstimator.MaxNorm, blocks, 4).SquaredError + 1e-13);
        }
    }

    [Fact]
    public void Orthogonal_columns_give_every_bound_in_closed_form()
    {
        // Columns 4e₁, 3e₂ | 2e₃, 1e₄ at rank 2: energy 30, kept 16 + 9; every bound sees that the first matrix holds the two largest.
        var blocks = new[] { Columns((0, 4), (1, 3)), Columns((2, 2), (3, 1)) };
        foreach (var estimator in Bounds.Append(GroupEstimator.Exact))
            Assert.Equal(5.0 / 30, Grown(estimator, blocks, 2).SquaredError, 13);
        // Started from the smaller matrix, the max-norm bound keeps only 4 + 1; the others still find 16 + 9.
        var reversed = blocks.Reverse().ToArray();
        Assert.Equal(25.0 / 30, Grown(GroupEstimator.MaxNorm, reversed, 2).SquaredError, 13);
        foreach (var estimator in new[] { GroupEstimator.Residual, GroupEstimator.Incremental, GroupEstimator.Exact })
            Assert.Equal(5.0 / 30, Grown(estimator, reversed, 2).SquaredError, 13);

        static Tensor Columns(params (int Row, double Value)[] entries)
        {
            var matrix = Tensor.Zeros(6, entries.Length);
            for (var j = 0; j < entries.Length; j++) matrix[entries[j].Row, j] = entries[j].Value;
            return matrix;
        }
    }

    [Fact]
    public void The_norm_alone_is_no_bound_when_the_seed_has_more_columns_than_the_rank()
    {
        var seed = Tensor.Identity(6); // rank 2 keeps 2 of 6
        Assert.Equal(4.0 / 6, GroupEstimator.MaxNorm.Start(seed, 2).SquaredError, 13);
        Assert.Equal(4.0 / 6, ExactError.SquaredBySvd([seed], 2), 13);
    }

    [Theory]
    [InlineData(1e-14)]
    [InlineData(1e-13)]
    [InlineData(1e-12)]
    [InlineData(1e-9)]
    public void Noise_near_rounding_does_not_spoil_the_residual_bound(double noise)
    {
        // Singular values just above rounding: their directions overlap with the basis unless they are made orthogonal once more.
        for (var seed = 0; seed < 8; seed++)
        {
            var random = new RandomStream(seed);
            var span = random.Normal(64, 8);
            Tensor[] blocks = [.. Enumerable.Range(0, 20).Select(_ =>
                LinearAlgebra.MatMul(span.TakeColumns(random.Choose(2, 8)), random.Normal(2, 12)) + random.Normal(64, 12) * noise)];
            Assert.True(Grown(GroupEstimator.Residual, blocks, 4).SquaredError >= ExactError.SquaredBySvd(blocks, 4) - 1e-13);
        }
    }

    [Fact]
    public void Duplicate_columns_do_not_spoil_the_span_of_the_residual_bound()
    {
        // The pruned QR of [x, x, y] can lose part of y; then a later y would be counted as new and the bound would be too low.
        var random = new RandomStream(3);
        var (x, y) = (random.Normal(8, 1), random.Normal(8, 1));
        var blocks = new[] { random.Normal(8, 1), Tensor.Concat(1, x, x, y), y * 5, y * 3, x * 4 };
        Assert.True(Grown(GroupEstimator.Residual, blocks, 2).SquaredError >= ExactError.SquaredBySvd(blocks, 2) - 1e-13);
    }

    [Fact]
    public void The_incremental_estimate_is_exact_while_the_group_fits_into_rank_plus_oversampling()
    {
        var blocks = RandomBlocks(new RandomStream(4), 30, 12, 9, 0); // nine directions ≤ 4 + 5
        Assert.Equal(ExactError.SquaredBySvd(blocks, 4), Grown(GroupEstimator.Incremental, blocks, 4).SquaredError, 12);
    }

    [Fact]
    public void The_update_with_a_basis_and_a_small_Gram_matrix_gives_the_same_estimate()
    {
        // The form of the released code: MMᵀ ≈ Q diag(λ) Qᵀ, extended by the QR of what A has outside Q. Forty strong directions are
        // far more than r + p = 17, so truncation really bites, and the estimate lies clearly above the true error.
        const int rank = 12, kept = rank + IncrementalEstimate.DefaultOversampling;
        var random = new RandomStream(11);
        Tensor[] bases = [.. Enumerable.Range(0, 8).Select(_ => random.Normal(64, 5))];
        Tensor[] blocks = [.. Enumerable.Range(0, 20).Select(k => LinearAlgebra.MatMul(bases[k * 3 % 8], random.Normal(5, 16)) + random.Normal(64, 16) * 0.1)];

        var (q, lambda) = (Tensor.Zeros(64, 0), Tensor.Zeros(0));
        foreach (var a in blocks)
        {
            var y = LinearAlgebra.MatMul(q, a, true, false);                                // (k, n)
            var outside = LinearAlgebra.Qr(a - LinearAlgebra.MatMul(q, y));                  // R = Q_R B
            var stacked = Tensor.Concat(0, y, outside.R);                                    // [Y; B]: (k + n, n)
            var gram = LinearAlgebra.MatMul(stacked, stacked, false, true).Clone();          // [YYᵀ, YBᵀ; BYᵀ, BBᵀ]
            for (var i = 0; i < lambda.Length; i++) gram[i, i] += lambda[i];                 // + S
            var eigen = LinearAlgebra.SymmetricEigen(gram);
            var k = Math.Min(kept, eigen.Values.Length);
            lambda = eigen.Values.Slice(0, eigen.Values.Length - k, k).Clone();
            q = LinearAlgebra.MatMul(Tensor.Concat(1, q, outside.Q), eigen.Vectors.Slice(1, eigen.Values.Length - k, k));
        }
        var energy = blocks.Sum(block => Math.Pow(block.FrobeniusNorm(), 2));
        var squared = 1 - lambda.Slice(0, lambda.Length - rank, rank).Sum() / energy;
        Assert.Equal(squared, Grown(GroupEstimator.Incremental, blocks, rank).SquaredError, 12);
        Assert.InRange(Math.Sqrt(squared / ExactError.SquaredBySvd(blocks, rank)), 1.01, 1.05);
    }

    [Fact]
    public void The_Gram_matrix_gives_the_same_error_as_the_singular_values()
    {
        var blocks = RandomBlocks(new RandomStream(5), 15, 6, 10, 0.3);
        Assert.Equal(ExactError.SquaredBySvd(blocks, 5), Grown(GroupEstimator.Exact, blocks, 5).SquaredError, 12);
    }

    [Fact]
    public void Zeros_have_no_error_and_a_full_basis_adds_nothing()
    {
        var zeros = Tensor.Zeros(5, 3);
        foreach (var estimator in Bounds.Append(GroupEstimator.Exact))
            Assert.Equal(0, Grown(estimator, [zeros, zeros], 2).SquaredError);
        Assert.Equal(0, ExactError.SquaredBySvd([zeros], 2));
        // Q already has m columns: every further residual is zero.
        var full = Grown(GroupEstimator.Residual, [Tensor.Identity(5), new RandomStream(6).Normal(5, 4)], 2);
        Assert.InRange(full.SquaredError, 0.3, 1);
    }

    [Fact]
    public void Groups_keep_the_tolerance_and_cover_every_matrix_once()
    {
        var blocks = RandomBlocks(new RandomStream(7), 24, 30, 6, 0.2);
        foreach (var estimator in Bounds)
            foreach (var order in Enum.GetValues<CandidateOrder>())
                foreach (var exhaustive in new[] { false, true })
                {
                    var groups = new GreedyGrouping { Rank = 6, Tolerance = 0.25, Estimator = estimator, Order = order, Exhaustive = exhaustive }.Group(blocks);
                    Assert.Equal(Enumerable.Range(0, 30), groups.SelectMany(group => group).Order());
                    Assert.All(groups.Where(group => group.Count > 1), group =>
                        Assert.True(ExactError.SquaredBySvd([.. group.Select(k => blocks[k])], 6) <= 0.0625 + 1e-13));
                }
    }

    [Fact]
    public void Hidden_groups_of_exact_low_rank_are_found()
    {
        var random = new RandomStream(8);
        Tensor[] bases = [random.Normal(20, 3), random.Normal(20, 3)];
        Tensor[] blocks = [.. Enumerable.Range(0, 12).Select(k => LinearAlgebra.MatMul(bases[k % 2], random.Normal(3, 5)))];
        foreach (var estimator in new[] { GroupEstimator.Incremental, GroupEstimator.Exact })
        {
            var groups = new GreedyGrouping { Rank = 3, Tolerance = 1e-6, Estimator = estimator }.Group(blocks);
            Assert.Equal(2, groups.Count);
            Assert.All(groups, group => Assert.Single(group.Select(k => k % 2).Distinct()));
        }
        // The residual bound does not see them: what lies inside the seed's span adds nothing to its E_r.
        Assert.Equal(12, new GreedyGrouping { Rank = 3, Tolerance = 1e-6, Estimator = GroupEstimator.Residual }.Group(blocks).Count);
    }

    [Fact]
    public void Small_matrices_join_the_seed_while_their_columns_fit_the_rank()
    {
        Tensor[] blocks = [.. Enumerable.Range(0, 4).Select(k => new RandomStream(k).Normal(12, 2))];
        var groups = new GreedyGrouping { Rank = 5, Tolerance = 0 }.Group(blocks);
        Assert.Equal([2, 2], groups.Select(group => group.Count)); // 4 columns fit into rank 5, 6 do not
    }

    [Fact]
    public void Patience_leaves_the_rest_single()
    {
        Tensor[] blocks = [.. Enumerable.Range(0, 9).Select(k => new RandomStream(k).Normal(12, 6))];
        var tested = 0;
        var counting = new GroupEstimator("counting", (seed, rank) =>
        {
            tested++;
            return GroupEstimator.Incremental.Start(seed, rank);
        });
        var groups = new GreedyGrouping { Rank = 2, Tolerance = 0.01, Patience = 3, Estimator = counting }.Group(blocks);
        Assert.Equal(9, groups.Count);
        Assert.Equal(3, tested);
    }

    [Fact]
    public void Shared_factors_rebuild_what_their_error_says()
    {
        var blocks = RandomBlocks(new RandomStream(9), 16, 5, 4, 0.1);
        var factors = SharedFactors.Of(blocks, 4);
        var lost = blocks.Select((block, k) => Math.Pow((block - factors.Rebuild(k)).FrobeniusNorm(), 2)).Sum();
        var energy = blocks.Sum(block => Math.Pow(block.FrobeniusNorm(), 2));
        Assert.Equal(ExactError.SquaredBySvd(blocks, 4), lost / energy, 12);
        Assert.Equal(4L * (16 + blocks.Sum(block => block.Columns)), factors.ParameterCount);
        Assert.Equal((blocks[2] - factors.Rebuild(2)).FrobeniusNorm() / blocks[2].FrobeniusNorm(), factors.ErrorsOf(blocks)[2], 12);
        Assert.Equal(0, SharedFactors.Of([Tensor.Zeros(3, 2)], 1).ErrorsOf([Tensor.Zeros(3, 2)])[0]);
    }

    [Fact]
    public void Compression_ratio_counts_groups_and_single_matrices_by_hand()
    {
        Tensor[] blocks = [Tensor.Zeros(10, 4), Tensor.Zeros(10, 4), Tensor.Zeros(10, 2)];
        // 100 numbers; a pair at rank 2 costs 2·(10 + 8) = 36, the single one 20.
        Assert.Equal(100.0 / 56, SharedFactors.CompressionRatio(blocks, [[0, 1], [2]], 2), 12);
        Assert.Equal(1, SharedFactors.CompressionRatio(blocks, [[0], [1], [2]], 2));
        Assert.Equal(1, SharedFactors.CompressionRatio(blocks, [[0, 1, 2]], 9)); // 9·20 > 100: stored as it is
    }

    [Fact]
    public void K_means_separates_points_on_a_line()
    {
        var points = Tensor.FromArray([0.0, 0.1, 0.2, 5, 5.1, 9]);
        var groups = KernelKMeans.Group(LinearAlgebra.Outer(points, points), 3, new RandomStream(10));
        Assert.Equal(["0,1,2", "3,4", "5"], groups.Select(group => string.Join(",", group)).Order());
    }

    [Fact]
    public void Hdbscan_finds_dense_groups_and_leaves_noise_single()
    {
        double[] points = [0, 0.1, 0.2, 0.3, 10, 10.1, 10.2, 10.3, 55];
        var distance = new double[9, 9];
        for (var i = 0; i < 9; i++)
            for (var j = 0; j < 9; j++)
                distance[i, j] = Math.Abs(points[i] - points[j]);
        var groups = Hdbscan.Group(distance, 3);
        Assert.Equal(["0,1,2,3", "4,5,6,7", "8"], groups.Select(group => string.Join(",", group.Order())).Order());
    }

    [Fact]
    public void Adjusted_Rand_index_has_its_textbook_values()
    {
        Assert.Equal(1, AdjustedRandIndex.Of([0, 0, 1, 1], [5, 5, 3, 3]), 12);
        // Of 15 pairs 2 are together in both, 3 in the first, 6 in the second: (2 − 18/15)/(4.5 − 18/15).
        Assert.Equal(0.8 / 3.3, AdjustedRandIndex.Of([0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1]), 12);
        Assert.Equal(1, AdjustedRandIndex.Of([0, 1, 2], [2, 0, 1]), 12);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var grouping = new GreedyGrouping { Rank = 2, Tolerance = 0.1 };
        Assert.Contains("no matrices", Assert.Throws<ArgumentException>(() => grouping.Group([])).Message);
        Assert.Contains("Matrix 1 has 4 rows but matrix 0 has 5", Assert.Throws<ArgumentException>(() => grouping.Group([Tensor.Ones(5, 2), Tensor.Ones(4, 2)])).Message);
        Assert.Contains("below the number of rows", Assert.Throws<ArgumentException>(() => new GreedyGrouping { Rank = 5, Tolerance = 0.1 }.Group([Tensor.Ones(5, 2)])).Message);
        Assert.Contains("between 0 and 1", Assert.Throws<ArgumentException>(() => new GreedyGrouping { Rank = 2, Tolerance = 1.5 }.Group([Tensor.Ones(5, 2)])).Message);
        var broken = Tensor.Ones(5, 2);
        broken[3, 1] = double.NaN;
        Assert.Contains("Matrix 0", Assert.Throws<NonFiniteException>(() => grouping.Group([broken])).Message);
    }
}
