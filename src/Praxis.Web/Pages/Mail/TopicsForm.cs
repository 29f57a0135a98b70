using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Mail;

/// <summary>The part of a form in which a reader chooses topics.</summary>
/// <param name="Families">The families there are.</param>
/// <param name="Topics">What is chosen.</param>
/// <param name="Rhythm">How often.</param>
internal sealed record TopicsForm(IReadOnlyList<FamilyCount> Families, DigestTopics Topics, DigestRhythm Rhythm)
{
    /// <summary>All searches together in characters.</summary>
    public const int LongestSearches = MailLimits.MostTopics * MailLimits.LongestSearch;

    /// <summary>What was typed and ticked; families that are not there are left out.</summary>
    public static TopicsForm Read(Catalogue catalogue, IEnumerable<string>? family, string? searches, string? rhythm)
    {
        var known = catalogue.Families();
        var lines = TypedText.Lines(searches is { Length: > LongestSearches } ? searches[..LongestSearches] : searches).Split('\n');
        return new TopicsForm(
            known,
            DigestTopics.Of((family ?? []).Where(name => known.Any(one => one.Family == name)), lines),
            rhythm == "weekly" ? DigestRhythm.Weekly : DigestRhythm.Daily);
    }
}
