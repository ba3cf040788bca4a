using System.Text.Json;
using AnoGan.Diagnosis;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Diagnosis;

[Collection(TensorTests.Name)]
public sealed class DoctorTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private DoctorRequest Request => new()
    {
        CurrentFolder = _temp.Path,
        TempFolder = _temp.Path,
        CacheFolder = Path.Combine(_temp.Path, "cache", "anogan"),
        Environment = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = "1" },
        Terminal = ["stdout is redirected"],
        Packages = new Dictionary<string, string> { ["Some.Package"] = "1.2.3" },
    };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Finds_that_everything_works_here_and_leaves_no_file()
    {
        long before = TensorAssert.LiveTensors;

        DiagnosisReport report = Doctor.Examine(Request);

        Assert.True(report.Works, string.Join('\n', report.Checks));
        Assert.Equal(
            [
                "program", "system", "processor", "memory", "libtorch", "computing", "cuda", "images", "libraries",
                "folder", "temp", "cache", "environment", "terminal",
            ],
            report.Checks.Select(check => check.Name));
        foreach (string needed in (string[])["libtorch", "computing", "images"])
            Assert.Equal(FindingStatus.Ok, Check(report, needed).Status);
        Assert.All(report.Checks, check => Assert.Equal(check.Status == FindingStatus.Ok, check.Remedy is null));
        Assert.Contains("Some.Package 1.2.3", Check(report, "program").Details[0], StringComparison.Ordinal);
        Assert.Contains(
            "PNG, PNG of 16 bits, JPEG, TIFF, BMP, WebP, GIF, PNM can be read", Check(report, "images").Text,
            StringComparison.Ordinal);
        Assert.Contains(
            Check(report, "libraries").Details, path => path.Contains("torch_cpu", StringComparison.Ordinal));
        Assert.Contains(Check(report, "libraries").Details, path => path.Contains("vips", StringComparison.Ordinal));
        Assert.Equal(["OMP_NUM_THREADS=1"], Check(report, "environment").Details);
        Assert.Empty(TempFolder.NamesIn(_temp.Path));
        Assert.Equal(before, TensorAssert.LiveTensors);
    }

    [Fact]
    public void Warns_of_folders_that_cannot_be_written_and_makes_none()
    {
        File.WriteAllText(_temp["file"], "");
        string missing = Path.Combine(_temp.Path, "missing");

        DiagnosisReport report = Doctor.Examine(
            Request with
            {
                CurrentFolder = missing,
                TempFolder = missing,
                CacheFolder = Path.Combine(_temp["file"], "anogan"),
            }
        );

        foreach (string name in (string[])["images", "folder", "temp", "cache"])
        {
            Assert.Equal(FindingStatus.Warning, Check(report, name).Status);
            Assert.Contains("cannot be written", Check(report, name).Text, StringComparison.Ordinal);
            Assert.NotNull(Check(report, name).Remedy);
        }

        Assert.True(report.Works);
        Assert.Equal(["file"], TempFolder.NamesIn(_temp.Path));
    }

    [Fact]
    public void A_check_that_throws_is_a_finding()
    {
        Finding needed = Doctor.Guarded(
            "a",
            () =>
                throw new TypeInitializationException(
                    "T", new TypeInitializationException("U", new DllNotFoundException("no\nlibrary"))),
            "do it");
        Finding other = Doctor.Guarded(
            "b", () => throw new InvalidOperationException(new string('x', 400)), remedy: null, isNeeded: false);

        Assert.Equal(
            ("a", FindingStatus.Failed, "DllNotFoundException: no library", "do it"),
            (needed.Name, needed.Status, needed.Text, needed.Remedy));
        Assert.Equal(
            (FindingStatus.Warning, $"InvalidOperationException: {new string('x', 300)} …"), (other.Status, other.Text)
        );
    }

    [Fact]
    public void Says_it_in_text_and_as_json()
    {
        var report = new DiagnosisReport
        {
            Checks =
            [
                new("program", FindingStatus.Ok, "anogan") { Details = ["in\u001b[2J"] },
                new("cuda", FindingStatus.Warning, "none") { Remedy = "buy one" },
                new("libtorch", FindingStatus.Failed, "gone"),
            ],
        };
        using var text = new StringWriter { NewLine = "\n" };

        report.WriteText(text);
        using var json = JsonDocument.Parse(report.ToJson());

        Assert.Equal(
            """
            ok       program      anogan
                                  in\x1B[2J
            warning  cuda         none
                                  → buy one
            FAILED   libtorch     gone

            """.ReplaceLineEndings("\n"), text.ToString());
        JsonElement root = json.RootElement;
        Assert.Equal(
            ["format", "format_version", "works", "checks"], root.EnumerateObject().Select(property => property.Name));
        Assert.False(root.GetProperty("works").GetBoolean());
        Assert.Equal(
            ["ok", "warning", "failed"],
            root.GetProperty("checks").EnumerateArray().Select(check => check.GetProperty("status").GetString()));
        Assert.Equal(
            ["name", "status", "text", "remedy", "details"],
            root.GetProperty("checks")[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public void Tries_a_picture_of_every_format_that_is_read()
    {
        string[] formats =
        [
            .. Enum.GetNames<ImageFormat>()
                .Where(name => name != nameof(ImageFormat.Unknown))
                .Select(name => name.ToUpperInvariant()),
        ];

        Assert.All(
            formats,
            format =>
                Assert.Contains(
                    TinyPicture.All, picture => picture.Format.StartsWith(format, StringComparison.OrdinalIgnoreCase)));
    }

    private static Finding Check(DiagnosisReport report, string name) =>
        report.Checks.Single(check => check.Name == name);
}
