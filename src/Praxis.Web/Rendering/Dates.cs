using System.Globalization;
using Praxis.Lab;

namespace Praxis.Web.Rendering;

/// <summary>Dates as pages show them.</summary>
internal static class Dates
{
    private static readonly CultureInfo Plain = CultureInfo.InvariantCulture;

    /// <summary><c>19 Oct 2023</c>, or <c>Oct 2023</c> when the day is not known.</summary>
    public static string Short(PublicationDate date) => date.Earliest.ToString(date.Day is null ? "MMM yyyy" : "d MMM yyyy", Plain);

    /// <summary><c>19 Oct 2023</c>.</summary>
    public static string Short(DateOnly day) => day.ToString("d MMM yyyy", Plain);

    /// <summary><c>Thursday</c>.</summary>
    public static string Weekday(DateOnly day) => day.ToString("dddd", Plain);

    /// <summary><c>2023-10-19</c>, as in addresses.</summary>
    public static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", Plain);

    /// <summary><c>2023-10-19 14:05 UTC</c>.</summary>
    public static string Minute(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm", Plain) + " UTC";

    /// <summary><c>19 Oct 2023</c> from seconds since 1970.</summary>
    public static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("d MMM yyyy", Plain);

    /// <summary>Seconds since 1970 as a page's machine-readable time.</summary>
    public static string Machine(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", Plain);
}
