using System.Net;
using System.Text.RegularExpressions;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

public sealed class AccountTests : IAsyncLifetime
{
    private PeopleSite _site = null!;

    public async Task InitializeAsync() => _site = await PeopleSite.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task A_reader_makes_an_account_signs_out_and_signs_in_again()
    {
        using var ada = await _site.JoinAsync("ada");
        Assert.Contains(">ada</a>", await ada.ReadAsync("/"), StringComparison.Ordinal);

        using var left = await ada.SendAsync("/account", "/account?handler=SignOut");
        Assert.Equal("/", left.Headers.Location!.OriginalString);
        Assert.False(await ada.IsSignedInAsync());
        Assert.Contains(">Sign in</a>", await ada.ReadAsync("/"), StringComparison.Ordinal);

        using var back = await ada.SignInAsync("ADA", PeopleSite.Password, "/papers?q=low+rank");
        Assert.Equal("/papers?q=low+rank", back.Headers.Location!.OriginalString);
        Assert.True(await ada.IsSignedInAsync());
    }

    [Theory]
    [InlineData("a", PeopleSite.Password, "A name has")]
    [InlineData("<script>alert(1)</script>", PeopleSite.Password, "A name has")]
    [InlineData("аdmin", PeopleSite.Password, "A name has")] // the first letter is Cyrillic
    [InlineData("Admin", PeopleSite.Password, "is taken")]
    [InlineData("grace", "short", "at least 10")]
    [InlineData("grace", "aaaaaaaaaaaa", "four different")]
    [InlineData("grace-hopper", "Grace-Hopper1", "must not be the name")]
    public async Task What_cannot_be_an_account_is_told_with_its_reason(string name, string password, string says)
    {
        using var visitor = _site.Visit();
        using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", name), ("Password", password));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(password, html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Passwords_stand_in_the_store_as_slow_salted_hashes_and_keys_as_hashes()
    {
        using var ada = await _site.JoinAsync("ada");
        using var eve = await _site.JoinAsync("eve");
        var hashes = new[] { "ada", "eve" }.Select(name => _site.Accounts.Find(name)!.PasswordHash!).ToList();
        Assert.NotEqual(hashes[0], hashes[1]);
        // Version 1 of Identity's format: HMAC-SHA512 (2), 100,000 rounds.
        var bytes = Convert.FromBase64String(hashes[0]);
        Assert.Equal([1, 0, 0, 0, 2, 0, 1, 0x86, 0xA0], bytes[..9]);
        Assert.DoesNotContain(PeopleSite.Password, await File.ReadAllTextAsync(_site.Store.Path, System.Text.Encoding.Latin1), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_a_session_is_for_this_site_and_its_server_only()
    {
        using var visitor = _site.Visit();
        using var answer = await visitor.SignInAsync("admin", PeopleSite.Password);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), value => value.StartsWith("praxis-session=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("path=/", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_behind_https_gives_its_cookies_over_https_only()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { IsPublic = true, PublicAddress = "https://papers.example.org" });
        using var visitor = site.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/account/sign-in");
        request.Headers.Add("X-Forwarded-Proto", "https");
        using var page = await visitor.Client.SendAsync(request);
        Assert.All(page.Headers.GetValues("Set-Cookie"), cookie => Assert.Contains("secure", cookie, StringComparison.OrdinalIgnoreCase));

        var token = WebUtility.HtmlDecode(Regex.Match(await page.Content.ReadAsStringAsync(), "name=\"form-token\"[^>]*value=\"([^\"]+)\"").Groups[1].Value);
        using var form = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in")
        {
            Content = new FormUrlEncodedContent([new("form-token", token), new("Name", "admin"), new("Password", PeopleSite.Password)]),
        };
        form.Headers.Add("X-Forwarded-Proto", "https");
        form.Headers.Add("Cookie", string.Join("; ", page.Headers.GetValues("Set-Cookie").Select(cookie => cookie.Split(';')[0])));
        using var answer = await visitor.Client.SendAsync(form);
        var session = Assert.Single(answer.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("__Host-praxis-session=", StringComparison.Ordinal));
        Assert.Contains("secure", session, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Wrong_names_wrong_passwords_and_resting_accounts_are_answered_alike()
    {
        using var bob = await _site.JoinAsync("bob");
        _site.Accounts.SetBlocked(_site.Accounts.Find("bob")!.Id, true);
        using var carol = await _site.JoinAsync("carol");
        _site.Accounts.Lock(_site.Accounts.Find("carol")!.Id, DateTimeOffset.UtcNow.AddMinutes(5));
        _site.Accounts.Add("dave", passwordHash: null);

        var answers = new List<string>();
        foreach (var (name, password) in new[] { ("nobody", PeopleSite.Password), ("admin", "not the password"), ("bob", PeopleSite.Password), ("carol", PeopleSite.Password), ("dave", PeopleSite.Password) })
        {
            using var visitor = _site.Visit();
            using var answer = await visitor.SignInAsync(name, password);
            Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
            var html = await answer.Content.ReadAsStringAsync();
            answers.Add(Regex.Replace(html, "name=\"form-token\"[^>]*>", "").Replace($"value=\"{name}\"", "", StringComparison.Ordinal));
        }
        Assert.Single(answers.Distinct());
    }

    [Fact]
    public async Task After_too_many_wrong_passwords_the_right_one_is_not_taken_either_until_a_link_sets_another()
    {
        using var ada = await _site.JoinAsync("ada");
        using var guesser = _site.Visit();
        for (var attempt = 0; attempt < new PeopleLimits().Failures; attempt++)
        {
            using var wrong = await guesser.SignInAsync("ada", $"guess number {attempt}");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }
        using var right = await guesser.SignInAsync("ada", PeopleSite.Password);
        Assert.Equal(HttpStatusCode.BadRequest, right.StatusCode);
        Assert.True(await ada.IsSignedInAsync());

        var token = new AccountLinks(_site.Store, TimeSpan.FromHours(1)).Make(_site.Accounts.Find("ada")!.Id, LinkPurpose.Password);
        using var set = await guesser.SendAsync($"/account/reset?t={token}", "/account/reset", ("t", token), ("Password", "another wise marmot"));
        Assert.Equal(HttpStatusCode.Redirect, set.StatusCode);
        using var back = await _site.SignInAsync("ada", "another wise marmot");
    }

    [Fact]
    public async Task Tries_to_sign_in_are_counted_by_address_and_refused_for_a_while()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { Limits = new PeopleLimits { SignInsPerMinute = 3 } });
        using var visitor = site.Visit();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var wrong = await visitor.SignInAsync($"nobody{attempt}", "no such password");
            Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        }
        using var refused = await visitor.SignInAsync("admin", PeopleSite.Password);
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        Assert.Contains("Not so fast", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        // Reading goes on.
        Assert.Contains("Sign in", await visitor.ReadAsync("/account/sign-in"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~//evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task No_address_to_return_to_leads_out_of_the_site(string target)
    {
        using var visitor = _site.Visit();
        using var answer = await visitor.SignInAsync("admin", PeopleSite.Password, target);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using var other = _site.Visit();
        var html = await other.ReadAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(target)}");
        Assert.Contains("name=\"ReturnUrl\" value=\"/\"", html, StringComparison.Ordinal);
        using var joined = await other.SendAsync("/account/sign-up", "/account/sign-up", ("Name", "newcomer"), ("Password", PeopleSite.Password), ("ReturnUrl", target));
        Assert.Equal("/", joined.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task A_session_that_was_planted_in_a_browser_never_becomes_its_reader_s()
    {
        using var mallory = await _site.JoinAsync("mallory");
        var planted = mallory.Session!;
        using var victim = _site.Visit();
        victim.Plant(planted);
        using var signedIn = await victim.SignInAsync("admin", PeopleSite.Password);
        Assert.Equal(HttpStatusCode.Redirect, signedIn.StatusCode);
        Assert.NotEqual(planted, victim.Session);
        Assert.Contains(">admin</a>", await victim.ReadAsync("/"), StringComparison.Ordinal);
        // The planted session has ended with it, and was mallory's to its end.
        Assert.False(await mallory.IsSignedInAsync());
    }

    [Fact]
    public async Task A_cookie_that_was_copied_is_worth_nothing_after_signing_out()
    {
        using var ada = await _site.JoinAsync("ada");
        using var thief = _site.Visit();
        thief.Plant(ada.Session!);
        Assert.True(await thief.IsSignedInAsync());
        using var left = await ada.SendAsync("/account", "/account?handler=SignOut");
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task A_new_password_ends_every_other_sign_in_and_renews_this_one()
    {
        using var here = await _site.JoinAsync("ada");
        using var there = await _site.SignInAsync("ada");
        using var thief = _site.Visit();
        thief.Plant(here.Session!);

        using var wrong = await here.SendAsync("/account", "/account?handler=Password", ("current", "not the password"), ("password", "a quite new password"));
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
        Assert.True(await there.IsSignedInAsync());

        using var changed = await here.SendAsync("/account", "/account?handler=Password", ("current", PeopleSite.Password), ("password", "a quite new password"));
        Assert.Equal("/account?done=password", changed.Headers.Location!.OriginalString);
        Assert.True(await here.IsSignedInAsync());
        Assert.False(await there.IsSignedInAsync());
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_everywhere_else_leaves_this_browser()
    {
        using var here = await _site.JoinAsync("ada");
        using var there = await _site.SignInAsync("ada");
        Assert.Contains("2 devices", await here.ReadAsync("/account"), StringComparison.Ordinal);
        using var done = await here.SendAsync("/account", "/account?handler=Others");
        Assert.True(await here.IsSignedInAsync());
        Assert.False(await there.IsSignedInAsync());
    }

    [Fact]
    public async Task A_tampered_cookie_is_no_session()
    {
        using var ada = await _site.JoinAsync("ada");
        using var forger = _site.Visit();
        var cookie = ada.Session!.ToCharArray();
        cookie[cookie.Length / 2] = cookie[cookie.Length / 2] == 'A' ? 'B' : 'A';
        forger.Plant(new string(cookie));
        Assert.False(await forger.IsSignedInAsync());
    }

    [Fact]
    public async Task An_account_that_is_shut_out_is_out_at_once()
    {
        using var admin = await _site.SignInAsync("admin");
        using var ada = await _site.JoinAsync("ada");
        var id = _site.Accounts.Find("ada")!.Id;
        using var done = await admin.SendAsync("/admin/people", "/admin/people?handler=Block", ("id", $"{id}"), ("block", "true"));
        Assert.Equal(HttpStatusCode.OK, done.StatusCode);
        Assert.False(await ada.IsSignedInAsync());
    }

    [Fact]
    public async Task Pages_for_readers_ask_to_sign_in_and_pages_for_the_admin_refuse_the_others()
    {
        using var nobody = _site.Visit();
        using var ask = await nobody.Client.GetAsync("/admin/people");
        Assert.Equal(HttpStatusCode.Redirect, ask.StatusCode);
        Assert.Equal("/account/sign-in?returnUrl=%2Fadmin%2Fpeople", ask.Headers.Location!.PathAndQuery);

        using var ada = await _site.JoinAsync("ada");
        foreach (var page in (string[])["/admin", "/admin/people"])
        {
            using var refused = await ada.Client.GetAsync(page);
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
            Assert.DoesNotContain("/admin", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var raised = await ada.SendAsync("/account", "/admin/people?handler=Admin", ("id", $"{_site.Accounts.Find("ada")!.Id}"), ("admin", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, raised.StatusCode);
        Assert.False(_site.Accounts.Find("ada")!.IsAdmin);
    }

    [Fact]
    public async Task Rights_that_are_taken_away_are_gone_with_the_next_request()
    {
        using var ada = await _site.JoinAsync("ada");
        var id = _site.Accounts.Find("ada")!.Id;
        _site.Accounts.SetAdmin(id, true);
        Assert.Contains("Sign-up", await ada.ReadAsync("/admin"), StringComparison.Ordinal);
        Assert.True(_site.Accounts.SetAdmin(id, false));
        using var refused = await ada.Client.GetAsync("/admin");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        // Somebody must be able to decide.
        Assert.False(_site.Accounts.SetAdmin(_site.Accounts.Find("admin")!.Id, false));
    }

    [Fact]
    public async Task Sign_up_can_be_turned_off_and_on()
    {
        using var admin = await _site.SignInAsync("admin");
        using var off = await admin.SendAsync("/admin", "/admin?handler=SignUp", ("open", "false"));
        using var visitor = _site.Visit();
        Assert.DoesNotContain("/account/sign-up", await visitor.ReadAsync("/account/sign-in"), StringComparison.Ordinal);
        using var refused = await visitor.SendAsync("/account/sign-in", "/account/sign-up", ("Name", "ada"), ("Password", PeopleSite.Password));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Null(_site.Accounts.Find("ada"));
        using var on = await admin.SendAsync("/admin", "/admin?handler=SignUp", ("open", "true"));
        using var ada = await _site.JoinAsync("ada");
    }

    [Fact]
    public async Task A_site_started_without_sign_up_has_none_whatever_the_setting()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { AllowSignUp = false });
        using var visitor = site.Visit();
        using var refused = await visitor.SendAsync("/account/sign-in", "/account/sign-up", ("Name", "ada"), ("Password", PeopleSite.Password));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
    }
}
