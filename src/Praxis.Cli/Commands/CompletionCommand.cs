using System.CommandLine;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis completion SHELL</c>: a script that lets the shell complete commands, options and slugs.</summary>
internal static class CompletionCommand
{
    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", """
            Print a completion script for your shell.

              bash:  eval "$(./praxis completion bash)"
              zsh:   eval "$(./praxis completion zsh)"
              fish:  ./praxis completion fish | source
            """) { shell };
        command.SetAction(parsed => Console.Write(Script(parsed.GetValue(shell)!)));
        return command;
    }

    // The program itself answers "[suggest:POSITION] LINE" with one completion a line.
    private static string Script(string shell) => shell switch
    {
        "bash" => """
            _praxis() {
                local IFS=$'\n'
                COMPREPLY=($("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null))
            }
            complete -o default -F _praxis praxis ./praxis

            """,
        "zsh" => """
            _praxis() {
                local -a found
                found=("${(@f)$(${words[1]} "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
                compadd -a found
            }
            compdef _praxis praxis ./praxis

            """,
        _ => """
            function _praxis
                set -l line (commandline -cp)
                set -l words (commandline -opc)
                $words[1] "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
            end
            complete -c praxis -f -a "(_praxis)"

            """,
    };
}
