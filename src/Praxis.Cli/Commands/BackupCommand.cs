using System.CommandLine;
using Praxis.Lab;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis backup FILE</c> and <c>praxis restore FILE</c>.</summary>
internal static class BackupCommand
{
    public static Command CreateBackup()
    {
        var file = new Argument<string>("file") { Description = "Where to write, such as praxis-2026-11-22.zip", HelpName = "FILE" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a file that is there" };
        var command = new Command("backup", "Write everything that is yours into one file: the store, the site's keys, added data sets. The site may go on serving. The file holds secrets; keep it like a password.") { file, overwrite };
        HelpExamples.Add(command, """
            praxis backup praxis-$(date +%F).zip       while the site serves, for example every night
            praxis restore praxis-2026-11-22.zip       after stopping it
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            string path = parsed.GetValue(file)!;
            if (Directory.Exists(path)) throw new UserException($"{path} is a folder; name a file in it.");
            if (File.Exists(path) && !parsed.GetValue(overwrite)) throw new UserException($"{path} is there already; name another file, or add --overwrite.");
            var contents = StoreBackup.Write(session.Store, Output.FullPath(path));
            Console.WriteLine($"Wrote {path}: {contents.Files.Count} {(contents.Files.Count == 1 ? "file" : "files")}, {contents.Bytes() / 1e6:0.0} MB before packing.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    public static Command CreateRestore()
    {
        var file = new Argument<string>("file") { Description = "A file written by praxis backup", HelpName = "FILE" };
        var command = new Command("restore", "Put a backup in place of the data folder's store. Stop the site first. What was there is moved aside, into before-restore-… in the data folder.") { file };
        HelpExamples.Add(command, """
            praxis restore praxis-2026-11-22.zip
            praxis restore praxis-2026-11-22.zip --data /srv/praxis
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            using var held = FolderLock.Take(session.Folder, "restores a backup");
            var aside = StoreRestore.Read(parsed.GetValue(file)!, session.Folder, Session.Modules);
            Console.WriteLine($"Restored {parsed.GetValue(file)} to {session.Folder}.{(aside is null ? "" : $" What was there is in {aside}.")}");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}
