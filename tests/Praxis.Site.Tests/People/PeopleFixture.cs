namespace Praxis.Site.Tests.People;

/// <summary>One site for the tests that do not mind each other; each makes readers of its own.</summary>
public sealed class PeopleFixture : IAsyncLifetime
{
    public PeopleSite Site { get; private set; } = null!;

    /// <summary>The admin's browser.</summary>
    public Visitor Admin { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Site = await PeopleSite.StartAsync();
        Admin = await Site.SignInAsync("admin");
    }

    public async Task DisposeAsync()
    {
        Admin.Dispose();
        await Site.DisposeAsync();
    }

    /// <summary>A reader with a new name.</summary>
    public async Task<(Visitor Visitor, string Name, long Id)> JoinAsync(string like = "reader")
    {
        var name = PeopleSite.NewName(like);
        var visitor = await Site.JoinAsync(name);
        return (visitor, name, Site.Accounts.Find(name)!.Id);
    }
}

[CollectionDefinition(Name)]
public sealed class PeopleCollection : ICollectionFixture<PeopleFixture>
{
    public const string Name = "people";
}
