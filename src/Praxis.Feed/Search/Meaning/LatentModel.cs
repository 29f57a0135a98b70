using System.Numerics.Tensors;

namespace Praxis.Feed;

/// <summary>
/// Latent semantic indexing (S. Deerwester et al., "Indexing by latent semantic analysis", JASIS 41, 1990): every stem has a place in a space of
/// few dimensions, a text lies at the weighted sum of its stems, and texts that say the same with other words lie near each other.
/// </summary>
internal sealed class LatentModel
{
    /// <summary>Dimensions of the space; a model of few papers leaves the last ones zero.</summary>
    public const int Dimensions = 192;

    /// <summary>The layout of <see cref="Write"/>; models of another one are trained anew.</summary>
    public const int Format = 1;

    private readonly Dictionary<int, int> _rows;
    private readonly float[] _rarities;
    private readonly float[] _places;

    /// <param name="stems">The stems the model knows.</param>
    /// <param name="rarities">The weight of each: how rare it is.</param>
    /// <param name="places">(stem, dimension), row after row.</param>
    /// <param name="centres">(cluster, dimension), row after row; at least one cluster.</param>
    /// <param name="papers">How many papers there were when it was trained.</param>
    public LatentModel(int[] stems, float[] rarities, float[] places, float[] centres, int papers)
    {
        Stems = stems;
        _rarities = rarities;
        _places = places;
        Centres = centres;
        Papers = papers;
        _rows = new Dictionary<int, int>(stems.Length);
        foreach (var (row, stem) in stems.Index()) _rows.Add(stem, row);
    }

    public int[] Stems { get; }

    public float[] Centres { get; }

    public int Papers { get; }

    public int ClusterCount => Centres.Length / Dimensions;

    /// <summary>How much of a stem counts, by how much of it there is.</summary>
    public static float Weight(float amount, float rarity) => MathF.Log(1 + amount) * rarity;

    /// <summary>A paper's place, of length 1; zero when the model knows none of its words.</summary>
    public float[] Fold(PaperWords words, Vocabulary vocabulary)
    {
        var place = new float[Dimensions];
        foreach (var (word, amount) in words) Add(place, vocabulary.StemOf(word), PaperWords.Amount(amount));
        return Normalise(place);
    }

    /// <summary>A query's place, of length 1; zero when the model knows none of its words.</summary>
    public float[] Fold(IEnumerable<(int Stem, float Amount)> stems)
    {
        var place = new float[Dimensions];
        foreach (var (stem, amount) in stems) Add(place, stem, amount);
        return Normalise(place);
    }

    /// <summary>Where a paper lies, as it is stored.</summary>
    public PlacedVector PlaceOf(PaperWords words, Vocabulary vocabulary) => Placed(Fold(words, vocabulary));

    /// <summary>Where a paper with these stems lies, as it is stored.</summary>
    public PlacedVector PlaceOf(IEnumerable<(int Stem, float Amount)> stems) => Placed(Fold(stems));

    private PlacedVector Placed(float[] place) => new(NearestCluster(place), PackedVector.Pack(place));

    /// <summary>The cluster whose centre is nearest.</summary>
    public int NearestCluster(ReadOnlySpan<float> place)
    {
        var (best, nearest) = (float.NegativeInfinity, 0);
        for (var cluster = 0; cluster < ClusterCount; cluster++)
        {
            var product = TensorPrimitives.Dot(Centres.AsSpan(cluster * Dimensions, Dimensions), place);
            if (product > best) (best, nearest) = (product, cluster);
        }
        return nearest;
    }

    public byte[] Write()
    {
        using var content = new MemoryStream();
        using var writer = new BinaryWriter(content);
        writer.Write(Papers);
        writer.Write(Stems.Length);
        foreach (var (row, stem) in Stems.Index())
        {
            writer.Write(stem);
            writer.Write(_rarities[row]);
            foreach (var value in _places.AsSpan(row * Dimensions, Dimensions)) writer.Write((Half)value);
        }
        writer.Write(ClusterCount);
        foreach (var value in Centres) writer.Write(value);
        writer.Flush();
        return content.ToArray();
    }

    public static LatentModel Read(byte[] content)
    {
        using var reader = new BinaryReader(new MemoryStream(content));
        var papers = reader.ReadInt32();
        var stems = new int[reader.ReadInt32()];
        var rarities = new float[stems.Length];
        var places = new float[stems.Length * Dimensions];
        for (var row = 0; row < stems.Length; row++)
        {
            stems[row] = reader.ReadInt32();
            rarities[row] = reader.ReadSingle();
            for (var i = 0; i < Dimensions; i++) places[row * Dimensions + i] = (float)reader.ReadHalf();
        }
        var centres = new float[reader.ReadInt32() * Dimensions];
        for (var i = 0; i < centres.Length; i++) centres[i] = reader.ReadSingle();
        return new LatentModel(stems, rarities, places, centres, papers);
    }

    private void Add(Span<float> place, int stem, float amount)
    {
        if (!_rows.TryGetValue(stem, out var row)) return;
        TensorPrimitives.MultiplyAdd(_places.AsSpan(row * Dimensions, Dimensions), Weight(amount, _rarities[row]), place, place);
    }

    private static float[] Normalise(float[] place)
    {
        var norm = TensorPrimitives.Norm(place);
        if (norm > 0) TensorPrimitives.Divide(place, norm, place);
        return place;
    }
}

/// <summary>A paper's place in the latent space: the cluster it is in, and its packed vector.</summary>
internal readonly record struct PlacedVector(int Cluster, byte[] Vector);
