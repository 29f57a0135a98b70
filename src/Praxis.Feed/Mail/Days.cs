using System.Globalization;

namespace Praxis.Feed;

/// <summary>Days as the mail's tables and addresses hold them.</summary>
internal static class Days
{
    /// <summary><c>2026-01-06</c>.</summary>
    public static string Format(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
