namespace Praxis.Lab.Figures;

/// <summary>A colour.</summary>
internal readonly record struct Rgb(byte Red, byte Green, byte Blue)
{
    /// <summary>The colour at a fraction of the way through evenly spaced ones.</summary>
    public static Rgb Between(ReadOnlySpan<Rgb> stops, double fraction)
    {
        double place = fraction * (stops.Length - 1);
        int index = Math.Clamp((int)place, 0, stops.Length - 2);
        double rest = place - index;
        (Rgb from, Rgb to) = (stops[index], stops[index + 1]);
        return new Rgb(Mix(from.Red, to.Red), Mix(from.Green, to.Green), Mix(from.Blue, to.Blue));

        byte Mix(byte first, byte second) => (byte)Math.Round(first + rest * (second - first));
    }

    public override string ToString() => $"#{Red:x2}{Green:x2}{Blue:x2}";
}
