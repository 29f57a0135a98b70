using System.CommandLine;
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
            Description = "Where to listen. Anything but this machine's own address is open to your network: there are no accounts yet, so every visitor can start runs",
            HelpName = "URL",
            DefaultValueFactory = _ => "http://127.0.0.1:5080",
        };
        var command = new Command("serve", "Open the site: fills the catalogue, listens on http://127.0.0.1:5080, runs studies one at a time. Ctrl-C stops it.") { address };
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            var listen = parsed.GetValue(address)!;
            if (!Uri.TryCreate(listen, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttp)
                throw new UserException($"'{listen}' is no address to listen on; write for example http://127.0.0.1:5080.");
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
