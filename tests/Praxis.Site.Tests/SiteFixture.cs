using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Papers.Theory.Kaprekar;
using Praxis.Web;

namespace Praxis.Site.Tests;

/// <summary>The real site on a free port with a data folder of its own, all rooms, and one imported page by a hostile author.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    /// <summary>The page of the imported paper whose title and abstract contain markup.</summary>
    public string HostilePaper { get; private set; } = "";

    private const string HostilePage = """
        Daily Papers
        Mar 5, 2024

        A Paper that Wants to be <b>Markup</b>

        We show <script>document.title = 'taken'</script> and <img src=x onerror=alert(1)> that an abstract is text & nothing else, in all of $n^2$ cases.

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("praxis-site-").FullName;
    private WebApplication? _site;

    /// <summary>The site's address, without a slash at its end.</summary>
    public string Address { get; private set; } = "";

    /// <summary>A client with cookies that does not follow redirections.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>The store behind the site.</summary>
    public PraxisStore Store { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Store = PraxisStore.Open(_folder, Catalogue.Module, PaperSearch.Module, RunStore.Module);
        var papers = PaperLibrary.FindFolder();
        var assembly = typeof(KaprekarStudy).Assembly;
        new Catalogue(Store).Fill(papers, StudySource.Of(assembly));
        var imported = new Importer(Store).Import(FeedPage.Parse(new StringReader(HostilePage), "hostile.txt", 2025, new DateOnly(2025, 6, 1)));
        HostilePaper = $"/papers/{imported.Entries.Single().Address}";
        _site = PraxisSite.Build(new SiteOptions
        {
            Store = Store,
            Library = PaperLibrary.Load(papers),
            Studies = new StudyIndex(assembly),
            Tools = new ToolIndex(assembly),
            Benches = new BenchIndex(assembly),
            Address = "http://127.0.0.1:0",
        });
        await _site.StartAsync();
        Address = _site.Urls.First();
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() }) { BaseAddress = new Uri(Address) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_site is not null)
        {
            await _site.StopAsync();
            await _site.DisposeAsync();
        }
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Sends a form as a reader does: opens its page first and takes the token from it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        var html = await Client.GetStringAsync(page);
        var token = WebUtility.HtmlDecode(Regex.Match(html, "name=\"form-token\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        return await Client.PostAsync(action, new FormUrlEncodedContent(
            [new("form-token", token), .. fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))]));
    }

    /// <summary>Runs kaprekar at smoke scale to its end and returns the run's number.</summary>
    public async Task<long> RunAsync()
    {
        using var started = await SendAsync("/papers/kaprekar", "/papers/kaprekar", ("Form.Scale", "smoke"));
        Assert.Equal(HttpStatusCode.Redirect, started.StatusCode);
        var id = long.Parse(started.Headers.Location!.OriginalString.Split('/')[^1]);
        var runs = new RunStore(Store);
        for (var waited = 0; waited < 600 && !runs.Find(id)!.HasEnded; waited++) await Task.Delay(100);
        Assert.Equal(RunState.Finished, runs.Find(id)!.State);
        return id;
    }
}

/// <summary>Tests that share one site.</summary>
[CollectionDefinition(Name)]
public sealed class SiteCollection : ICollectionFixture<SiteFixture>
{
    public const string Name = "site";
}
