using System.CommandLine;
using Orchestrator.Cli.Output;

namespace Orchestrator.Cli.Commands;

/// <summary><c>cccc completion SHELL</c>: a script that asks cccc itself what fits, so that it is never behind the verbs.</summary>
internal static class CompletionCommand
{
    // The [suggest:POSITION] directive of System.CommandLine prints what fits there, a line each.
    private const string Bash =
        """
        # Put this into ~/.bashrc:  source <(cccc completion bash)
        _cccc_complete() {
          local word="${COMP_WORDS[COMP_CWORD]}" line
          COMPREPLY=()
          while IFS= read -r line; do
            [[ "$line" == "$word"* ]] && COMPREPLY+=("$line")
          done < <("${1/#\~/$HOME}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2>/dev/null)
        }
        complete -o default -F _cccc_complete cccc

        """;

    private const string Zsh =
        """
        #compdef cccc
        # Put this into ~/.zshrc, below compinit:  source <(cccc completion zsh)
        _cccc() {
          local -a fitting
          fitting=("${(@f)$(cccc "[suggest:${CURSOR}]" "${BUFFER}" 2>/dev/null)}")
          fitting=("${(@)fitting:#}")
          if (( ${#fitting} )); then
            compadd -- "${fitting[@]}"
          else
            _files
          fi
        }
        if [ "${funcstack[1]}" = "_cccc" ]; then
          _cccc "$@"
        else
          compdef _cccc cccc
        fi

        """;

    private const string Fish =
        """
        # Put this into ~/.config/fish/completions/cccc.fish:  cccc completion fish > ~/.config/fish/completions/cccc.fish
        complete -c cccc -a '(cccc "[suggest:"(string length -- (commandline -cp))"]" (commandline -p) 2>/dev/null)'

        """;

    public static Command Create()
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command("completion", "Print a completion script for a shell.") { shell };
        command.SetAction(parsed =>
        {
            var script = parsed.GetValue(shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => Fish,
            };
            parsed.InvocationConfiguration.Output.Write(script.ReplaceLineEndings("\n"));
            return ExitCode.Done;
        });
        return command;
    }
}
