using System.CommandLine;
using System.Globalization;
using MimeKit;
using Praxis.Feed;
using Praxis.Web.Mail;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis digest</c>: see a digest before it goes out, and send what is due.</summary>
internal static class DigestCommand
{
    private const string LocalAddress = "http://127.0.0.1:5080";

    public static Command Create()
    {
        var command = new Command("digest", "The mails to subscribers. A serving site with a mail server (PRAXIS_SMTP_HOST …) sends them by itself.") { Preview(), Send() };
        HelpExamples.Add(command, """
            praxis digest preview --family compression --search "low rank"
            praxis digest preview --day 2026-01-06 --out digest.html
            praxis digest send --public https://papers.example.org
            """);
        return command;
    }

    private static Command Preview()
    {
        var families = new Option<string[]>("--family") { Description = "Families, as a subscriber chooses them", HelpName = "FAMILY" };
        var searches = new Option<string[]>("--search") { Description = "Searches, as a subscriber types them", HelpName = "WORDS" };
        var of = new Option<string?>("--subscriber") { Description = "The next digest of this subscriber instead", HelpName = "MAIL" };
        var day = new Option<DateOnly?>("--day")
        {
            Description = "The papers of this day of the feed (else of its newest day)",
            HelpName = "DAY",
            CustomParser = result =>
            {
                if (DateOnly.TryParseExact(result.Tokens[0].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var known)) return known;
                result.AddError($"'{result.Tokens[0].Value}' is no day; write for example 2026-01-06.");
                return null;
            },
        };
        var output = new Option<string?>("--out") { Description = "Write to a file instead: .html, .txt, or .eml for the whole mail", HelpName = "FILE" };
        var address = PublicAddress(required: false);
        var command = new Command("preview", "Print a digest as it would be sent; nothing is sent or remembered.") { families, searches, of, day, output, address };
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            var catalogue = session.Catalogue;
            var writer = DigestMail.Writer(session.Store, session.Library, ReadAddress(parsed.GetValue(address)));
            var settings = Settings() ?? new SmtpSettings { Host = "localhost", From = new MailboxAddress("Praxis", "praxis@localhost") };
            var round = DigestMail.Round(session.Store, session.Search, new Outbox(session.Store, settings), writer);
            Subscriber subscriber;
            IReadOnlyList<CatalogueEntry> papers;
            var wanted = parsed.GetValue(day);
            if (parsed.GetValue(of) is { } email)
            {
                subscriber = new Subscriptions(session.Store).Find(email) ?? throw new UserException($"{MailText.Line(email)} is no subscriber.");
                papers = wanted is null ? round.Next(subscriber) : OfDay(wanted);
            }
            else
            {
                var known = catalogue.Families();
                if ((parsed.GetValue(families) ?? []).FirstOrDefault(name => known.All(one => one.Family != name)) is { } wrong)
                    throw new UserException($"There is no family '{wrong}'; there are {string.Join(", ", known.Select(one => one.Family))}.");
                subscriber = new Subscriber(0, "reader@example.org", DigestRhythm.Daily, DigestTopics.Of(parsed.GetValue(families) ?? [], parsed.GetValue(searches) ?? []), 0, 0);
                papers = OfDay(wanted);
            }
            if (papers.Count == 0)
            {
                await Console.Out.WriteLineAsync("No papers of these topics: no mail would be sent.");
                return ExitCode.Done;
            }
            var content = writer.Write(subscriber, wanted ?? DateOnly.FromDateTime(DateTime.UtcNow), papers);
            if (parsed.GetValue(output) is not { } file)
            {
                await Console.Out.WriteLineAsync($"Subject: {content.Subject}\n\n{content.Text}".AsMemory(), cancel);
                return ExitCode.Done;
            }
            Output.WriteFile(file, Path.GetExtension(file).ToLowerInvariant() switch
            {
                ".html" => content.Html,
                ".txt" => content.Text,
                ".eml" => System.Text.Encoding.ASCII.GetString(MailMessage.Digest(settings, subscriber.Email, content, DateTimeOffset.UtcNow).Bytes),
                _ => throw new UserException($"'{file}' ends neither in .html, .txt nor .eml."),
            });
            return ExitCode.Done;

            IReadOnlyList<CatalogueEntry> OfDay(DateOnly? chosen) => round.Papers(subscriber.Topics, [.. catalogue.Day(chosen)?.Entries.Select(entry => entry.Slug) ?? []]);
        }));
        return command;
    }

    private static Command Send()
    {
        var address = PublicAddress(required: true);
        var command = new Command("send", "Make today's digests, each once for a subscriber and a day, and send every mail that is due. May be called as often as you like, also beside a serving site.") { address };
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            var face = ReadAddress(parsed.GetValue(address));
            var settings = Settings() ?? throw new UserException("No mail server is set: PRAXIS_SMTP_HOST, and with it PRAXIS_SMTP_FROM, PRAXIS_SMTP_PORT, PRAXIS_SMTP_TLS, PRAXIS_SMTP_USER and PRAXIS_SMTP_PASSWORD.");
            session.FillCatalogue();
            var outbox = new Outbox(session.Store, settings);
            outbox.Tidy();
            var made = DigestMail.Round(session.Store, session.Search, outbox, DigestMail.Writer(session.Store, session.Library, face)).Run(cancel);
            var report = await new OutboxSender(outbox, settings).SendAsync(cancel);
            var counts = outbox.Counts();
            await Console.Out.WriteLineAsync($"{made} new, {report.Sent} sent, {report.Failed} given up, {counts.Waiting} waiting{(counts.Doubtful > 0 ? $"; {counts.Doubtful} ever sent twice with the same Message-ID, for a server's answer was never seen" : "")}");
            foreach (var problem in report.Problems) await Console.Error.WriteLineAsync($"praxis: {problem}");
            return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.Failed;
        }));
        return command;
    }

    /// <summary>The mail server of the environment, or null.</summary>
    /// <exception cref="UserException">The settings are wrong.</exception>
    public static SmtpSettings? Settings()
    {
        try
        {
            return SmtpSettings.FromEnvironment();
        }
        catch (MailSettingsException e)
        {
            throw new UserException(e.Message);
        }
    }

    private static Option<string?> PublicAddress(bool required) => new("--public") { Description = "The address under which readers know the site, for the links", HelpName = "URL", Required = required };

    private static string ReadAddress(string? typed) =>
        typed is null ? LocalAddress
        : Uri.TryCreate(typed, UriKind.Absolute, out var face) && (face.Scheme == Uri.UriSchemeHttp || face.Scheme == Uri.UriSchemeHttps) && face.PathAndQuery == "/" ? typed
        : throw new UserException($"'{typed}' is no address that readers know; write for example --public https://papers.example.org.");
}
