using System.Globalization;

namespace Praxis.Feed;

/// <summary>How long a span of the feed is.</summary>
public enum SpanLength
{
    /// <summary>A day.</summary>
    Day,

    /// <summary>A week from Monday to Sunday (ISO 8601).</summary>
    Week,

    /// <summary>A month.</summary>
    Month,
}

/// <summary>A day, a week or a month of the feed.</summary>
/// <param name="Length">How long it is.</param>
/// <param name="First">Its first day.</param>
public readonly record struct FeedSpan(SpanLength Length, DateOnly First)
{
    /// <summary>Its last day.</summary>
    public DateOnly Last => Length switch
    {
        SpanLength.Day => First,
        SpanLength.Week => First.AddDays(6),
        _ => First.AddMonths(1).AddDays(-1),
    };

    /// <summary>Its name in addresses: <c>2026-01-06</c>, <c>2026-W02</c> or <c>2026-01</c>.</summary>
    public string Name
    {
        get
        {
            var noon = First.ToDateTime(new TimeOnly(12, 0));
            return Length switch
            {
                SpanLength.Day => First.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                SpanLength.Week => string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(noon):0000}-W{ISOWeek.GetWeekOfYear(noon):00}"),
                _ => First.ToString("yyyy-MM", CultureInfo.InvariantCulture),
            };
        }
    }

    /// <summary>The span of a length that holds a day.</summary>
    public static FeedSpan Of(SpanLength length, DateOnly day) => new(length, length switch
    {
        SpanLength.Day => day,
        // The first days of the first year belong to a week that no date can name.
        SpanLength.Week => day.DayNumber < 7 ? DateOnly.MinValue : day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
        _ => new DateOnly(day.Year, day.Month, 1),
    });

    /// <summary>Reads a <see cref="Name"/>; null when it is none, or names a week or day that the year does not have.</summary>
    public static FeedSpan? Parse(string? name)
    {
        if (DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return IsInside(day) ? Of(SpanLength.Day, day) : null;
        if (DateOnly.TryParseExact(name, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month)) return IsInside(month) ? Of(SpanLength.Month, month) : null;
        if (name is not { Length: 8 } || name[4..6] != "-W" || !Number(name.AsSpan(0, 4), out int year) || !Number(name.AsSpan(6), out int week)) return null;
        return year is > 1 and < 9999 && week >= 1 && week <= ISOWeek.GetWeeksInYear(year)
            ? Of(SpanLength.Week, DateOnly.FromDateTime(ISOWeek.ToDateTime(year, week, DayOfWeek.Monday)))
            : null;
    }

    // Neighbours of every span must be dates, too.
    private static bool IsInside(DateOnly day) => day.Year is > 1 and < 9999;

    private static bool Number(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
