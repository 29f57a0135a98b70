using Microsoft.Playwright;

namespace Praxis.Site.Tests.Browser;

/// <summary>A real Chromium, where there is one.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;

    /// <summary>The browser, or null.</summary>
    public IBrowser? Browser { get; private set; }

    /// <summary>Why there is no browser.</summary>
    public string Missing { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (Find() is not { } path)
        {
            Missing = "There is no Chromium: install it (Debian: apt-get install chromium) or set PRAXIS_CHROMIUM to its path.";
            return;
        }
        try
        {
            _playwright = await Playwright.CreateAsync();
            Browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = Arguments });
        }
        catch (PlaywrightException e)
        {
            Missing = $"The browser at {path} cannot be driven: {e.Message}";
        }
    }

    public async Task DisposeAsync()
    {
        if (Browser is not null) await Browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("PRAXIS_CHROMIUM") is { Length: > 0 } chosen) return File.Exists(chosen) ? chosen : null;
        return new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
    }
}
