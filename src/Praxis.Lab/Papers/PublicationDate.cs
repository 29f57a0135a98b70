using System.Globalization;

namespace Praxis.Lab;

/// <summary>A date known to the day or only to the month.</summary>
/// <param name="Year">The year.</param>
/// <param name="Month">The month, 1 to 12.</param>
/// <param name="Day">The day of the month, or null when only the month is known.</param>
public readonly record struct PublicationDate(int Year, int Month, int? Day = null) : IComparable<PublicationDate>
{
    /// <summary>The first day the date can mean; used for sorting.</summary>
    public DateOnly Earliest => new(Year, Month, Day ?? 1);

    /// <summary>Reads <c>2024-12-16</c> or <c>2024-12</c>.</summary>
    public static bool TryParse(string? text, out PublicationDate date)
    {
        date = default;
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
        {
            date = new(day.Year, day.Month, day.Day);
            return true;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
        {
            date = new(month.Year, month.Month);
            return true;
        }
        return false;
    }

    /// <summary>The month that an arXiv number (since April 2007: <c>YYMM.number</c>) names, or null when it is none.</summary>
    public static PublicationDate? FromArxiv(string? number) =>
        number is { Length: >= 9 } && number[4] == '.'
        && int.TryParse(number.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(number.AsSpan(2, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var month)
        && month is >= 1 and <= 12
            ? new PublicationDate(2000 + year, month)
            : null;

    /// <inheritdoc/>
    public int CompareTo(PublicationDate other) => Earliest.CompareTo(other.Earliest);

    /// <summary>The earlier of two dates comes first.</summary>
    public static bool operator <(PublicationDate left, PublicationDate right) => left.CompareTo(right) < 0;

    /// <summary>The later of two dates comes last.</summary>
    public static bool operator >(PublicationDate left, PublicationDate right) => left.CompareTo(right) > 0;

    /// <summary>Not later.</summary>
    public static bool operator <=(PublicationDate left, PublicationDate right) => left.CompareTo(right) <= 0;

    /// <summary>Not earlier.</summary>
    public static bool operator >=(PublicationDate left, PublicationDate right) => left.CompareTo(right) >= 0;

    /// <summary><c>2024-12-16</c>, or <c>2024-12</c> when the day is not known.</summary>
    public override string ToString() => Day is { } day ? $"{Year:0000}-{Month:00}-{day:00}" : $"{Year:0000}-{Month:00}";
}
