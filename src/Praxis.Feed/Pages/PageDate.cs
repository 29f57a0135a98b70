using System.Globalization;

namespace Praxis.Feed;

/// <summary>A date as a page writes it: <c>Aug 7, 2023</c>, or <c>Mar 23</c> in the current year.</summary>
/// <param name="Year">The year when it is spelled out.</param>
/// <param name="Month">The month, 1 to 12.</param>
/// <param name="Day">The day of the month, 1 to 31; whether the month has it depends on the year.</param>
internal readonly record struct PageDate(int? Year, int Month, int Day)
{
    private const int LongestDate = 48;
    private const int MostComments = 1_000_000;
    private static readonly string[] Months =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    /// <summary>Reads a date and the number of comments that may follow it.</summary>
    public static bool TryParse(string text, out PageDate date, out int? comments)
    {
        date = default;
        comments = null;
        if (text.Length > LongestDate) return false;
        var words = text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
        var next = 0;
        if (words.Length > 0 && DateOnly.TryParseExact(words[0], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var iso))
        {
            date = new PageDate(iso.Year, iso.Month, iso.Day);
            next = 1;
        }
        else
        {
            if (words.Length < 2) return false;
            if (MonthOf(words[0]) is { } month && DayOf(words[1]) is { } day) date = new PageDate(null, month, day);
            else if (MonthOf(words[1]) is { } later && DayOf(words[0]) is { } earlier) date = new PageDate(null, later, earlier);
            else return false;
            next = 2;
            // Four digits after the day are a year: no page has counted a thousand comments.
            if (words.Length > next && words[next].Length == 4 && Number(words[next]) is { } year)
            {
                date = date with { Year = year };
                next++;
            }
        }
        if (words.Length == next) return true;
        comments = Number(words[next]);
        return comments is <= MostComments && words.Length == next + 1;
    }

    /// <summary>The day in the given year, or its own year when it spells one out; null when there is no such day.</summary>
    public DateOnly? In(int year)
    {
        var own = Year ?? year;
        return own is >= 1 and <= 9999 && Day >= 1 && Day <= DateTime.DaysInMonth(own, Month) ? new DateOnly(own, Month, Day) : null;
    }

    /// <summary>A whole number of at most nine digits, or null.</summary>
    internal static int? Number(ReadOnlySpan<char> text) =>
        text.Length <= 9 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static int? DayOf(string word) => Number(word) is { } day and >= 1 and <= 31 ? day : null;

    private static int? MonthOf(string word)
    {
        var name = word.TrimEnd('.');
        if (name.Length < 3) return null;
        var month = Array.FindIndex(Months, full => full.StartsWith(name, StringComparison.OrdinalIgnoreCase));
        return month < 0 ? null : month + 1;
    }
}
