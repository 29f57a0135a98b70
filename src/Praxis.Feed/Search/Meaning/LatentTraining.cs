using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Praxis.Numerics;

namespace Praxis.Feed;

/// <summary>Trains a latent model on the papers at hand. Time and memory are bounded: from many papers an even sample is taken.</summary>
internal static class LatentTraining
{
    /// <summary>Papers of which the decomposition is made; all others are folded in.</summary>
    public const int MostPapers = 12_000;

    private const int MostStems = 20_000;
    private const int PapersForCommonStems = 5_000;
    private const int PapersOfCluster = 500;
    private const int MostClusters = 1024;
    private const int PapersWithoutClusters = 10_000;
    private const int PapersForClustering = 12_000;
    private const int ClusteringRounds = 8;

    /// <summary>Whether a model of so many papers no longer fits the papers there are now.</summary>
    public static bool IsStale(int trained, int now) =>
        now >= MinimumPapers && (trained == 0 || (trained < MostPapers ? now > trained * 5 / 4 + 5 || now < trained / 2 : now > trained * 8));

    private const int MinimumPapers = 20;

    // Of few papers, few dimensions: with as many as papers nothing is joined.
    private const int PapersOfDimension = 4;

    /// <summary>A model, or null when there are too few papers to compare any.</summary>
    public static LatentModel? Train(PaperTable papers, Vocabulary vocabulary)
    {
        var sample = Sample(papers);
        if (sample.Count < MinimumPapers) return null;
        var stems = Stems(papers.Count, vocabulary);
        if (stems.Length < PapersOfDimension) return null;
        var rarities = Array.ConvertAll(stems, stem => MathF.Log(1 + (float)papers.Count / vocabulary.PapersWithStem(stem)));
        var matrix = Matrix(sample, papers, vocabulary, stems, rarities);
        var rank = Math.Min(LatentModel.Dimensions, Math.Min(sample.Count, stems.Length) / PapersOfDimension);
        // Blocks of tens of megabytes are left behind in every step, sooner than they would be collected.
        var right = RandomizedSvd.Compute(matrix, rank, new RandomizedOptions { Iterations = 2, Progress = _ => GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive) }).Vt; // (rank, stems)
        var places = new float[stems.Length * LatentModel.Dimensions];
        for (var dimension = 0; dimension < rank; dimension++)
        {
            var row = right.Slice(0, dimension, 1).ToArray();
            for (var stem = 0; stem < stems.Length; stem++) places[stem * LatentModel.Dimensions + dimension] = (float)row[stem];
        }
        var model = new LatentModel(stems, rarities, places, new float[LatentModel.Dimensions], papers.Count);
        return papers.Count <= PapersWithoutClusters ? model : new LatentModel(stems, rarities, places, Clusters(model, sample, papers, vocabulary), papers.Count);
    }

    private static List<int> Sample(PaperTable papers)
    {
        var all = new List<int>(papers.Count);
        for (var paper = 0; paper < papers.Limit; paper++)
            if (papers.Has(paper)) all.Add(paper);
        if (all.Count <= MostPapers) return all;
        return [.. Enumerable.Range(0, MostPapers).Select(i => all[(int)((long)i * all.Count / MostPapers)])];
    }

    // Not those in every second paper, which say nothing; of many, not those in one or two, which join nothing.
    private static int[] Stems(int papers, Vocabulary vocabulary)
    {
        var least = papers >= PapersForCommonStems ? 3 : 1;
        return [.. Enumerable.Range(1, vocabulary.StemCount)
            .Where(stem => vocabulary.PapersWithStem(stem) >= least && vocabulary.PapersWithStem(stem) <= papers / 2 && Counts(stem))
            .OrderByDescending(vocabulary.PapersWithStem)
            .ThenBy(stem => stem)
            .Take(MostStems)];

        bool Counts(int stem) => vocabulary.WordsOf(stem).Any(word => SearchWords.Counts(new SearchWord(vocabulary.Word(word), "")));
    }

    // (paper, stem): tf–idf, every row of length 1.
    private static SparseMatrix Matrix(List<int> sample, PaperTable papers, Vocabulary vocabulary, int[] stems, float[] rarities)
    {
        var columns = new Dictionary<int, int>(stems.Length);
        foreach (var (column, stem) in stems.Index()) columns.Add(stem, column);
        var starts = new int[sample.Count + 1];
        var (columnIndices, values) = (new List<int>(), new List<double>());
        var row = new SortedDictionary<int, double>();
        foreach (var (number, paper) in sample.Index())
        {
            row.Clear();
            foreach (var (word, amount) in papers.Words(paper))
            {
                if (columns.TryGetValue(vocabulary.StemOf(word), out var column))
                    row[column] = row.GetValueOrDefault(column) + LatentModel.Weight(PaperWords.Amount(amount), rarities[column]);
            }
            var norm = Math.Sqrt(row.Values.Sum(value => value * value));
            foreach (var (column, value) in row)
            {
                columnIndices.Add(column);
                values.Add(value / norm);
            }
            starts[number + 1] = values.Count;
        }
        return SparseMatrix.FromCompressedRows(sample.Count, stems.Length, starts, CollectionsMarshal.AsSpan(columnIndices), CollectionsMarshal.AsSpan(values));
    }

    // Spherical k-means from evenly spread papers.
    private static float[] Clusters(LatentModel model, List<int> sample, PaperTable papers, Vocabulary vocabulary)
    {
        const int d = LatentModel.Dimensions;
        var count = Math.Clamp(papers.Count / PapersOfCluster, 1, MostClusters);
        var points = new float[Math.Min(sample.Count, PapersForClustering)][];
        for (var i = 0; i < points.Length; i++) points[i] = model.Fold(papers.Words(sample[(int)((long)i * sample.Count / points.Length)]), vocabulary);
        count = Math.Min(count, points.Length);
        var centres = new float[count * d];
        for (var cluster = 0; cluster < count; cluster++) points[(int)((long)cluster * points.Length / count)].CopyTo(centres, cluster * d);
        var nearest = new int[points.Length];
        for (var round = 0; round < ClusteringRounds; round++)
        {
            var current = new LatentModel([], [], [], centres, 0);
            Parallel.For(0, points.Length, i => nearest[i] = current.NearestCluster(points[i]));
            var sums = new float[count * d];
            for (var i = 0; i < points.Length; i++)
            {
                var sum = sums.AsSpan(nearest[i] * d, d);
                TensorPrimitives.Add(sum, points[i], sum);
            }
            for (var cluster = 0; cluster < count; cluster++)
            {
                var sum = sums.AsSpan(cluster * d, d);
                var norm = TensorPrimitives.Norm(sum);
                // A cluster that lost all its papers stays where it was.
                if (norm > 0) TensorPrimitives.Divide(sum, norm, centres.AsSpan(cluster * d, d));
            }
        }
        return centres;
    }
}
