using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class ResultsFolderTests : IDisposable
{
    private static readonly string[] Pictures = ["heatmaps/", "maps/", "overlays/", "reconstructions/", "residuals/"];
    private static readonly RegionRule Rule = new(0.5, MinArea: 2);

    // A region of two pixels and a speck; nothing; no score; a region of three.
    private static readonly ScoredImage[] Images =
    [
        Scored("bad/a.png", [0, 0, 0, 0, 0, 0.75f, 0.625f, 0, 0, 0, 0, 0, 1, 0, 0, 0]),
        Scored("good/b.png", new float[16]),
        new() { File = new ImageFile("/x/c.png", "c.png", ""), Error = "/x/c.png: found an empty file, expected an "
            + "image; take it out" },
        Scored("d.png", [0, 0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]),
    ];

    private readonly TempFolder _temp = new();

    private string Results => Path.Combine(_temp.Path, "results");

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Writes_masks_and_a_table_of_regions_where_defects_are_asked_for()
    {
        Write(Rule);

        string[] names = ["bad/a.png.png", "d.png.png", "good/b.png.png"];
        string[] expected =
        [
            "regions.csv",
            "run.json",
            "scores.csv",
            .. ((string[])[.. Pictures, "masks/"]).SelectMany(kind => names.Select(name => kind + name)),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Files());
        Assert.Equal(
            "path,region,x,y,width,height,area,peak,mean\nbad/a.png,1,1,1,2,1,2,0.75,0.6875\nd.png,1,1,0,3,3,3,1,1\n",
            File.ReadAllText(Path.Combine(Results, "regions.csv")));
        PixelImage mask = Read("masks/bad/a.png.png");
        Assert.Equal((1, 8), (mask.Channels, mask.BitDepth));
        Assert.Equal([0, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0], mask.Data);
        Assert.DoesNotContain((byte)255, Read("masks/good/b.png.png").Data);
    }

    [Fact]
    public void Writes_no_defects_of_images_that_are_called_normal()
    {
        ScoredImage Judged(ScoredImage image, bool isAnomaly) => image with
        {
            Score = new AnomalyScore { Score = 1, PValue = 0.5, IsAnomaly = isAnomaly },
        };

        Write(Rule, images: [Judged(Images[0], isAnomaly: false), Judged(Images[3], isAnomaly: true)]);

        // Both maps have regions above the threshold.
        Assert.Equal(
            "path,region,x,y,width,height,area,peak,mean\nd.png,1,1,0,3,3,3,1,1\n",
            File.ReadAllText(Path.Combine(Results, "regions.csv")));
        Assert.DoesNotContain((byte)255, Read("masks/bad/a.png.png").Data);
        Assert.DoesNotContain(Read("overlays/bad/a.png.png").Data.Chunk(3), p => p is [0, 255, 255]);
        Assert.Equal(3, Read("masks/d.png.png").Data.Count(level => level == 255));
    }

    [Fact]
    public void Writes_residuals_at_the_resolution_that_the_networks_saw()
    {
        Write(rule: null, images: Images[0] with
        {
            Original = TinyImages.Constant(12, 8, 100),
            Maps = DrawnResults.Maps(
                FitGeometry.For(12, 8, 4, FitMode.Pad), new float[16], new float[16],
                residuals: [.. Enumerable.Range(0, 16).Select(i => i / 15f)]),
        });

        PixelImage residual = Read("residuals/bad/a.png.png"), map = Read("maps/bad/a.png.png");
        Assert.Equal((4, 4, 1, 16), (residual.Width, residual.Height, residual.Channels, residual.BitDepth));
        Assert.Equal(Enumerable.Range(0, 16).Select(i => (ushort)(4369 * i)), TinyImages.Words(residual));
        Assert.Equal((12, 8), (map.Width, map.Height));
    }

    [Fact]
    public void Draws_for_people_in_JPEG_and_keeps_the_rest_at_its_own_resolution()
    {
        // Of 12×8 pixels the networks saw 4×3: rows 0 to 2 of the square, for the border above is the smaller half.
        var fit = FitGeometry.For(12, 8, 4, FitMode.Pad);
        Assert.Equal((0, 3), (fit.InnerTop, fit.InnerHeight));
        float[] levels = [.. Enumerable.Range(0, 16).Select(i => i / 15f)];
        Write(Rule, fullPictures: false, images: Images[0] with
        {
            Original = TinyImages.Constant(12, 8, 100), Maps = DrawnResults.Maps(fit, levels, levels),
        });

        string[] expected =
        [
            "heatmaps/bad/a.png.jpg", "maps/bad/a.png.png", "masks/bad/a.png.png", "overlays/bad/a.png.jpg",
            "reconstructions/bad/a.png.png", "regions.csv", "residuals/bad/a.png.png", "run.json", "scores.csv",
        ];
        Assert.Equal(expected, Files());
        foreach (string drawn in (string[])["heatmaps/bad/a.png.jpg", "overlays/bad/a.png.jpg", "masks/bad/a.png.png"])
            Assert.Equal((12, 8), Size(Read(drawn)));
        Assert.Equal((4, 3), Size(Read("reconstructions/bad/a.png.png")));
        PixelImage map = Read("maps/bad/a.png.png");
        Assert.Equal((4, 3), Size(map));
        Assert.Equal([1, .. Enumerable.Range(1, 11).Select(i => (ushort)(4369 * i))], TinyImages.Words(map));

        static (int, int) Size(PixelImage picture) => (picture.Width, picture.Height);
    }

    [Fact]
    public void Draws_what_is_too_long_for_JPEG_in_PNG()
    {
        const int length = 65_536;
        Write(rule: null, fullPictures: false, images: Images[0] with
        {
            Original = TinyImages.Constant(length, 1, 100),
            Maps = DrawnResults.Maps(FitGeometry.For(length, 1, 4, FitMode.Pad), new float[16], new float[16]),
        });

        Assert.Equal(length, Read("heatmaps/bad/a.png.png").Width);
        Assert.Equal(length, Read("overlays/bad/a.png.png").Width);
        Assert.Equal((4, 1), (Read("maps/bad/a.png.png").Width, Read("maps/bad/a.png.png").Height));
    }

    [Fact]
    public void Frames_the_defects_in_the_overlays_alone()
    {
        Write(Rule);

        // The last row is the black outline's, which covers the speck.
        string[] rows =
        [
            .. Read("overlays/bad/a.png.png")
                .Data.Chunk(3)
                .Select(p => p is [0, 255, 255] ? 'c' : '.')
                .Chunk(4)
                .Select(row => new string(row)),
        ];
        Assert.Equal(["cccc", "c..c", "cccc", "...."], rows);
        Assert.DoesNotContain(Read("heatmaps/bad/a.png.png").Data.Chunk(3), p => p is [0, 255, 255]);
        Assert.DoesNotContain(Read("overlays/good/b.png.png").Data.Chunk(3), p => p is [0, 255, 255]);
    }

    [Fact]
    public void Writes_no_defects_where_none_are_asked_for()
    {
        Write(rule: null);

        Assert.DoesNotContain(
            Files(), file => file.StartsWith("masks/", StringComparison.Ordinal) || file == "regions.csv");
        Assert.Equal(2 + 3 * Pictures.Length, Files().Length);
        Assert.DoesNotContain(Read("overlays/bad/a.png.png").Data.Chunk(3), p => p is [0, 255, 255]);
    }

    [Fact]
    public void Writes_the_table_of_regions_without_pictures_too()
    {
        Write(Rule, withPictures: false);

        Assert.Equal(["regions.csv", "run.json", "scores.csv"], Files());
        Assert.Equal(3, File.ReadAllLines(Path.Combine(Results, "regions.csv")).Length);
    }

    [Fact]
    public void Takes_the_defects_that_scoring_found()
    {
        bool[] mask = new bool[16];
        mask[15] = true;
        var found = new DefectRegions(mask, [new DefectRegion(3, 3, 1, 1, 1, 0.25, 0.125)]);

        Write(Rule, images: Images[0] with { Defects = found });

        Assert.EndsWith(
            "\nbad/a.png,1,3,3,1,1,1,0.25,0.125\n", File.ReadAllText(Path.Combine(Results, "regions.csv")),
            StringComparison.Ordinal);
        Assert.Equal([.. new byte[15], 255], Read("masks/bad/a.png.png").Data);
    }

    [Fact]
    public void Writes_small_pictures_side_by_side_where_they_are_asked_for()
    {
        Write(rule: null, thumbnails: true);

        PixelImage strip = Read("thumbnails/good/b.png.webp");
        Assert.Equal((16, 4, 3), (strip.Width, strip.Height, strip.Channels));
        byte[] levels = [100, 128, 0, 100];
        Assert.Equal(levels.SelectMany(level => Enumerable.Repeat(level, 4 * 3)), strip.Data[..48]);
        Assert.Equal(
            3, Directory.GetFiles(Path.Combine(Results, "thumbnails"), "*", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void Replaces_results_that_have_masks()
    {
        Write(Rule);

        ResultsPlace.Check(Results, overwrite: true);
        Write(rule: null);

        Assert.False(Directory.Exists(Path.Combine(Results, "masks")));
    }

    [Theory]
    [InlineData("report.html", "a report.html of another program")]
    [InlineData("thumbnails/holiday.webp", "thumbnails/holiday.webp")]
    [InlineData("thumbnails/good/notes.txt", "thumbnails/good/notes.txt")]
    [InlineData("thumbnails/.half.tmp", "thumbnails/.half.tmp")]
    public void Is_not_replaced_where_something_of_the_users_is_in_it(string name, string found)
    {
        Write(rule: null, thumbnails: true);
        File.WriteAllText(Path.Combine(Results, name), "years of work");

        var refusal = Assert.Throws<AnoGanException>(() => ResultsPlace.Check(Results, overwrite: true));

        Assert.Equal($"{Results}: the folder is not empty and also contains {found}, so it is not overwritten; name a "
            + "new one", refusal.Message);
    }

    [Fact]
    public void Is_not_replaced_where_its_small_pictures_are_elsewhere()
    {
        Write(rule: null, thumbnails: true);
        Directory.Move(Path.Combine(Results, "thumbnails"), _temp["elsewhere"]);
        Directory.CreateSymbolicLink(Path.Combine(Results, "thumbnails"), _temp["elsewhere"]);

        Assert.Throws<AnoGanException>(() => ResultsPlace.Check(Results, overwrite: true));
    }

    [Fact]
    public void Is_replaced_with_its_report_and_what_a_kill_left_of_its_files()
    {
        string name = new('b', 230),
            report = DrawnResults.Write(
                Results, [DrawnResults.Image($"good/{name}.png", 1), DrawnResults.Image("bad/b.JPG", 2)]);
        Assert.True(File.Exists(report));
        foreach (string half in (string[])["", "thumbnails/good/"])
            File.WriteAllText(Path.Combine(Results, half + ".0123456789abcdef0123456789abcdef.tmp"), "half");

        Write(rule: null);

        Assert.False(File.Exists(report));
    }

    private static ScoredImage Scored(string path, float[] levels) => new()
    {
        File = new ImageFile("/x/" + path, path, ""),
        Score = new AnomalyScore { Score = 1 },
        Original = TinyImages.Constant(4, 4, 100),
        Maps = DrawnResults.Maps(FitGeometry.For(4, 4, 4, FitMode.Pad), levels, new float[16]),
    };

    private void Write(
        RegionRule? rule, bool withPictures = true, bool thumbnails = false, bool fullPictures = true,
        params ScoredImage[] images)
    {
        var run = new RunManifest
        {
            Started = TinyRuns.Now,
            Method = "pca",
            Images = "x",
            DefectThreshold = rule?.Threshold,
            DefectMinArea = rule?.MinArea,
            Threads = 2,
            Device = "cpu",
            HeatmapScale = 1,
            FullPictures = fullPictures,
            ScoredImages = 0,
            FailedImages = 0,
            ElapsedSeconds = 0,
            Versions = new Dictionary<string, string>(),
            Parts = new RunParts { Pictures = withPictures, Report = thumbnails },
        };
        using var results = ResultsFolder.OpenOnce(Results, overwrite: true, new RunEvents());
        results.Begin(run, [], TinyRuns.Expected);
        results.Add(images.Length > 0 ? images : Images);
        results.Commit([]);
    }

    private PixelImage Read(string picture) => ImageCodec.Read(Path.Combine(Results, picture));

    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(Results, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Results, file).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];
}
