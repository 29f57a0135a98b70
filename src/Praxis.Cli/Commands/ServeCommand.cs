using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis serve</c>: the site.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var address = new Option<string>("--address")
        {
            Description = "Where to listen. On anything but this machine's own address others reach the site, and the limits for visitors apply",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://127.0.0.1:5080",
        };
        var isPublic = new Option<string?>("--public")
        {
            Description = "The site is for others, also where it listens on this machine only, behind a proxy: visitors' limits apply. With the address that readers know, mails have links and cookies are safe",
            HelpName = "URL",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var noSignUp = new Option<bool>("--no-sign-up") { Description = "Readers make no accounts for themselves" };
        var digestsAt = new Option<TimeOnly>("--digests-at")
        {
            Description = "When the day's digests are made, in UTC, where a mail server is set (PRAXIS_SMTP_HOST …)",
            HelpName = "HH:MM",
            DefaultValueFactory = _ => new TimeOnly(5, 0),
            CustomParser = result =>
            {
                if (TimeOnly.TryParseExact(result.Tokens[0].Value, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) return time;
                result.AddError($"'{result.Tokens[0].Value}' is no time of the day; write for example 05:00.");
                return default;
            },
        };
        var command = new Command("serve", "Open the site: fills the catalogue, listens on http://127.0.0.1:5080, runs studies one at a time. Ctrl-C stops it.") { address, isPublic, noSignUp, digestsAt };
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            var listen = parsed.GetValue(address)!;
            if (!Uri.TryCreate(listen, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
                throw new UserException($"'{listen}' is no address to listen on; write for example http://127.0.0.1:5080.");
            var known = parsed.GetValue(isPublic);
            if (known is not null && (!Uri.TryCreate(known, UriKind.Absolute, out var face) || (face.Scheme != Uri.UriSchemeHttp && face.Scheme != Uri.UriSchemeHttps) || face.PathAndQuery != "/"))
                throw new UserException($"'{known}' is no address that readers know; write for example --public https://papers.example.org.");
            var smtp = DigestCommand.Settings();
            if (smtp is not null && known is null) await Console.Error.WriteLineAsync("praxis: mails will have links to this machine's own address; give the one that readers know with --public URL.");
            using var held = FolderLock.Take(session.Folder, $"serves {listen}");
            session.FillCatalogue();
            await using var site = PraxisSite.Build(new SiteOptions
            {
                Store = session.Store,
                Library = session.Library,
                Studies = session.Studies,
                Tools = Session.Tools,
                Benches = Session.Benches,
                Address = listen,
                IsPublic = parsed.GetResult(isPublic) is not null ? true : null,
                PublicAddress = known,
                Smtp = smtp,
                DigestTime = parsed.GetValue(digestsAt),
                PaperMetadata = new ArxivMetadata(session.Store),
                AllowSignUp = !parsed.GetValue(noSignUp),
            });
            try
            {
                await site.StartAsync(cancel);
            }
            catch (IOException e)
            {
                throw new UserException($"{listen} cannot be listened on: {e.Message} Choose another with --address http://127.0.0.1:5081.");
            }
            Console.WriteLine($"Praxis listens on {site.Urls.First()} (data in {session.Store.Folder}; Ctrl-C stops it)");
            if (FirstAdmin.Make(session.Accounts) is { } told) Console.WriteLine(told);
            site.Services.GetRequiredService<PaperSearch>().UpdateBehind();
            try
            {
                await Task.Delay(Timeout.Infinite, cancel);
            }
            catch (OperationCanceledException)
            {
                await site.StopAsync(CancellationToken.None);
            }
            return ExitCode.Done;
        }));
        return command;
    }
}
