using System.Diagnostics;
using System.Text.Json;

namespace AnoGan.Cli.Tests;

public sealed class DoctorTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public async Task Finds_that_everything_works_here()
    {
        var environment = new Dictionary<string, string>
        {
            ["ANOGAN_TRIAL"] = "seen",
            ["TORCH_TOKEN"] = "hidden",
            ["ANYTHING_ELSE"] = "other",
        };

        ProcessRun run = await ProcessRun.Of(ProcessRun.Program, ["doctor"], environment);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"^ok       program      anogan \d+\.\d+\.\d+, \.NET ", run.Output);
        Assert.Contains("ok       libtorch ", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "ok       computing    a gradient and a product came out right; ", run.Output, StringComparison.Ordinal);
        Assert.Contains("System.CommandLine ", run.Output, StringComparison.Ordinal);
        Assert.Contains("ANOGAN_TRIAL=seen\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("TORCH_TOKEN=(not shown)\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ANYTHING_ELSE", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("FAILED", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Works_without_a_cache_folder_and_says_so()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);

        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program, ["doctor", "--json"],
            new Dictionary<string, string> { ["XDG_CACHE_HOME"] = folder["file"], ["TMPDIR"] = folder.Path });

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var report = JsonDocument.Parse(run.Output);
        JsonElement cache = report
            .RootElement.GetProperty("checks")
            .EnumerateArray()
            .Single(check => check.GetProperty("name").GetString() == "cache");
        Assert.Equal("warning", cache.GetProperty("status").GetString());
        Assert.Contains("XDG_CACHE_HOME", cache.GetProperty("remedy").GetString(), StringComparison.Ordinal);
        Assert.True(report.RootElement.GetProperty("works").GetBoolean());
        Assert.Equal(["file"], folder.Names);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Says_which_variables_to_set_where_no_folder_takes_a_copy_of_the_library()
    {
        using var folder = new TempFolder();
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);

        ProcessRun run = await ProcessRun.Of(
            ProcessRun.Program,
            ["doctor"],
            new Dictionary<string, string>
            {
                ["XDG_CACHE_HOME"] = folder["file/cache"],
                ["TMPDIR"] = folder["file/temp"],
            }
        );

        Assert.SkipWhen(run.ExitCode == ExitCode.Done, "this system needs no patched copy");
        Assert.Equal(ExitCode.Refused, run.ExitCode);
        Assert.Contains(
            $"FAILED   libtorch     {folder["file/cache/anogan"]}: cannot be written and run from (", run.Output,
            StringComparison.Ordinal);
        Assert.Contains(
            "→ set TMPDIR or XDG_CACHE_HOME to a folder that can be written and run from\n", run.Output,
            StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet build", run.Output, StringComparison.Ordinal);
        Assert.StartsWith("anogan: error: libtorch, computing", run.Error, StringComparison.Ordinal);
        Assert.Equal(["file"], folder.Names);
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("libtorch_cpu.so", "libtorch", "libtorch cannot be loaded")]
    [InlineData("libvips.so.42", "images", "PNG, PNG of 16 bits, JPEG, TIFF, WebP, GIF: DllNotFoundException")]
    public async Task Ends_its_report_where_a_native_library_is_missing(string library, string check, string reason)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the native libraries have these names on Linux only");
        string program = Path.Combine(
            Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!, $".doctor-{Path.GetRandomFileName()}");
        try
        {
            // Links instead of copies of 500 MB, beside the program because they cannot lead to another disk.
            using (var copy = Process.Start("cp", ["-al", AppContext.BaseDirectory, program]))
                await copy.WaitForExitAsync(TestContext.Current.CancellationToken);
            File.Delete(Path.Combine(program, library));

            ProcessRun run = await ProcessRun.Of(Path.Combine(program, "anogan"), ["doctor"]);

            Assert.Equal(ExitCode.Refused, run.ExitCode);
            Assert.Contains($"FAILED   {check}", run.Output, StringComparison.Ordinal);
            Assert.Contains(reason, run.Output, StringComparison.Ordinal);
            Assert.Contains("→ build the program again with `dotnet build`", run.Output, StringComparison.Ordinal);
            Assert.Contains("ok       terminal ", run.Output, StringComparison.Ordinal);
            Assert.StartsWith(
                $"anogan: error: {check}", Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal
            );
        }
        finally
        {
            if (Directory.Exists(program))
                Directory.Delete(program, recursive: true);
        }
    }
}
