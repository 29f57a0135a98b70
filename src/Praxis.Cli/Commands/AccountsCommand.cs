using System.CommandLine;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Spectre.Console;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis accounts …</c>: the accounts of the site, on the machine that runs it.</summary>
internal static class AccountsCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    private static readonly Option<bool> Generate = new("--generate") { Description = "Make a random password and print it once, instead of asking for one" };

    public static Command Create()
    {
        var command = new Command("accounts", "The accounts of the site: list and add them, set a password, make a password link, turn sign-up on or off.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Add());
        command.Subcommands.Add(Password());
        command.Subcommands.Add(Reset());
        command.Subcommands.Add(Switch("admin", "Let an account decide for others: reports, claims, submissions, accounts.", "no longer", Admin));
        command.Subcommands.Add(Switch("block", "Shut an account out and end its sign-ins.", "let it in again", Block));
        command.Subcommands.Add(Remove());
        command.Subcommands.Add(Token());
        command.Subcommands.Add(SignUp());
        HelpExamples.Add(command, """
            praxis accounts password admin             set the admin's password
            praxis accounts reset ada                  a link with which ada sets a new password
            praxis accounts sign-up off                only you make accounts
            """);
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the accounts.") { Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var accounts = session.Accounts.List(limit: int.MaxValue);
            if (parsed.GetValue(Json)) Output.WriteJson(accounts.Select(account => new { account.Name, account.Email, account.IsAdmin, account.IsBlocked, Created = DateTimeOffset.FromUnixTimeSeconds(account.Created) }));
            else if (accounts.Count == 0) Console.WriteLine("No accounts yet. 'praxis accounts add NAME --admin' makes the first.");
            else
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns("name", "mail address", "since", "state");
                foreach (var account in accounts)
                    table.AddRow(account.Name, Markup.Escape(account.Email ?? ""), DateTimeOffset.FromUnixTimeSeconds(account.Created).ToLocalTime().ToString("yyyy-MM-dd"),
                        account.IsBlocked ? "shut out" : account.IsAdmin ? "admin" : account.PasswordHash is null ? "no password yet" : "");
                Output.Console.Write(table);
            }
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Add()
    {
        var name = NameArgument();
        var admin = new Option<bool>("--admin") { Description = "The account decides for others" };
        var command = new Command("add", "Make an account; its password is asked for, or read as one line from standard input.") { name, admin, Generate };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var wanted = parsed.GetValue(name)!;
            if (AccountName.Problem(wanted) is { } problem) throw new UserException(problem);
            if (session.Accounts.Find(wanted) is not null) throw new UserException($"There is an account {wanted} already.");
            var password = Ask(wanted, parsed.GetValue(Generate));
            if (session.Accounts.Add(wanted, AccountPasswords.Hash(password), parsed.GetValue(admin)) is null) throw new UserException($"There is an account {wanted} already.");
            Console.WriteLine($"Made the account {wanted}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Password()
    {
        var name = NameArgument();
        var command = new Command("password", "Set an account's password, which is asked for, or read as one line from standard input. Its sign-ins end.") { name, Generate };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var account = Find(session, parsed.GetValue(name)!);
            session.Accounts.SetPassword(account.Id, AccountPasswords.Hash(Ask(account.Name, parsed.GetValue(Generate))));
            Console.WriteLine($"The password of {account.Name} is set.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Reset()
    {
        var name = NameArgument();
        var site = new Option<string>("--site") { Description = "The site's address as its readers know it", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:5080" };
        var command = new Command("reset", "Make a link with which the account's owner sets a new password. It works once, within an hour.") { name, site };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var account = Find(session, parsed.GetValue(name)!);
            if (account.IsBlocked) throw new UserException($"{account.Name} is shut out; 'praxis accounts block {account.Name} --off' lets it in again.");
            var token = new AccountLinks(session.Store, new PeopleLimits().Link).Make(account.Id, LinkPurpose.Password);
            Console.WriteLine($"{parsed.GetValue(site)!.TrimEnd('/')}/account/reset?t={token}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Remove()
    {
        var name = NameArgument();
        var comments = new Option<bool>("--comments") { Description = "Delete the text of its comments, too" };
        var command = new Command("remove", "Remove an account with its votes, lists and follows. Its comments stay without a name, unless --comments deletes their text, too.") { name, comments };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var account = Find(session, parsed.GetValue(name)!);
            if (!session.Accounts.Remove(account.Id, parsed.GetValue(comments))) throw new UserException($"{account.Name} is the last admin and stays.");
            Console.WriteLine($"Removed {account.Name}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Token()
    {
        var name = NameArgument();
        var label = new Option<string>("--label") { Description = "What the token is for", HelpName = "TEXT", DefaultValueFactory = _ => "command line" };
        var command = new Command("token", "Make a token with which a program starts and cancels runs through the site's JSON interface. It is shown only once.") { name, label };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var account = Find(session, parsed.GetValue(name)!);
            var text = parsed.GetValue(label)!.Trim();
            if (text.Length is 0 or > ApiTokens.LongestLabel) throw new UserException($"--label must have 1 to {ApiTokens.LongestLabel} characters.");
            Console.WriteLine(new ApiTokens(session.Store).Make(account.Id, text) ?? throw new UserException($"{account.Name} has {ApiTokens.Most} tokens already; take one back on the site, under /account/tokens."));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command SignUp()
    {
        var state = new Argument<string>("state") { Description = "on or off" };
        state.AcceptOnlyFromAmong("on", "off");
        var command = new Command("sign-up", "Whether readers may make accounts for themselves.") { state };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var settings = new PeopleSettings(session.Store) { SignUpIsOpen = parsed.GetValue(state) == "on" };
            Console.WriteLine(settings.SignUpIsOpen ? "Readers may make accounts for themselves." : "Accounts are made with 'praxis accounts add NAME' only.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Switch(string verb, string says, string offSays, Action<Session, Account, bool> set)
    {
        var name = NameArgument();
        var off = new Option<bool>("--off") { Description = $"Turn it round: {offSays}" };
        var command = new Command(verb, says) { name, off };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var account = Find(session, parsed.GetValue(name)!);
            set(session, account, !parsed.GetValue(off));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static void Admin(Session session, Account account, bool on)
    {
        if (!session.Accounts.SetAdmin(account.Id, on)) throw new UserException($"{account.Name} is the last admin and stays one.");
        Console.WriteLine(on ? $"{account.Name} is an admin." : $"{account.Name} is no longer an admin.");
    }

    private static void Block(Session session, Account account, bool on)
    {
        if (!session.Accounts.SetBlocked(account.Id, on)) throw new UserException($"{account.Name} is an admin; 'praxis accounts admin {account.Name} --off' comes first.");
        Console.WriteLine(on ? $"{account.Name} is shut out." : $"{account.Name} may come in again.");
    }

    private static Argument<string> NameArgument() => new("name") { Description = "The account's name" };

    private static Account Find(Session session, string name) =>
        session.Accounts.Find(name) ?? throw new UserException($"There is no account {name}. 'praxis accounts list' shows them all.");

    private static string Ask(string name, bool generate)
    {
        if (generate)
        {
            var made = AccountPasswords.New();
            Console.WriteLine($"Password, shown only here: {made}");
            return made;
        }
        string password;
        if (Console.IsInputRedirected) password = Console.ReadLine() ?? "";
        else
        {
            password = AnsiConsole.Prompt(new TextPrompt<string>($"Password for {name}:").Secret());
            if (AnsiConsole.Prompt(new TextPrompt<string>("Once more:").Secret()) != password) throw new UserException("The two are not the same; nothing was changed.");
        }
        return AccountPasswords.Problem(password, name) is { } problem ? throw new UserException(problem) : password;
    }
}
