using Praxis.Feed;
using AccountTable = Praxis.Feed.Accounts;
using CommentTable = Praxis.Feed.Comments;

namespace Praxis.Web.Accounts.Comments;

/// <summary>The comments on a paper as its page shows them.</summary>
internal sealed class Discussion(CommentTable comments, AccountTable accounts)
{
    /// <summary>Threads on the paper's own page.</summary>
    public const int ThreadsOnPaper = 20;

    /// <summary>Threads on a page that shows nothing else.</summary>
    public const int ThreadsOnAPage = 50;

    /// <summary>Some of a paper's threads.</summary>
    public DiscussionPart Of(string slug, int limit, int offset = 0)
    {
        var threads = comments.Threads(slug, limit, offset);
        var all = threads.SelectMany(thread => thread.Replies.Prepend(thread.First)).ToList();
        return new DiscussionPart(slug, threads, comments.CountThreads(slug), Names(all));
    }

    /// <summary>The names of accounts that comments mention, by their keys.</summary>
    public IReadOnlyDictionary<string, string> Names(IReadOnlyCollection<Comment> written)
    {
        var mentioned = written.SelectMany(comment => CommentText.Mentions(comment.Text)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        return mentioned.Count == 0 ? new Dictionary<string, string>() : accounts.Names(mentioned);
    }

    /// <summary>Where a comment is found.</summary>
    public string Address(Comment comment)
    {
        var before = comments.ThreadsBefore(comment);
        var page = before / ThreadsOnAPage + 1;
        return before < ThreadsOnPaper ? $"/papers/{comment.Slug}#comment-{comment.Id}" : $"/papers/{comment.Slug}/comments{(page > 1 ? $"?p={page}" : "")}#comment-{comment.Id}";
    }
}

/// <summary>Some of a paper's threads.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Threads">The threads.</param>
/// <param name="Total">How many threads the paper has.</param>
/// <param name="Names">The names of accounts that they mention, by their keys.</param>
internal sealed record DiscussionPart(string Slug, IReadOnlyList<CommentThread> Threads, int Total, IReadOnlyDictionary<string, string> Names);

/// <summary>A comment as a page shows it.</summary>
/// <param name="Comment">The comment.</param>
/// <param name="Names">The names of accounts that it mentions, by their keys.</param>
/// <param name="Answered">The name of the reader it answers, where the page does not show that by itself.</param>
/// <param name="Standalone">Whether it stands on a page of its own, so that nothing leads there.</param>
internal sealed record ShownComment(Comment Comment, IReadOnlyDictionary<string, string> Names, string? Answered = null, bool Standalone = false);

/// <summary>A form for a comment.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="Text">What was typed already.</param>
/// <param name="Error">What is wrong with that, or null.</param>
/// <param name="ReplyTo">The comment that is answered, or null.</param>
internal sealed record CommentForm(string Slug, string? Text = null, string? Error = null, long? ReplyTo = null);
