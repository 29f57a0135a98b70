using System.Numerics.Tensors;
using Praxis.Learning.Files;
using Praxis.Numerics;

namespace Praxis.Bench.Rows.Learning;

/// <summary>Half a gigabyte of weights, as in peers/learning/files.py: opening the file, and the sum of every tensor.</summary>
internal static class WeightFileRows
{
    private const string PathVariable = "PRAXIS_BENCH_WEIGHTS";

    [Row("safetensors-500MB", 1, Peer = Peer.Torch, Does = "open a safetensors file of 503 MB (in the page cache) and sum every tensor in place")]
    public static Work Safetensors()
    {
        string path = Environment.GetEnvironmentVariable(PathVariable)
            ?? throw new InvalidOperationException($"{PathVariable} names no file; bench/compare makes one and sets it.");
        double[] sums = [];
        return new Work(() =>
        {
            using var file = SafetensorsFile.Open(path);
            double[] found = new double[file.Names.Count];
            Parallel.For(0, found.Length, new ParallelOptions { MaxDegreeOfParallelism = Backend.Threads }, i =>
                found[i] = TensorPrimitives.Sum(file[file.Names[i]].AsSpan<float>()));
            sums = found;
        })
        {
            Values = () => sums,
        };
    }
}
