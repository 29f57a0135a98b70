using System.CommandLine;
using Praxis.Cli;
using Praxis.Cli.Commands;

var root = new RootCommand("""
    Praxis: daily papers that can be run. Browse them, check their claims on your own machine, keep the evidence.

    Begin with:
      praxis serve                      open the site on http://127.0.0.1:5080
      praxis papers search "low rank"   find a paper
      praxis run kaprekar               check a paper's claims here
    """);
root.Options.Add(Session.DataOption);
root.Subcommands.Add(ServeCommand.Create());
root.Subcommands.Add(PapersCommand.Create());
root.Subcommands.Add(RunCommand.Create());
root.Subcommands.Add(RunsCommand.Create());
root.Subcommands.Add(DoctorCommand.Create());
root.Subcommands.Add(CompletionCommand.Create());

return await root.Parse(args).InvokeAsync(new InvocationConfiguration
{
    // Praxis words its own errors; Ctrl-C gives a running study time to stop cleanly.
    EnableDefaultExceptionHandler = false,
    ProcessTerminationTimeout = TimeSpan.FromSeconds(10),
});
