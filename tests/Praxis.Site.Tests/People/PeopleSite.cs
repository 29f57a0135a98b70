using System.Net;
using Microsoft.AspNetCore.Builder;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Papers.Theory.Kaprekar;
using Praxis.Web;
using Praxis.Web.Accounts;

namespace Praxis.Site.Tests.People;

/// <summary>A site with three rooms, an admin, an outbox that can be looked into, and options of a test's own.</summary>
public sealed class PeopleSite : IAsyncDisposable
{
    public const string Password = "seven wise marmots";

    private static readonly string[] Rooms = ["theory/kaprekar", "theory/circular-law-band", "optimization/mkor"];

    private static int _names;

    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-people-").FullName;
    private WebApplication? _site;

    public string Address { get; private set; } = "";

    /// <summary>The folder of the rooms.</summary>
    public string Papers => Path.Combine(_folder, "papers");

    public PraxisStore Store { get; private set; } = null!;

    public Outbox Mail { get; } = new();

    public IServiceProvider Services => _site!.Services;

    public Accounts Accounts => new(Store);

    public static async Task<PeopleSite> StartAsync(Func<SiteOptions, SiteOptions>? options = null)
    {
        var site = new PeopleSite();
        var papers = site.CopyRooms();
        site.Store = PraxisStore.Open(Path.Combine(site._folder, "data"), [.. PraxisSite.Modules]);
        var assembly = typeof(KaprekarStudy).Assembly;
        new Catalogue(site.Store).Fill(papers, StudySource.Of(assembly));
        site.Accounts.Add("admin", AccountPasswords.Hash(Password), isAdmin: true);
        var standard = new SiteOptions
        {
            Store = site.Store,
            Library = PaperLibrary.Load(papers),
            Studies = new StudyIndex(assembly),
            Address = "http://127.0.0.1:0",
            Mail = site.Mail,
        };
        site._site = PraxisSite.Build(options?.Invoke(standard) ?? standard);
        await site._site.StartAsync();
        site.Address = site._site.Urls.First();
        return site;
    }

    /// <summary>A name that no other test has.</summary>
    public static string NewName(string like) => $"{like}-{Interlocked.Increment(ref _names)}";

    /// <summary>A browser that has never been here.</summary>
    public Visitor Visit() => new(this);

    /// <summary>A browser whose reader has just made an account.</summary>
    public async Task<Visitor> JoinAsync(string name)
    {
        var visitor = Visit();
        using var made = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", name), ("Password", Password));
        Assert.Equal(HttpStatusCode.Redirect, made.StatusCode);
        return visitor;
    }

    /// <summary>A browser in which an account is signed in.</summary>
    public async Task<Visitor> SignInAsync(string name, string password = Password)
    {
        var visitor = Visit();
        using var done = await visitor.SignInAsync(name, password);
        Assert.Equal(HttpStatusCode.Redirect, done.StatusCode);
        return visitor;
    }

    public async ValueTask DisposeAsync()
    {
        if (_site is not null)
        {
            await _site.StopAsync();
            await _site.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    private string CopyRooms()
    {
        foreach (var room in Rooms)
        {
            var target = Directory.CreateDirectory(Path.Combine(Papers, room)).FullName;
            foreach (var file in Directory.EnumerateFiles(Path.Combine(PaperLibrary.FindFolder(), room)))
                File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        }
        return Papers;
    }

    public sealed class Outbox : IMailOutbox
    {
        public List<OutgoingMail> Sent { get; } = [];

        public bool IsConfigured { get; set; } = true;

        public void Add(OutgoingMail mail) => Sent.Add(mail);
    }
}
