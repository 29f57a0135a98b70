namespace Praxis.Feed;

/// <summary>The texts of a paper that the index takes in.</summary>
internal sealed record IndexedText
{
    public required long Id { get; init; }
    public string Title { get; init; } = "";
    public string Authors { get; init; } = "";
    public string Summary { get; init; } = "";
    public string Claims { get; init; } = "";
    public string Body { get; init; } = "";
    public string Abstract { get; init; } = "";
    public int Day { get; init; }
    public string? Family { get; init; }
    public int Verdicts { get; init; }
}
