using System.Globalization;

namespace Praxis.Learning.Tokenizers.Unicode;

/// <summary>Decompositions, compositions and combining classes, read from the table beside this file.</summary>
internal sealed class NormalizationTables
{
    private const string Resource = "Praxis.Learning.Tokenizers.Unicode.normalization.txt";

    private static readonly Lazy<NormalizationTables> Read = new(() => new NormalizationTables());

    private NormalizationTables()
    {
        using var stream = typeof(NormalizationTables).Assembly.GetManifestResourceStream(Resource)!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (!line.StartsWith('#'))
                Take(line.Split(' '));
        }
    }

    /// <summary>The tables, read once.</summary>
    public static NormalizationTables Instance => Read.Value;

    /// <summary>Canonical decompositions, one step.</summary>
    public Dictionary<int, int[]> Canonical { get; } = [];

    /// <summary>Compatibility decompositions, one step.</summary>
    public Dictionary<int, int[]> Compatible { get; } = [];

    /// <summary>What two characters compose to.</summary>
    public Dictionary<(int First, int Second), int> Compositions { get; } = [];

    /// <summary>Combining classes other than 0.</summary>
    public Dictionary<int, byte> Classes { get; } = [];

    private static int Number(string hexadecimal) => int.Parse(hexadecimal, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private void Take(string[] fields)
    {
        int codePoint = Number(fields[1]);
        if (fields[0] == "M")
        {
            for (int mark = codePoint; mark <= Number(fields[2]); mark++)
                Classes.Add(mark, byte.Parse(fields[3], CultureInfo.InvariantCulture));
            return;
        }

        int[] parts = [.. fields[2..].Select(Number)];
        (fields[0] == "K" ? Compatible : Canonical).Add(codePoint, parts);
        if (fields[0] == "C")
            Compositions.Add((parts[0], parts[1]), codePoint);
    }
}
