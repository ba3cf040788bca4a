using AnoGan.Data;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class PictureFolderTests : IDisposable
{
    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    private string Photos => Path.Combine(_temp.Path, "photos");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Passes_over_results_and_models_with_one_warning_that_names_them()
    {
        Write("good/a.png");
        Write("results/run.json", """{ "format": "anogan-run", "method": "pca" }""");
        Write("results/heatmaps/good/a.png.jpg");
        Write("old/part/model.json", """{ "format": "anogan-model" }""");
        Write("old/part/samples/0001.png");
        Write("drawn/samples.json", """{ "format": "anogan-samples" }""");
        Write("drawn/samples.png");
        Write("part.unfinished/.lock");
        Write("part.unfinished/training-images.png");

        // These are pictures: another program's run, and what import-idx and demo-data made.
        Write("mine/run.json", """{ "format": "another-run" }""");
        Write("mine/b.png");
        Write("digits/import.json", """{ "format": "anogan-import" }""");
        Write("digits/7/c.png");
        Write("talk.unfinished/d.png");

        Assert.Equal(["digits/7/c.png", "good/a.png", "mine/b.png", "talk.unfinished/d.png"], List());

        Assert.Equal([$"{Photos}: 4 folders that anogan wrote passed over (drawn, old/part, part.unfinished, "
            + "results); keep results and models outside of the images"], _warnings);
    }

    [Theory]
    [InlineData("", "found a results folder, which anogan wrote")]
    [InlineData("heatmaps", "lies in a results folder, which anogan wrote")]
    [InlineData("heatmaps/good", "lies in a results folder, which anogan wrote")]
    public void Refuses_the_results_themselves_and_the_pictures_in_them(string below, string found)
    {
        Write("results/run.json", """{ "format": "anogan-run" }""");
        Write("results/heatmaps/good/a.png.jpg");
        string named = Path.Combine(Photos, "results", below);

        string message = Assert.Throws<AnoGanException>(() => List(named)).Message;

        Assert.Equal($"{named}: {found}, expected a folder of images; name the folder of your own images", message);
    }

    [Fact]
    public void Photos_somewhere_below_a_folder_of_results_are_photos()
    {
        Write("run.json", """{ "format": "anogan-run" }""");
        Write("project/photos/a.png");

        Assert.Single(List(Path.Combine(Photos, "project", "photos")));
    }

    [Fact]
    public void A_link_that_leads_nowhere_is_a_warning_and_where_strict_an_error()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Write("good/a.png");
        File.CreateSymbolicLink(Path.Combine(Photos, "bad-dir"), "/nowhere/at/all");

        Assert.Equal(["good/a.png"], List());
        string message = Assert
            .Throws<AnoGanException>(() => PictureFolder.List(Photos, PageMode.First, threads: 1, strict: true, null))
            .Message;

        Assert.Equal([$"{Photos}: 1 link to nothing passed over (bad-dir); mend or remove them, or use --strict to "
            + "stop instead"], _warnings);
        Assert.Equal($"{Photos}/bad-dir: a link that leads nowhere, expected images or nothing; mend or remove it, or "
            + "leave --strict out", message);
    }

    [Fact]
    public void Names_with_backslashes_point_at_the_archive_they_came_from()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "a backslash separates folders there");
        Write(@"good\1.png");
        Write(@"good\2.png");
        Write("3.png");

        Assert.Equal(3, List().Length);

        Assert.StartsWith(
            $@"{Photos}: 2 file names with a backslash (good\1.png, good\2.png): folders of an archive that was made on Windows",
            Assert.Single(_warnings), StringComparison.Ordinal);
    }

    private void Write(string name, string text = "") => File.WriteAllText(_temp[$"photos/{name}"], text);

    private string[] List() => [.. List(Photos).Select(file => file.RelativePath)];

    private IReadOnlyList<ImageFile> List(string folder) =>
        PictureFolder.List(folder, PageMode.First, threads: 1, strict: false, _warnings.Add);
}
