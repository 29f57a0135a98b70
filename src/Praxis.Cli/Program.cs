using System.CommandLine;
using System.CommandLine.Invocation;
using Praxis.Cli;
using Praxis.Cli.Commands;

var root = new RootCommand("Praxis: daily papers that can be run. Browse them, check their claims on your own machine, keep the evidence.");
HelpExamples.Add(root, """
    praxis serve                               open the site on http://127.0.0.1:5080
    praxis papers search "low rank"            find a paper
    praxis run kaprekar                        check a paper's claims here
    praxis use                                 the methods that take your own input
    """);
HelpExamples.PrintAfterHelp(root);
root.Options.Add(Session.DataOption);
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(PapersCommand.Create());
root.Subcommands.Add(SearchCommand.Create());
root.Subcommands.Add(RunCommand.Create());
root.Subcommands.Add(RunsCommand.Create());
root.Subcommands.Add(UseCommand.Create(args));
root.Subcommands.Add(BenchCommand.Create(args));
root.Subcommands.Add(CompressCommand.Create());
root.Subcommands.Add(DataCommand.Create());
root.Subcommands.Add(TrainCommand.Create());
root.Subcommands.Add(GenerateCommand.Create());
root.Subcommands.Add(ModelsCommand.Create());
root.Subcommands.Add(BackupCommand.CreateBackup());
root.Subcommands.Add(BackupCommand.CreateRestore());
root.Subcommands.Add(AccountsCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(CompletionCommand.Create());

var parsed = root.Parse(args);
// One line that says what is wrong is easier to find than the same line above a page of help.
if (parsed.Action is ParseErrorAction error) error.ShowHelp = false;
return await parsed.InvokeAsync(new InvocationConfiguration
{
    // Praxis words its own errors; Ctrl-C gives a running study time to stop cleanly.
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
});
