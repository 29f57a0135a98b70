using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The tables of accounts and of what people do: votes, comments, lists, follows, claims of authorship, submissions.</summary>
public static class People
{
    /// <summary>The tables; they stand beside those of <see cref="Catalogue.Module"/>, which must be opened before.</summary>
    public static StoreModule Module => PeopleSchema.Module;
}
