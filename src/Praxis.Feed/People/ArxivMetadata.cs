using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Asks arXiv for a paper's title, abstract and authors. Nothing is asked before somebody wants to know.</summary>
/// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
public sealed class ArxivMetadata(PraxisStore store) : IPaperMetadata
{
    /// <inheritdoc/>
    public async Task<SubmittedPaper?> FindAsync(string arxiv, CancellationToken cancel)
    {
        try
        {
            using var fetcher = new ListFetcher(store);
            if (await fetcher.GetAsync($"https://export.arxiv.org/api/query?id_list={Uri.EscapeDataString(arxiv)}", cancel) is not { } list) return null;
            var entry = FeedInput.Read(new MemoryStream(list.Content), list.Address, null, DateOnly.FromDateTime(DateTime.UtcNow)).SelectMany(page => page.Entries).FirstOrDefault();
            return entry is null ? null : new SubmittedPaper { Title = entry.Title, Abstract = entry.Abstract, Authors = entry.AuthorNames, Published = entry.Published };
        }
        catch (FeedException)
        {
            // Not reached, or not understood: the admin types what is to be known.
            return null;
        }
    }
}
