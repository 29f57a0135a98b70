namespace Praxis.Feed;

/// <summary>In which order papers stand.</summary>
public enum FeedOrder
{
    /// <summary>By day, the newest first.</summary>
    Newest,

    /// <summary>By what happens with them now (<see cref="Trending"/>).</summary>
    Trending,

    /// <summary>By the number of comments, here and as lists show it.</summary>
    Discussed,

    /// <summary>By the number of finished runs.</summary>
    Checked,
}
