using System.CommandLine;

namespace AnoGan.Cli.Tests;

/// <summary>`anogan completion`: the scripts, loaded by the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    // What is on the line, and what the Tab key is to offer, in a folder with a.csv, 'my photos' and runs.
    private static readonly (string Line, string[] Offered)[] Cases =
    [
        ("anogan tr", ["train"]), ("anogan completion p", ["powershell"]),
        ("anogan train --fit ", ["crop", "pad", "stretch"]), ("anogan train --fit=st", ["--fit=stretch"]),
        ("anogan score --device c", ["cpu", "cuda"]), ("anogan baseline runs runs --method ", ["nearest", "pca"]),
        ("anogan train --model ru", ["runs"]), ("anogan train -m ru", ["runs"]),
        ("anogan train --model=ru", ["--model=runs"]), ("anogan train my", ["my photos"]),
        ("anogan evaluate runs runs ru", ["runs"]), ("anogan evaluate runs --labels a", ["a.csv"]),
        ("anogan compare a", ["a.csv"]), ("anogan compare --tolerance 1 a.csv ru", ["runs"]),
        ("anogan import-idx a", ["a.csv"]), ("anogan train --mod", ["--model"]), ("anogan train -m runs --mod", []),
        ("anogan train --fit=pad --fi", []), ("anogan score train --ma", ["--mask"]),
    ];

    private readonly TempFolder _folder = new();

    public CompletionTests()
    {
        File.WriteAllText(_folder["a.csv"], "");
        Directory.CreateDirectory(_folder["my photos/good"]);
        Directory.CreateDirectory(_folder["runs"]);
    }

    public static TheoryData<string> Shells => ["bash", "zsh", "fish", "powershell"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Shells))]
    public async Task Every_script_knows_every_command_and_option_and_says_how_it_is_loaded(string shell)
    {
        CommandRun run = await CommandRun.Of("completion", shell);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"anogan completion {shell} >", run.Output, StringComparison.Ordinal);
        foreach (Command command in CliApp.BuildRoot().Subcommands)
        {
            Assert.Contains(command.Name, run.Output, StringComparison.Ordinal);
            Assert.All(
                command.Options,
                option =>
                    Assert.Contains(
                        shell == "fish" ? $"-l {option.Name[2..]}" : option.Name, run.Output, StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task Bash_offers_what_fits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash as elsewhere");
        string script = await Script("bash");

        // bash splits the words of a line at blanks and at the sign.
        await Check("bash", ["-c", """
            cd "$1"; source "$2"; shift 2
            for line; do
                COMP_WORDS=(); word=''
                for ((i = 0; i < ${#line}; i++)); do
                    case ${line:i:1} in
                        ' ') [[ $word ]] && COMP_WORDS+=("$word"); word='' ;;
                        '=') COMP_WORDS+=("$word" '='); word='' ;;
                        *) word+=${line:i:1} ;;
                    esac
                done
                COMP_WORDS+=("$word"); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                _anogan
                IFS='|'; echo "$line:${COMPREPLY[*]}"; unset IFS
            done
            """, "_", _folder.Path, script]);
    }

    [Fact]
    public async Task Fish_offers_what_fits()
    {
        RequireProgram("fish");
        string script = await Script("fish");

        await Check("fish", ["--no-config", "-c", """
            cd $argv[1]; source $argv[2]
            for line in $argv[3..]
                echo $line:(string join -- '|' (complete -C $line | string split -f 1 \t))
            end
            """, _folder.Path, script]);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task PowerShell_offers_what_fits()
    {
        RequireProgram("pwsh");
        string script = await Script("powershell");
        File.WriteAllText(_folder["check.ps1"], """
            Set-Location $args[0]; Get-Content -Raw $args[1] | Invoke-Expression
            foreach ($line in $args | Select-Object -Skip 2) { $line + ':' + ((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join '|') }
            """);

        await Check("pwsh", ["-NoProfile", "-File", _folder["check.ps1"], _folder.Path, script]);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("bash")]
    [InlineData("zsh")]
    public async Task The_tab_key_completes_the_line_in_a_terminal(string shell)
    {
        RequireProgram("script");
        RequireProgram(shell);
        string script = await Script(shell);
        string start = shell == "bash" ? $"bash --noprofile --rcfile {_folder[".zshrc"]} -i" : "zsh -i";
        string load = shell == "bash" ? "" : "autoload -U compinit; compinit -u -D; ";
        File.WriteAllText(_folder[".zshrc"], $"{load}source {script}; anogan() {{ printf '[%s]' \"$@\"; echo; }}; "
            + "PS1='> '\n");
        File.WriteAllText(_folder["typed"], """
            anogan tr~
            anogan train my~
            anogan train my\ photos/g~
            anogan train --model ru~
            anogan train -m ru~
            anogan train --fit st~
            anogan train --fit=st~
            anogan train --model=ru~
            anogan evaluate --labels a~ --lab~
            anogan compare a~
            exit

            """.Replace('~', '\t'));

        ProcessRun run = await ProcessRun.Of("bash", ["-c", $"cd {_folder.Path}; timeout 100 script -qec '{start}' "
            + "/dev/null < typed"],
            new Dictionary<string, string> { ["ZDOTDIR"] = _folder.Path, ["TERM"] = "dumb" });

        string[] called =
        [
            .. run
                .Output.Split('\n')
                .Select(line => line.TrimEnd('\r'))
                .Where(line => line.Contains('[', StringComparison.Ordinal) && line.EndsWith(']'))
                .Select(line => line[line.IndexOf('[')..].Replace("/]", "]", StringComparison.Ordinal)),
        ];
        Assert.Equal(
            [
                "[train]", "[train][my photos]", "[train][my photos/good]", "[train][--model][runs]",
                "[train][-m][runs]", "[train][--fit][stretch]", "[train][--fit=stretch]", "[train][--model=runs]",
                "[evaluate][--labels][a.csv][--lab]", "[compare][a.csv]",
            ],
            called);
    }

    private async Task<string> Script(string shell)
    {
        CommandRun run = await CommandRun.Of("completion", shell);
        string path = _folder[$".completion.{shell}"];
        File.WriteAllText(path, run.Output);
        return path;
    }

    // The shell prints LINE:OFFERED|OFFERED for each line that it is given.
    private static async Task Check(string shell, string[] args)
    {
        ProcessRun run = await ProcessRun.Of(shell, [.. args, .. Cases.Select(c => c.Line)]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] lines = run.Output.TrimEnd('\n').Split('\n');
        Assert.Equal(Cases.Length, lines.Length);
        Assert.All(
            Cases.Zip(lines),
            pair =>
            {
                string typed = pair.First.Line[(pair.First.Line.LastIndexOf(' ') + 1)..],
                    before = typed[..(typed.IndexOf('=') + 1)];
                string[] offered =
                [
                    .. pair.Second[(pair.Second.IndexOf(':') + 1)..]
                        .Split('|', StringSplitOptions.RemoveEmptyEntries)
                        .Select(text => Plain(text, before))
                        .Order(StringComparer.Ordinal),
                ];
                Assert.Equal(
                    (pair.First.Line, string.Join('|', pair.First.Offered)),
                    (pair.First.Line, string.Join('|', offered)));
            }
        );
    }

    // Shells differ in what they put around a name, and in whether what stands before the sign is offered again.
    private static string Plain(string offered, string before)
    {
        string value = offered.Trim('\r').StartsWith(before, StringComparison.Ordinal)
            ? offered.Trim('\r')[before.Length..]
            : offered.Trim('\r');
        value = value.Trim('\'').TrimEnd('/');
        return before + (value.StartsWith("./", StringComparison.Ordinal) ? value[2..] : value);
    }

    private static void RequireProgram(string name) =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, name))),
            $"{name} is not installed");
}
