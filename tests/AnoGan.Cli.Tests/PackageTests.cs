using System.IO.Compression;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace AnoGan.Cli.Tests;

/// <summary>
/// The packages, from `dotnet pack` to a program that uses them on a machine where the project is not.
/// </summary>
public sealed class PackageTests(TinyRun tiny) : IClassFixture<TinyRun>
{
    private static readonly string Library = Path.Combine(ProjectRoot.Path, "samples", "library");
    private static readonly string[] Readmes =
    [
        .. new[] { "AnoGan", "AnoGan.Cli" }.Select(name => Path.Combine(ProjectRoot.Path, "src", name, "PACKAGE.md")),
    ];

    private static readonly string MachinePackages = Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static readonly XDocument Props = XDocument.Load(Path.Combine(ProjectRoot.Path, "Directory.Build.props"));

    // Build servers would outlive the test, and hold its pipes.
    private static readonly Dictionary<string, string> NoServers = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["UseSharedCompilation"] = "false",
        ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0",
        ["DOTNET_NOLOGO"] = "1",
    };

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Tool_and_library_work_from_a_feed_on_a_clean_folder()
    {
        using var folder = new TempFolder();
        string feed = folder["feed"], model = folder["model"];
        WriteConfig(folder["nuget.config"], feed);

        // With outputs of its own: the ones beside the sources are in use by other tests.
        await Dotnet(
            "pack", Path.Combine(ProjectRoot.Path, "AnoGan.sln"), "--artifacts-path", folder["artifacts"], "-o", feed,
            "-v", "q", "-p:RunAnalyzers=false");
        string[] packages =
        [
            .. Directory
                .GetFiles(feed)
                .Select(file => Regex.Replace(Path.GetFileName(file), @"\.\d+\.\d+\.\d+\.", ".")),
        ];
        Directory.Delete(folder["artifacts"], recursive: true);
        XElement[] needed =
        [
            .. Nuspec(Path.Combine(feed, $"AnoGan.Core.{Props.Descendants("VersionPrefix").Single().Value}.nupkg"))
                .Descendants()
                .Where(e => e.Name.LocalName == "dependency"),
        ];

        await Dotnet(
            "tool", "install", "anogan", "--tool-path", folder["tool"], "--configfile", folder["nuget.config"]);
        string tool = folder["tool/anogan"];
        ProcessRun version = await ProcessRun.Of(tool, ["--version"]);
        ProcessRun demo = await ProcessRun.Of(
            tool,
            ["demo-data", "--out", folder["demo"], "--size", "32", "--train", "2", "--good", "1", "--defects", "1"]);
        ProcessRun train = await ProcessRun.Of(
            tool, ["train", tiny.Train, "--model", model, "--quiet", "--steps", "2", .. TinyRun.Fast]);

        CopyLibrarySample(folder["program"]);

        // Of a package that is there for a file alone the path is written out, and a fallback folder is no root.
        await Dotnet("build", folder["program"], "-v", "q", $"-p:NuGetPackageRoot={MachinePackages}/");
        string program = Directory
            .GetFiles(folder["program"], "score-folder", SearchOption.AllDirectories)
            .Single(file => file.Contains("bin", StringComparison.Ordinal));
        ProcessRun scored = await ProcessRun.Of(program, [tiny.Train, folder["demo/test"], model, folder["results"]]);
        ProcessRun trained = await ProcessRun.Of(
            program, [tiny.Train, folder["demo/test"], folder["other"], folder["results"], "2"]);
        string picture = folder["demo/test/good/000.png"];
        ProcessRun single = await ProcessRun.Of(program, [tiny.Train, picture, model, folder["results"]]);
        ProcessRun refused = await ProcessRun.Of(program, [tiny.Train, folder["nowhere"], model, folder["results"]]);

        string system =
            OperatingSystem.IsWindows() ? "win-x64"
            : OperatingSystem.IsMacOS() ? "osx-arm64"
            : "linux-x64";
        Assert.Equal(
            ["AnoGan.Core.nupkg", "AnoGan.Core.snupkg", $"anogan.{system}.nupkg", "anogan.nupkg"],
            packages.Order(StringComparer.Ordinal));
        Assert.Equal(
            ["[2.1.13, 3.0.0)"],
            needed
                .Where(e => (string)e.Attribute("id")! == "SixLabors.ImageSharp")
                .Select(e => (string)e.Attribute("version")!));
        Assert.DoesNotContain(
            needed, e => ((string)e.Attribute("id")!).StartsWith("SkiaSharp", StringComparison.Ordinal));
        Assert.Equal(0, version.ExitCode);
        Assert.Equal((await CommandRun.Of("--version")).Output, version.Output.ReplaceLineEndings("\n"));
        Assert.NotEmpty(Directory.GetFiles(folder["tool"], "resnet18.onnx", SearchOption.AllDirectories));
        Assert.True(demo.ExitCode == 0, demo.Error);
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.All([scored, trained], run =>
        {
            Assert.True(run.ExitCode == 0, run.Error);
            string[] rows = run.Output.TrimEnd().Split('\n');
            Assert.Equal(5, rows.Length); // one picture of good and one of each defect
            Assert.All(rows, row => Assert.Matches(@"^ *-?\d+\.\d{3}  p [01]\.\d{3}  [a-z_]+/000\.png\r?$", row));
        });
        Assert.True(File.Exists(folder["results/scores.csv"]));
        Assert.Matches(@"^ *-?\d+\.\d{3}  p [01]\.\d{3}  .*/good/000\.png\r?\n$", single.Output);
        Assert.Contains(scored.Output.TrimEnd().Split('\n'), row => row[..17] == single.Output[..17]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.StartsWith(
            folder["nowhere"], Assert.Single(refused.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Readmes_and_the_sample_name_the_versions_that_are_built_with()
    {
        Dictionary<string, string> properties = Props
            .Descendants("PropertyGroup")
            .Elements()
            .GroupBy(e => e.Name.LocalName)
            .ToDictionary(g => g.Key, g => g.Last().Value);
        Dictionary<string, string> pinned = Props
            .Descendants("PackageVersion")
            .ToDictionary(
                e => (string)e.Attribute("Include")!,
                e =>
                    Regex.Replace(
                        (string)e.Attribute("Version")!, @"\$\((\w+)\)", match => properties[match.Groups[1].Value]));
        pinned["AnoGan.Core"] = properties["VersionPrefix"];
        string[] texts = [.. Readmes.Append(Path.Combine(Library, "score-folder.csproj")).Select(File.ReadAllText)];

        Match[] named = [.. texts.SelectMany(text => Regex.Matches(text, "<PackageReference Include=\"([^\"]+)\" "
            + "Version=\"([^\"]+)\""))];

        Assert.True(named.Length >= 5);
        Assert.All(named, match => Assert.Equal(pinned[match.Groups[1].Value], match.Groups[2].Value));
    }

    [Fact]
    public void The_readme_of_the_library_shows_lines_of_the_sample()
    {
        string[] sample = [.. File.ReadLines(Path.Combine(Library, "Program.cs")).Select(line => line.Trim())];

        string snippet = Regex
            .Match(File.ReadAllText(Readmes[0]), "```csharp\n(.*?)```", RegexOptions.Singleline)
            .Groups[1]
            .Value;

        Assert.NotEmpty(snippet);
        Assert.All(snippet.TrimEnd().Split('\n'), line => Assert.Contains(line.Trim(), sample));
    }

    private static XDocument Nuspec(string package)
    {
        using ZipArchive zip = ZipFile.OpenRead(package);
        using Stream nuspec = zip
            .Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal))
            .Open();
        return XDocument.Load(nuspec);
    }

    // The packages of this machine's builds are taken as they are; what is new stays in the folder.
    private static void WriteConfig(string path, string feed)
    {
        File.WriteAllText(path, $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="packages" /></config>
              <packageSources><add key="feed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="machine" value="{MachinePackages}" /></fallbackPackageFolders>
            </configuration>
            """);
    }

    private static void CopyLibrarySample(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (string file in Directory.GetFiles(Library))
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static async Task Dotnet(params string[] args)
    {
        ProcessRun run = await ProcessRun.Of("dotnet", args, NoServers, minutes: 10);
        Assert.True(run.ExitCode == 0, run.Output + run.Error);
    }
}
