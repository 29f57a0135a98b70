using System.Text.Json;

namespace Praxis.Feed;

/// <summary>
/// A paper in Hugging Face's list of daily papers: <c>{ paper: { id, title, summary, authors: [{ name }], publishedAt, upvotes, submittedOnDailyAt, organization }, publishedAt, title, summary, numComments, organization }</c>.
/// The paper's own fields come first; those beside it fill what it lacks.
/// </summary>
internal static class HuggingFaceEntry
{
    public static void Read(JsonElement item, int line, DayLists days)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            days.Reject(line, "a paper is expected here, in braces");
            return;
        }

        var paper = item.Object("paper") ?? item;
        if (days.Texts(line, paper.Text("title") ?? item.Text("title"), paper.Text("summary") ?? item.Text("summary")) is not { } texts) return;
        var organisation = item.Object("organization") ?? paper.Object("organization");
        string?[] names = [.. paper.Items("authors").Select(author => author.ValueKind == JsonValueKind.String ? author.GetString() : author.Text("name"))];
        var published = paper.Day("publishedAt") ?? item.Day("publishedAt");
        days.Add(paper.Day("submittedOnDailyAt") ?? item.Day("submittedOnDailyAt") ?? item.Day("publishedAt") ?? published, new PageEntry
        {
            Line = line,
            Title = texts.Title,
            Abstract = texts.Abstract,
            Arxiv = ArxivNumber.Read(paper.Text("id")),
            AuthorNames = EntryText.Names(names),
            Authors = names.Length > 0 ? names.Length : null,
            Published = published,
            Organisation = organisation is { } known ? EntryText.Organisation(known.Text("name"), known.Text("fullname")) : null,
            Comments = EntryText.Count(item.Number("numComments") ?? paper.Number("numComments")),
            Upvotes = EntryText.Count(paper.Number("upvotes") ?? item.Number("upvotes")),
        });
    }
}
