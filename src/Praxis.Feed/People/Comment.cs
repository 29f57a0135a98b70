namespace Praxis.Feed;

/// <summary>A comment on a paper.</summary>
public sealed record Comment
{
    /// <summary>The comment's number.</summary>
    public required long Id { get; init; }

    /// <summary>The paper.</summary>
    public required string Slug { get; init; }

    /// <summary>Who wrote it, or null when that account is gone.</summary>
    public long? Account { get; init; }

    /// <summary>The writer's name, or null when that account is gone.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the writer is a confirmed author of the paper.</summary>
    public bool IsPaperAuthor { get; init; }

    /// <summary>Whether the writer is an admin.</summary>
    public bool IsAdmin { get; init; }

    /// <summary>The comment that began the thread, or null for that one.</summary>
    public long? Thread { get; init; }

    /// <summary>The comment that is answered, or null.</summary>
    public long? ReplyTo { get; init; }

    /// <summary>The text in Markdown (hostile); empty when it was removed.</summary>
    public required string Text { get; init; }

    /// <summary>When it was written, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>When it was last changed, in seconds since 1970, or null.</summary>
    public long? Edited { get; init; }

    /// <summary><c>author</c> or <c>admin</c> when one of them removed it, else null.</summary>
    public string? Removed { get; init; }
}

/// <summary>A comment with all that was answered to it, oldest answer first.</summary>
/// <param name="First">The comment that began the thread.</param>
/// <param name="Replies">The answers, to it and to each other.</param>
public sealed record CommentThread(Comment First, IReadOnlyList<Comment> Replies);
