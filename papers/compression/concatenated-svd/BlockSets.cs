using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>Matrices of equal shape to be grouped.</summary>
/// <param name="Name">The name of the data.</param>
/// <param name="Blocks">The matrices: (m, n) each.</param>
/// <param name="Truth">The hidden group of each matrix.</param>
internal sealed record BlockSet(string Name, IReadOnlyList<Tensor> Blocks, int[] Truth);

/// <summary>The data of the study.</summary>
internal static class BlockSets
{
    /// <summary>Columns of every matrix of the data sets below.</summary>
    public const int Columns = 16;

    /// <summary>The names of the data sets, in the order of the tables.</summary>
    public static IReadOnlyList<string> Names { get; } = ["hidden bases", "advection", "digits"];

    /// <summary>The data set of the given name for one seed.</summary>
    public static BlockSet Of(StudyContext context, string name, int rows, int count, RandomStream random) => name switch
    {
        "hidden bases" => HiddenBases(rows, count, random),
        "advection" => Advection(rows, count, random),
        "digits" => Digits(context.Data.Table("digits.csv.gz"), count, random),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such data set."),
    };

    /// <summary>A_k = s_k·(B_g C_k + η_k N): eight groups that share a basis of five directions, noise of 1, 5 or 15 %, sizes s_k of a lognormal.</summary>
    public static BlockSet HiddenBases(int rows, int count, RandomStream random)
    {
        const int groups = 8, directions = 5;
        double[] noises = [0.01, 0.05, 0.15];
        Tensor[] bases = [.. Enumerable.Range(0, groups).Select(_ => random.Normal(rows, directions))]; // B_g: (m, q)
        int[] truth = [.. Enumerable.Range(0, count).Select(_ => random.Next(groups))];
        return new BlockSet("hidden bases", [.. truth.Select(group =>
        {
            var signal = LinearAlgebra.MatMul(bases[group], random.Normal(directions, Columns)); // (m, n)
            var noise = random.Normal(rows, Columns);
            var level = noises[random.Next(noises.Length)] * signal.FrobeniusNorm() / noise.FrobeniusNorm();
            return (signal + noise * level) * Math.Exp(0.5 * random.NextNormal());
        })], truth);
    }

    /// <summary>
    /// Solutions u(x − ct) of u_t + c·u_x = 0 on a periodic grid, 16 snapshots a matrix: two waves with wave numbers of one of eight
    /// pairs, random phases, amplitudes and speed.
    /// </summary>
    public static BlockSet Advection(int rows, int count, RandomStream random)
    {
        const int groups = 8, waves = 12;
        var pairs = Enumerable.Range(0, groups).Select(_ => random.Choose(2, waves)).ToArray();
        int[] truth = [.. Enumerable.Range(0, count).Select(_ => random.Next(groups))];
        return new BlockSet("advection", [.. truth.Select(group =>
        {
            var speed = 0.5 + 1.5 * random.NextDouble();
            var (amplitude, phase) = (random.Uniform(2) + 0.1, random.Uniform(2) * (2 * Math.PI));
            var snapshots = Tensor.Zeros(rows, Columns);
            for (var i = 0; i < rows; i++)
                for (var t = 0; t < Columns; t++)
                    for (var w = 0; w < 2; w++)
                        snapshots[i, t] += amplitude[w] * Math.Sin(2 * Math.PI * (pairs[group][w] + 1) * ((double)i / rows - speed * t / Columns) + phase[w]);
            return snapshots;
        })], truth);
    }

    /// <summary>16 images (columns of 64 pixels) of one digit a matrix.</summary>
    public static BlockSet Digits(DataTable table, int count, RandomStream random)
    {
        var pixels = table.Values.Columns - 1;
        var byDigit = Enumerable.Range(0, table.Values.Rows)
            .GroupBy(i => (int)table.Values[i, pixels])
            .OrderBy(group => group.Key)
            .Select(group => group.ToArray())
            .ToArray();
        var truth = new int[count];
        var blocks = new List<Tensor>(count);
        for (var k = 0; k < count; k++)
        {
            truth[k] = random.Next(byDigit.Length);
            var images = byDigit[truth[k]];
            int[] rows = [.. random.Choose(Columns, images.Length).Select(i => images[i])];
            blocks.Add(table.Values.TakeRows(rows).Slice(1, 0, pixels).Transpose().Contiguous()); // (64, n)
        }
        return new BlockSet("digits", blocks, truth);
    }
}
