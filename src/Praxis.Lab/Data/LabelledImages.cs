using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>Grey pictures of one size, each with a class.</summary>
public sealed class LabelledImages
{
    private readonly byte[] _pixels;
    private readonly byte[] _labels;

    private LabelledImages(byte[] pixels, byte[] labels, int height, int width, IReadOnlyList<string> classNames) =>
        (_pixels, _labels, Height, Width, ClassNames) = (pixels, labels, height, width, classNames);

    /// <summary>How many pictures there are.</summary>
    public int Count => _labels.Length;

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>The classes' names by number.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>All pixels as they stand in the file, 0 to 255, row by row, picture by picture.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>All pictures with pixels from 0 to 1 (a byte over 255): F32 (count, height, width).</summary>
    public Tensor Images() => Tensor.Wrap(Array.ConvertAll(_pixels, pixel => pixel / 255f), Count, Height, Width);

    /// <summary>The classes' numbers: I64 (count).</summary>
    public Tensor Labels() => Tensor.Wrap(Array.ConvertAll(_labels, label => (long)label), Count);

    /// <summary>Some of the pictures, in the order of the file.</summary>
    public LabelledImages Range(int start, int count) => new(
        _pixels.AsSpan(start * Height * Width, count * Height * Width).ToArray(), _labels.AsSpan(start, count).ToArray(), Height, Width, ClassNames);

    /// <summary>Reads the pictures of a set, such as <c>fashion-mnist</c>.</summary>
    /// <exception cref="DataSetException">There is no such set, or its files are not what datasets.yaml says.</exception>
    public static LabelledImages Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Images);
        if (set.Files.Count != 2) throw new DataSetException($"'{name}' must have two files in datasets.yaml, pictures and labels, in this order.");
        using var pictures = data.Open(set.Files[0].Path);
        using var labels = data.Open(set.Files[1].Path);
        var images = Read(pictures, set.Files[0].Path, labels, set.Files[1].Path, set.Classes);
        set.MustHave("images", images.Count);
        set.MustHave("height", images.Height);
        set.MustHave("width", images.Width);
        return images;
    }

    /// <summary>Reads a set's train and test part, as datasets.yaml splits it.</summary>
    /// <exception cref="DataSetException">There is no such set or split, or its files are not what datasets.yaml says.</exception>
    public static (LabelledImages Train, LabelledImages Test) LoadSplit(DataFolder data, string name)
    {
        var images = Load(data, name);
        return data.Sets.Find(name).Split is [{ Axis: "train" } train, { Axis: "test" } test] && train.Count + test.Count == images.Count
            ? (images.Range(0, train.Count), images.Range(train.Count, test.Count))
            : throw new DataSetException($"datasets.yaml must split '{name}' into train and test, {images.Count:N0} pictures together.");
    }

    /// <summary>Reads pictures and labels from idx files.</summary>
    /// <param name="pictures">The file of three sizes: count, height, width.</param>
    /// <param name="picturesName">What messages call it.</param>
    /// <param name="labels">The file of one size.</param>
    /// <param name="labelsName">What messages call it.</param>
    /// <param name="classNames">The classes' names by number.</param>
    /// <exception cref="DataSetException">A file is no idx file, the two have different counts, or a label has no class.</exception>
    public static LabelledImages Read(Stream pictures, string picturesName, Stream labels, string labelsName, IReadOnlyList<string> classNames)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        var (shape, pixels) = IdxFile.Read(pictures, picturesName, rank: 3);
        var (count, numbers) = IdxFile.Read(labels, labelsName, rank: 1);
        if (shape[0] != count[0]) throw new DataSetException($"{picturesName} has {shape[0]:N0} pictures, but {labelsName} has {count[0]:N0} labels; the two files do not belong together.");
        if (Array.FindIndex(numbers, number => number >= classNames.Count) is >= 0 and var place)
            throw new DataSetException($"{labelsName}: label {place + 1:N0} is {numbers[place]}, but there are only {classNames.Count} classes.");
        return new LabelledImages(pixels, numbers, shape[1], shape[2], classNames);
    }
}
