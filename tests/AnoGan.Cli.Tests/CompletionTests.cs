namespace AnoGan.Cli.Tests;

/// <summary>`anogan completion`: the scripts, loaded by the shells that they are for.</summary>
public sealed class CompletionTests : IDisposable
{
    // What is on the line, and what the Tab key is to offer, in a folder with a.csv, 'my photos' and runs.
    private static readonly (string Line, string[] Offered)[] Cases =
    [
        ("anogan tr", ["train"]), ("anogan completion p", ["powershell"]),
        ("anogan train --fit ", ["crop", "pad", "stretch"]), ("anogan train --fit=st", ["stretch"]),
        ("anogan score --device c", ["cpu", "cuda"]),
        ("anogan baseline runs runs --method ", ["features", "nearest", "pca"]),
        ("anogan train --critic-l", ["--critic-lr"]), ("anogan score train --ma", ["--mask"]),
        ("anogan train --fit=pad --fi", []), ("anogan compare --tolerance 1 --to", []),
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
    public async Task Every_script_says_how_it_is_loaded(string shell)
    {
        CommandRun run = await CommandRun.Of("completion", shell);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains($"anogan completion {shell} >", run.Output, StringComparison.Ordinal);
        Assert.InRange(run.Output.Split('\n').Length, 10, 20);
    }

    [Fact]
    public async Task Words_need_no_libtorch()
    {
        // Loading libtorch on a system with an old libstdc++ leaves a patched library in the cache.
        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["[suggest:19]", "anogan train --fit "],
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = _folder["cache"] });

        Assert.Equal((0, "crop\npad\nstretch\n", ""), (run.ExitCode, run.Output, run.Error));
        Assert.False(Directory.Exists(_folder["cache"]));
    }

    [Fact]
    public async Task Bash_offers_what_fits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "no bash as elsewhere");

        await Check("bash", ["-c", """
            cd "$1"; source "$2"; shift 2
            for COMP_LINE; do
                COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                _anogan
                IFS='|'; echo "$COMP_LINE:${COMPREPLY[*]}"; unset IFS
            done
            """, "_", _folder.Path, await Script("bash")]);
    }

    [Fact]
    public async Task Fish_offers_what_fits()
    {
        RequireProgram("fish");

        await Check("fish", ["--no-config", "-c", """
            cd $argv[1]; source $argv[2]
            for line in $argv[3..]
                set -l words (complete -C $line | string split -f 1 \t)
                echo "$line:"(string join -- '|' $words '')
            end
            """, _folder.Path, await Script("fish")]);
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
    public async Task The_tab_key_completes_words_and_paths_in_a_terminal(string shell)
    {
        RequireProgram("script");
        RequireProgram(shell);
        string script = await Script(shell);
        string start = shell == "bash" ? $"bash --noprofile --rcfile {_folder[".zshrc"]} -i" : "zsh -i";
        string load = shell == "bash" ? "" : "autoload -U compinit; compinit -u -D; ";
        File.WriteAllText(_folder[".zshrc"], $"{load}source {script}; anogan() {{ if [[ $1 == '[suggest'* ]]; then "
            + $"{ProcessRun.Program} \"$@\"; else printf '[%s]' \"$@\"; echo; fi; }}; PS1='> '\n");
        File.WriteAllText(_folder["typed"], """
            anogan tr~
            anogan train my~
            anogan train my\ photos/g~
            anogan train --model ru~
            anogan train -m ru~
            anogan train --fit st~
            anogan train --fit=st~
            anogan evaluate --labels a~ --boot~
            exit

            """.Replace('~', '\t'));

        ProcessRun run = await ProcessRun.Of("bash", ["-c", $"cd {_folder.Path}; timeout 100 script -qec '{start}' "
            + "/dev/null < typed"],
            new Dictionary<string, string> { ["ZDOTDIR"] = _folder.Path, ["TERM"] = "dumb" });

        string[] called =
        [
            .. run.Output.Split('\n')
                .Select(line => line.TrimEnd('\r'))
                .Where(line => line.Contains('[', StringComparison.Ordinal) && line.EndsWith(']'))
                .Select(line => line[line.IndexOf('[')..].Replace("/]", "]", StringComparison.Ordinal)),
        ];
        Assert.Equal(
            [
                "[train]", "[train][my photos]", "[train][my photos/good]", "[train][--model][runs]",
                "[train][-m][runs]", "[train][--fit][stretch]", "[train][--fit=stretch]",
                "[evaluate][--labels][a.csv][--bootstrap]",
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
        string programs = Path.GetDirectoryName(ProcessRun.Program) + Path.PathSeparator;
        ProcessRun run = await ProcessRun.Of(shell, [.. args, .. Cases.Select(c => c.Line)],
            new Dictionary<string, string> { ["PATH"] = programs + Environment.GetEnvironmentVariable("PATH") });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            Cases.Select(c => $"{c.Line}:{string.Join('|', c.Offered)}"),
            run.Output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).Select(Plain));
    }

    // Shells differ in their order, and in whether what stands before the sign is offered again.
    private static string Plain(string line)
    {
        string typed = line[..line.IndexOf(':')];
        string before = typed[(typed.LastIndexOf(' ') + 1)..(typed.LastIndexOf('=') + 1 is var end && end
            > typed.LastIndexOf(' ') ? end : typed.LastIndexOf(' ') + 1)];
        return $"{typed}:{string.Join('|', line[(typed.Length + 1)..]
            .Split('|', StringSplitOptions.RemoveEmptyEntries)
            .Select(word => word.StartsWith(before, StringComparison.Ordinal) ? word[before.Length..] : word)
            .Order(StringComparer.Ordinal))}";
    }

    private static void RequireProgram(string name) =>
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "")
                .Split(Path.PathSeparator)
                .Any(folder => File.Exists(Path.Combine(folder, name))),
            $"{name} is not installed");
}
