namespace Praxis.Lab.Figures;

/// <summary>Which values of an axis are marked: 1, 2 or 5 times a power of ten, and powers of ten on logarithmic axes.</summary>
internal static class Ticks
{
    private const double Slack = 1e-9;

    public static IReadOnlyList<Tick> Of(double low, double high, AxisScale scale, IReadOnlyList<string>? categories, int atMost)
    {
        if (categories is { Count: > 0 })
            return [.. categories.Select((name, index) => new Tick(index, name)).Where(tick => tick.Value >= low && tick.Value <= high)];

        return scale == AxisScale.Log ? Logarithmic(low, high, atMost) : Linear(low, high, atMost);
    }

    public static IReadOnlyList<Tick> Linear(double low, double high, int atMost)
    {
        (int factor, int exponent) = Step((high - low) / Math.Max(1, atMost));
        double step = factor * Math.Pow(10, exponent);

        // Below the normal numbers powers of ten are no longer ten apart.
        if (!double.IsNormal(step)) return [];

        long first = (long)Math.Ceiling(low / step - Slack);
        long last = (long)Math.Floor(high / step + Slack);
        double largest = Math.Max(Math.Abs(first * step), Math.Abs(last * step));
        var ticks = new List<Tick>();
        for (long i = first; i <= last; i++)
        {
            // Dividing by a whole power of ten is exact where multiplying by 0.1 is not.
            double value = exponent < 0 ? i * factor / Math.Pow(10, -exponent) : i * step;
            ticks.Add(new Tick(value, NumberText.Fixed(value, exponent, largest)));
        }

        return ticks;
    }

    public static IReadOnlyList<Tick> Logarithmic(double low, double high, int atMost)
    {
        int first = (int)Math.Ceiling(Math.Log10(low) - Slack);
        int last = (int)Math.Floor(Math.Log10(high) + Slack);
        if (last - first >= 1) return Decades(low, high, first, last, Math.Max(2, atMost));

        List<Tick> ticks = [];
        foreach ((double value, int factor) in Multiples(low, high, first - 1, last + 1))
            ticks.Add(new Tick(value, factor is 1 or 2 or 5 ? NumberText.Short(value) : ""));

        return ticks.Count(tick => !tick.IsMinor) is >= 2 and var labelled && labelled <= Math.Max(2, atMost)
            ? ticks
            : Linear(low, high, atMost);
    }

    private static List<Tick> Decades(double low, double high, int first, int last, int atMost)
    {
        const int MostDecadesWithMinorTicks = 6;
        int stride = (last - first + atMost) / atMost;
        bool plain = first >= -3 && last <= 4;
        List<Tick> ticks = [];
        foreach ((double value, int factor) in Multiples(low, high, first - 1, last))
        {
            int exponent = NumberText.Magnitude(value);
            if (factor == 1 && exponent % stride == 0)
                ticks.Add(new Tick(value, plain ? NumberText.Fixed(value, exponent, Math.Pow(10, last)) : NumberText.PowerOfTen(exponent)));
            else if (last - first <= MostDecadesWithMinorTicks || factor == 1)
                ticks.Add(new Tick(value, ""));
        }

        return ticks;
    }

    private static IEnumerable<(double Value, int Factor)> Multiples(double low, double high, int first, int last)
    {
        for (int exponent = first; exponent <= last; exponent++)
        {
            for (int factor = 1; factor <= 9; factor++)
            {
                double value = factor * Math.Pow(10, exponent);
                if (value >= low * (1 - Slack) && value <= high * (1 + Slack)) yield return (value, factor);
            }
        }
    }

    private static (int Factor, int Exponent) Step(double least)
    {
        int exponent = NumberText.Magnitude(least);
        double mantissa = least / Math.Pow(10, exponent);
        return mantissa switch
        {
            <= 1 + Slack => (1, exponent),
            <= 2 + Slack => (2, exponent),
            <= 5 + Slack => (5, exponent),
            _ => (1, exponent + 1),
        };
    }
}
