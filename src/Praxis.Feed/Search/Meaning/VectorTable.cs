using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Praxis.Feed;

/// <summary>The places of all papers in memory, cluster by cluster, so that only the clusters nearest to a query are looked through.</summary>
internal sealed class VectorTable(LatentModel model)
{
    private const int LeastLookedAt = 6_000;
    private const int LeastClusters = 8;
    private const int Width = LatentModel.Dimensions;

    private readonly Cluster[] _clusters = [.. Enumerable.Range(0, model.ClusterCount).Select(_ => new Cluster())];
    private (int Cluster, int Place)[] _of = [];

    private sealed class Cluster
    {
        public int Count;
        public int[] Papers = [];
        public float[] Factors = [];
        public sbyte[] Values = [];
    }

    public LatentModel Model => model;

    /// <summary>Puts a paper into a cluster, out of the one it was in.</summary>
    public void Set(int paper, int cluster, ReadOnlySpan<byte> stored)
    {
        Remove(paper);
        if (stored.Length != PackedVector.StoredLength || (uint)cluster >= (uint)_clusters.Length) return;
        var target = _clusters[cluster];
        if (target.Count == target.Papers.Length)
        {
            var capacity = Math.Max(16, target.Count * 5 / 4 + 1);
            Array.Resize(ref target.Papers, capacity);
            Array.Resize(ref target.Factors, capacity);
            Array.Resize(ref target.Values, capacity * Width);
        }
        if (paper >= _of.Length) Array.Resize(ref _of, Math.Max(paper + 1, _of.Length * 3 / 2));
        target.Papers[target.Count] = paper;
        target.Factors[target.Count] = BinaryPrimitives.ReadSingleLittleEndian(stored);
        MemoryMarshal.Cast<byte, sbyte>(stored[sizeof(float)..]).CopyTo(target.Values.AsSpan(target.Count * Width));
        _of[paper] = (cluster, ++target.Count);
    }

    public void Remove(int paper)
    {
        if (paper >= _of.Length || _of[paper] is not (var number, var after and > 0)) return;
        // The last one of the cluster takes the place that becomes free.
        var cluster = _clusters[number];
        var (free, last) = (after - 1, --cluster.Count);
        cluster.Papers[free] = cluster.Papers[last];
        cluster.Factors[free] = cluster.Factors[last];
        cluster.Values.AsSpan(last * Width, Width).CopyTo(cluster.Values.AsSpan(free * Width, Width));
        _of[cluster.Papers[free]] = (number, free + 1);
        _of[paper] = default;
    }

    /// <summary>How near a paper is to a place: 1 at it, about 0 far away.</summary>
    public float Nearness(int paper, in Query query)
    {
        if (paper >= _of.Length || _of[paper] is not (var number, var after and > 0)) return 0;
        var cluster = _clusters[number];
        return PackedVector.Dot(query.Values, cluster.Values.AsSpan((after - 1) * Width, Width)) * cluster.Factors[after - 1] * query.Factor;
    }

    /// <summary>A paper's place as a query, or null when it has none.</summary>
    public Query? PlaceOf(int paper)
    {
        if (paper >= _of.Length || _of[paper] is not (var number, var after and > 0)) return null;
        var cluster = _clusters[number];
        var values = cluster.Values.AsSpan((after - 1) * Width, Width);
        var place = new float[Width];
        for (var i = 0; i < Width; i++) place[i] = values[i] * cluster.Factors[after - 1];
        return new Query(place, PackedVector.Widen(values), cluster.Factors[after - 1]);
    }

    /// <summary>The papers nearest to a place among those that are wanted, nearest first.</summary>
    public List<(int Paper, float Nearness)> Nearest(in Query query, int count, Func<int, bool>? wanted = null)
    {
        var best = new PriorityQueue<int, float>(count + 1);
        var least = float.NegativeInfinity;
        var lookedAt = 0;
        var clusters = 0;
        foreach (var number in Order(query.Place))
        {
            if (lookedAt >= LeastLookedAt && clusters >= LeastClusters) break;
            var cluster = _clusters[number];
            for (var i = 0; i < cluster.Count; i++)
            {
                var nearness = PackedVector.Dot(query.Values, cluster.Values.AsSpan(i * Width, Width)) * cluster.Factors[i] * query.Factor;
                if ((best.Count == count && nearness <= least) || wanted?.Invoke(cluster.Papers[i]) == false) continue;
                if (best.Count < count) best.Enqueue(cluster.Papers[i], nearness);
                else best.EnqueueDequeue(cluster.Papers[i], nearness);
                best.TryPeek(out _, out least);
            }
            lookedAt += cluster.Count;
            clusters++;
        }
        var found = new List<(int, float)>(best.Count);
        while (best.TryDequeue(out var paper, out var nearness)) found.Add((paper, nearness));
        found.Reverse();
        return found;
    }

    private int[] Order(float[] place)
    {
        if (_clusters.Length == 1) return [0];
        var products = new float[_clusters.Length];
        var order = new int[_clusters.Length];
        for (var cluster = 0; cluster < products.Length; cluster++)
        {
            products[cluster] = -TensorPrimitives.Dot(model.Centres.AsSpan(cluster * Width, Width), place);
            order[cluster] = cluster;
        }
        Array.Sort(products, order);
        return order;
    }

    /// <summary>A place that is looked for.</summary>
    internal readonly record struct Query(float[] Place, short[] Values, float Factor)
    {
        public static Query Of(float[] place)
        {
            var stored = PackedVector.Pack(place);
            return new Query(place, PackedVector.Widen(MemoryMarshal.Cast<byte, sbyte>(stored.AsSpan(sizeof(float)))), BinaryPrimitives.ReadSingleLittleEndian(stored));
        }
    }
}
