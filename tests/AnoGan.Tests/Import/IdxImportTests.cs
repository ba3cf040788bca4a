using System.Text.Json;
using AnoGan.Images;
using AnoGan.Import;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Import;

public sealed class IdxImportTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_each_image_into_the_folder_of_its_label_under_its_place_in_the_file()
    {
        IdxImportManifest manifest = Write(Options(5, 3, 5, 12));

        Assert.Equal(["12/00003.png", "3/00001.png", "5/00000.png", "5/00002.png", "import.json"], Files("digits"));
        PixelImage third = ImageCodec.Read(_temp["digits/5/00002.png"]);
        Assert.Equal((2, 1, 1, 8), (third.Width, third.Height, third.Channels, third.BitDepth));
        Assert.Equal([20, 21], third.Data);
        Assert.Equal([("3", 1), ("5", 2), ("12", 1)], manifest.Counts.Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void Leaves_a_file_that_says_where_the_pictures_came_from()
    {
        Write(Options(5, 3, 5, 12) with { Only = [5, 3], Limit = 2 });

        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(_temp["digits/import.json"]));
        JsonElement root = json.RootElement;
        Assert.Equal("anogan-import", root.GetProperty("format").GetString());
        Assert.Equal(
            ("images", "labels"),
            (
                root.GetProperty("images").GetProperty("file").GetString(),
                root.GetProperty("labels").GetProperty("file").GetString()));
        Assert.Equal(64, root.GetProperty("labels").GetProperty("sha256").GetString()!.Length);
        Assert.Equal(
            (4, 2, 1, 2),
            (
                root.GetProperty("imagesInFile").GetInt32(),
                root.GetProperty("width").GetInt32(),
                root.GetProperty("height").GetInt32(),
                root.GetProperty("limit").GetInt32()));
        Assert.Equal(
            """{"3":1,"5":1}""",
            root.GetProperty("counts").GetRawText().Replace(" ", "", StringComparison.Ordinal).ReplaceLineEndings(""));
    }

    [Fact]
    public void Replaces_an_import_but_nothing_else()
    {
        IdxImportOptions options = Options(5, 3);
        Write(options);

        Assert.Throws<AnoGanException>(() => Write(options));
        Write(options with { Overwrite = true, Only = [3] });
        Assert.Equal(["3/00001.png", "import.json"], Files("digits"));

        File.WriteAllText(_temp["digits/notes.txt"], "mine");
        var refusal = Assert.Throws<AnoGanException>(() => Write(options with { Overwrite = true }));
        Assert.Contains("also contains notes.txt", refusal.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(_temp["digits/3/00001.png"]));
    }

    [Fact]
    public void Does_not_delete_its_own_input_with_the_import_that_it_replaces()
    {
        IdxImportOptions options = Options(5, 3);
        Write(options);
        string moved = _temp["digits/3/labels.gz"];
        File.Move(options.LabelsFile, moved);

        var refusal = Assert.Throws<AnoGanException>(() =>
            Write(options with { LabelsFile = moved, Overwrite = true }));

        Assert.StartsWith(
            $"OutputFolder {options.OutputFolder}: holds the file of labels {moved}", refusal.Message,
            StringComparison.Ordinal);
        Assert.True(File.Exists(moved));
    }

    [Fact]
    public void Refuses_files_that_do_not_belong_together()
    {
        IdxImportOptions options = Options(5, 3) with
        {
            ImagesFile = IdxBytes.Save(_temp, "three", IdxBytes.Images(3)),
        };

        var refusal = Assert.Throws<AnoGanException>(() => IdxImport.Plan(options));

        Assert.Contains("found 2 labels, expected 3", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_a_label_that_does_not_occur()
    {
        var refusal = Assert.Throws<AnoGanException>(() => IdxImport.Plan(Options(5, 3) with { Only = [3, 4] }));

        Assert.Contains("Only 4: found no such label", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("expected one of 3, 5", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_nothing_behind_when_it_is_stopped()
    {
        IdxImportOptions options = Options(5, 3);
        using var stop = new CancellationTokenSource();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            IdxImport.Write(options, (_, _) => stop.Cancel(), stop.Token));

        Assert.Equal(
            ["images", "labels"],
            Directory.EnumerateFileSystemEntries(_temp.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("3,")]
    [InlineData("3,five")]
    [InlineData("256")]
    [InlineData("-1")]
    public void Refuses_a_list_that_is_not_of_labels(string list)
    {
        Assert.Throws<AnoGanException>(() => IdxImportOptions.ParseLabels(list));
    }

    [Fact]
    public void Reads_a_list_of_labels()
    {
        Assert.Equal([3, 5, 255], IdxImportOptions.ParseLabels("5, 3,5,255"));
    }

    [Fact]
    public void Imports_the_test_digits_of_MNIST()
    {
        var options = new IdxImportOptions
        {
            ImagesFile = CorpusData.Require("mnist/t10k-images-idx3-ubyte.gz"),
            LabelsFile = CorpusData.Require("mnist/t10k-labels-idx1-ubyte.gz"),
            OutputFolder = _temp["digits"],
        };

        IdxImportManifest plan = IdxImport.Plan(options);
        Write(options with { Limit = 20 });

        // As published: 980 zeros to 1009 nines; the first test digit is a seven.
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], plan.Counts.Values);
        Assert.Equal(21, Files("digits").Length);
        Assert.Contains("7/00000.png", Files("digits"));
        Assert.Equal(28, ImageCodec.Read(_temp["digits/7/00000.png"]).Height);
    }

    private static IdxImportManifest Write(IdxImportOptions options) =>
        IdxImport.Write(options, ct: TestContext.Current.CancellationToken);

    private IdxImportOptions Options(params byte[] labels) => new()
    {
        ImagesFile = IdxBytes.Save(_temp, "images", IdxBytes.Images(labels.Length)),
        LabelsFile = IdxBytes.Save(_temp, "labels", IdxBytes.Gzip(IdxBytes.Labels(labels))),
        OutputFolder = _temp["digits"],
    };

    private string[] Files(string folder) =>
        [
            .. Directory
                .GetFiles(_temp[folder], "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(_temp[folder], f).Replace('\\', '/'))
                .Order(StringComparer.Ordinal),
        ];
}
