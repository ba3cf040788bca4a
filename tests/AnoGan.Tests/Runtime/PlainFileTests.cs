using System.Diagnostics;
using AnoGan.Import;
using AnoGan.Models;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class PlainFileTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Is_read_through_links_and_up_to_its_bound()
    {
        File.WriteAllBytes(_temp["file"], [1, 2, 3]);
        File.CreateSymbolicLink(_temp["link"], "file");

        Assert.Equal([1, 2, 3], PlainFile.ReadAllBytes(_temp["link"], 3, "a test"));
        string message = Assert
            .Throws<AnoGanException>(() => PlainFile.ReadAllBytes(_temp["link"], 2, "a test"))
            .Message;
        Assert.Equal($"{_temp["link"]}: found 3 bytes, expected at most 2 for a test; name another file", message);
    }

    [Theory]
    [InlineData("pipe")]
    [InlineData("zero")]
    [InlineData("empty")]
    [InlineData("folder")]
    public void Nothing_else_is_opened_by_any_reader(string kind)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such files");
        foreach (string name in (string[])["scores.csv", "run.json", "model.json", "weights", "images"])
        {
            string path = _temp[name];
            _ = kind switch
            {
                "pipe" => (object)Make(path),
                "zero" => File.CreateSymbolicLink(path, "/dev/zero"),
                "empty" => File.Create(path, 1, FileOptions.None).SafeFileHandle,
                _ => Directory.CreateDirectory(path),
            };
        }

        AssertRefused("weights", () => Safetensors.Read(_temp["weights"]));
        AssertRefused("images", () => IdxFile.ReadImages(_temp["images"]));
        AssertRefused("scores.csv", () => new CsvTable(_temp["scores.csv"], ["path"]).Dispose());
        if (kind == "folder")
            return;
        AssertRefused("model.json", () => ModelDirectory.Load(_temp.Path));
        AssertRefused("run.json", () => RunOrigin.Read(_temp.Path));
        Assert.Equal(
            "contains a run.json of another program",
            new FolderKind("run.json", "x", ["scores.csv", "run.json", "model.json", "weights", "images"]).WhatElse(
                _temp.Path));
    }

    private void AssertRefused(string name, Action read)
    {
        string message = Assert.Throws<AnoGanException>(read).Message;
        Assert.StartsWith(_temp[name] + ": ", message, StringComparison.Ordinal);
        Assert.Matches("found an empty file|found a folder", message);
    }

    private static string Make(string path)
    {
        using var process = Process.Start("mkfifo", path);
        process.WaitForExit();
        return path;
    }
}
