using System.Net;
using System.Text.RegularExpressions;

namespace Praxis.Site.Tests.People;

/// <summary>One browser: cookies of its own, no redirections followed.</summary>
public sealed class Visitor : IDisposable
{
    private const string SessionCookie = "praxis-session";

    public Visitor(PeopleSite site)
    {
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(site.Address) };
    }

    public CookieContainer Cookies { get; } = new();

    public HttpClient Client { get; }

    /// <summary>The cookie of the session, or null.</summary>
    public string? Session => Cookies.GetCookies(Client.BaseAddress!)[SessionCookie]?.Value;

    public async Task<string> ReadAsync(string page)
    {
        using var response = await Client.GetAsync(page);
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{page} answers {(int)response.StatusCode}");
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Sends a form as a reader does: opens its page first and takes the token from it.</summary>
    public async Task<HttpResponseMessage> SendAsync(string page, string action, params (string Name, string Value)[] fields)
    {
        using var opened = await Client.GetAsync(page);
        var html = await opened.Content.ReadAsStringAsync();
        var token = WebUtility.HtmlDecode(Regex.Match(html, "name=\"form-token\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        return await PostAsync(action, [("form-token", token), .. fields]);
    }

    /// <summary>Sends fields without looking at any page before.</summary>
    public Task<HttpResponseMessage> PostAsync(string action, params (string Name, string Value)[] fields) =>
        Client.PostAsync(action, new FormUrlEncodedContent(fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value))));

    public Task<HttpResponseMessage> SignInAsync(string name, string password, string? returnUrl = null) =>
        SendAsync("/account/sign-in", "/account/sign-in", returnUrl is null ? [("Name", name), ("Password", password)] : [("Name", name), ("Password", password), ("ReturnUrl", returnUrl)]);

    /// <summary>Takes over another browser's session cookie.</summary>
    public void Plant(string session) => Cookies.Add(Client.BaseAddress!, new Cookie(SessionCookie, session, "/"));

    public async Task<bool> IsSignedInAsync()
    {
        using var response = await Client.GetAsync("/account");
        return response.StatusCode == HttpStatusCode.OK;
    }

    public void Dispose() => Client.Dispose();
}
