using AnoGan.Evaluation;
using AnoGan.Images;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Evaluation;

/// <summary>Results folders whose maps are compared with masks.</summary>
public sealed class PixelEvaluationTests : IDisposable
{
    private const string Header = "path,label,score,is_anomaly,residual,feature_distance,error\n";
    private const string Rows = "crack/a.jpg,crack,3,true,,,\ngood/b.jpg,good,1,false,,,\ngood/c.jpg,good,,,,,broken\n";

    private readonly TempFolder _temp = new();
    private readonly List<string> _warnings = [];

    private string Results => Path.Combine(_temp.Path, "results");

    private string Masks => Path.Combine(_temp.Path, "masks");

    private EvaluateRequest Request => new() { Results = [Results], Bootstrap = 20 };

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Measures_pixels_beside_masks()
    {
        WriteResults(Results, Rows);
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(2, 2, 9, 500, 7, 7));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(3, 1, 8, 8, 500));
        ImageCodec.WritePng(_temp["masks/crack/a_mask.png"], TinyImages.Grey8(2, 2, 0, 255, 0, 0));

        EvaluationMetrics metrics = Assert.Single(Execute(Request with { Masks = Masks })).Metrics;

        // The defect's 500 is above 9, 7, 7, 8, 8 and equal to 500. Its overlap rises from 0 to 1 while the rate rises
        // to 1/6, then stays: (1/6 / 2 + 0.3 - 1/6) / 0.3.
        Assert.Equal(5.5 / 6, metrics.PixelAuroc!.Value, 1e-12);
        Assert.Equal((0.3 - 1 / 12.0) / 0.3, metrics.Aupro!.Value, 1e-12);
    }

    [Fact]
    public void Brings_maps_that_were_kept_small_to_the_size_of_their_images()
    {
        WriteSized("crack/a.jpg,crack,3,4,2\ngood/b.jpg,good,1,6,3\n");
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(2, 1, 100, 500));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(2, 1, 0, 450));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Grey8(4, 2, 0, 0, 0, 255, 0, 0, 255, 255));

        EvaluationMetrics metrics = Assert.Single(Execute(Request with { Masks = Masks })).Metrics;

        // Centres of 4 pixels at 0.25, 0.75, 1.25 and 1.75 of two centred at 0.5 and 1.5: both rows 100, 200, 400, 500.
        // Of the good one the left half was not compared and mixes with nothing: three rows 0, 0, 0, 450, 450, 450.
        // The defect's 500, 400 and 500 stand against 100, 200, 400, 100, 200, nine times 0 and nine times 450.
        double wins = 23 + 23 + (4 + 9 + 0.5);
        Assert.Equal(wins / (3 * 23), metrics.PixelAuroc!.Value, 1e-12);

        // Two of the region's three pixels are found before any other, up to the 450s: 9 of 23, past the limit.
        Assert.Equal(2 / 3.0, metrics.Aupro!.Value, 1e-12);
    }

    [Fact]
    public void Refuses_a_map_that_cannot_be_one_of_its_image()
    {
        WriteSized("crack/a.jpg,crack,3,900,600\ngood/b.jpg,good,1,900,600\n");
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(3, 2, 1, 2, 3, 4, 5, 6));
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(4, 4, new ushort[16]));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Constant(900, 600, 255));

        Assert.Equal($"{Path.Combine(Results, "maps", "crack/a.jpg.png")}: found a map of 4×4 pixels, expected the "
            + "proportions of its image, 900×600; score again", Refusal(Request with { Masks = Masks }));
    }

    [Fact]
    public void Leaves_images_with_black_masks_out_of_the_measures_by_pixel()
    {
        WriteResults(Results, $"crack/c.jpg,crack,2,true,,,\n{Rows}");
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(2, 1, 9, 500));
        ImageCodec.WritePng(_temp["results/maps/crack/c.jpg.png"], TinyImages.Grey16(2, 1, 900, 900));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(2, 1, 8, 8));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Grey8(2, 1, 0, 255));
        ImageCodec.WritePng(_temp["masks/crack/c.png"], TinyImages.Constant(2, 1, 0));

        EvaluationMetrics metrics = Assert.Single(Execute(Request with { Masks = Masks })).Metrics;

        // 500 is above 9, 8 and 8; the 900s count on neither side.
        Assert.Equal(1, metrics.PixelAuroc!.Value, 1e-12);
        Assert.Contains("1 of 2 masks are black and their images left out of the measures by pixel; the first is "
            + $"{_temp["masks/crack/c.png"]}", _warnings);
    }

    [Fact]
    public void Measures_the_pixels_of_each_label_with_the_normal_ones_alone()
    {
        WriteResults(
            Results,
            "crack/a.jpg,crack,3,,,,\ndent/a.jpg,dent,2,,,,\ngood/b.jpg,good,1,,,,\nnick/a.jpg,nick,2,,,,\n"
                + "crack/d.jpg,crack,3,,,,\n");
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(4, 1, 1, 2, 3, 4));
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(3, 1, 9, 9, 6));
        ImageCodec.WritePng(_temp["results/maps/crack/d.jpg.png"], TinyImages.Grey16(3, 1, 2, 2, 3));
        ImageCodec.WritePng(_temp["results/maps/dent/a.jpg.png"], TinyImages.Grey16(2, 1, 8, 7));
        ImageCodec.WritePng(_temp["results/maps/nick/a.jpg.png"], TinyImages.Grey16(2, 1, 5, 5));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Grey8(3, 1, 255, 255, 0));
        ImageCodec.WritePng(_temp["masks/crack/d.png"], TinyImages.Grey8(3, 1, 0, 0, 255));
        ImageCodec.WritePng(_temp["masks/dent/a.png"], TinyImages.Grey8(2, 1, 0, 255));
        ImageCodec.WritePng(_temp["masks/nick/a.png"], TinyImages.Constant(2, 1, 0));

        EvaluationMetrics metrics = Assert.Single(Execute(Request with { Masks = Masks })).Metrics;

        // Cracks 9, 9 and 3 against 1, 2, 3, 4 and their own 6, 2, 2: both 9s are above all 7, the 3 is above 4 and
        // equal to 1. The region of 9s is whole from the start: 0.5. The other one's 3 comes at 3 of 7, past the limit
        // of 0.3, which lies between 2 of 7 (the 6 and the 4) and there: 0.5 + 0.5 · (0.3 - 2/7) / (1/7) = 0.55.
        ClassMetrics crack = metrics.Classes["crack"];
        Assert.Equal((7 + 7 + 4.5) / 21, crack.PixelAuroc!.Value, 1e-12);
        Assert.Equal((2 / 7.0 * 0.5 + (0.3 - 2 / 7.0) * (0.5 + 0.55) / 2) / 0.3, crack.Aupro!.Value, 1e-12);

        // The dent's 7 is above 1, 2, 3, 4 and below its own 8: no overlap up to 1 of 5, where it is whole at once.
        ClassMetrics dent = metrics.Classes["dent"];
        Assert.Equal(4 / 5.0, dent.PixelAuroc!.Value, 1e-12);
        Assert.Equal(0.1 / 0.3, dent.Aupro!.Value, 1e-12);

        // All: 9, 9, 7 and 3 against 1, 2, 3, 4, 6, 2, 2 and 8. The overlap is 1/3 up to 1 of 8, and 2/3 from there on
        // to 3 of 8, past the limit.
        Assert.Equal((8 + 8 + 7 + 4.5) / 32, metrics.PixelAuroc!.Value, 1e-12);
        Assert.Equal((1 / 8.0 / 3 + (0.3 - 1 / 8.0) * 2 / 3) / 0.3, metrics.Aupro!.Value, 1e-12);

        // Nobody marked the nick.
        Assert.Equal(
            (null, null, 1),
            (metrics.Classes["nick"].PixelAuroc, metrics.Classes["nick"].Aupro, metrics.Classes["nick"].Images));
    }

    [Fact]
    public void Joins_the_masks_of_a_folder_and_finds_maps_and_masks_by_names_of_another_archive()
    {
        WriteResults(Results, "crack/\u00FC.jpg,crack,3,true,,,\ngood/b.jpg,good,1,false,,,\n");
        ImageCodec.WritePng(_temp["results/maps/crack/u\u0308.jpg.png"], TinyImages.Grey16(3, 1, 9, 500, 500));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(3, 1, 8, 8, 9));
        ImageCodec.WritePng(_temp["masks/crack/u\u0308/000.png"], TinyImages.Grey8(3, 1, 0, 255, 0));
        ImageCodec.WritePng(_temp["masks/crack/u\u0308/001.png"], TinyImages.Grey8(3, 1, 0, 0, 255));

        // Both 500s are defects: were one not, it would stand beside the other.
        Assert.Equal(1, Assert.Single(Execute(Request with { Masks = Masks })).Metrics.PixelAuroc!.Value, 1e-12);
        Assert.Empty(_warnings);
    }

    [Fact]
    public void Warns_of_masks_that_say_what_cannot_be()
    {
        WriteResults(Results, "crack/a.jpg,crack,3,true,,,\ncrack/c.jpg,crack,3,true,,,\ngood/b.jpg,good,1,false,,,\n");
        foreach (string image in (string[])["crack/a", "crack/c", "good/b"])
            ImageCodec.WritePng(_temp[$"results/maps/{image}.jpg.png"], TinyImages.Grey16(2, 1, 9, 500));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Grey8(2, 1, 0, 255));
        ImageCodec.WritePng(_temp["masks/crack/c.png"], TinyImages.Constant(2, 1, 255));
        ImageCodec.WritePng(_temp["masks/crack/d.png"], TinyImages.Constant(2, 1, 255));
        ImageCodec.WritePng(_temp["masks/good/b.png"], TinyImages.Grey8(2, 1, 0, 255));
        ImageCodec.WritePng(_temp["masks/other/x.png"], TinyImages.Constant(2, 1, 255));

        EvaluationMetrics metrics = Assert.Single(Execute(Request with { Masks = Masks })).Metrics;

        // Defects 500, 9 and 500 against 9, 9 and 500: 2 · (1 + 1 + 1/2) + (1/2 + 1/2 + 0) of 9.
        Assert.Equal(6 / 9.0, metrics.PixelAuroc!.Value, 1e-12);
        Assert.Equal(
        [
            "1 of 2 masks are white everywhere, so that every pixel of their images counts as a defect; draw the "
                + "defects alone, or make such masks black to leave them out; the first is "
                + $"{_temp["masks/crack/c.png"]}",
            "1 mask with white of images labelled good, whose pixels count as normal; check the labels; the first is "
                + $"{_temp["masks/good/b.png"]}",
            "1 mask beside those of the images that belong to none of them; check the names; the first is "
                + $"{_temp["masks/crack/d.png"]}",
        ], _warnings);
    }

    [Fact]
    public void Refuses_masks_that_are_all_black()
    {
        WriteResults(Results, Rows);
        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Grey16(2, 1, 9, 500));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(2, 1, 8, 8));
        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Constant(2, 1, 0));

        Assert.StartsWith(
            $"{Masks}: found only black masks, the first is {_temp["masks/crack/a.png"]}; ",
            Refusal(Request with { Masks = Masks }), StringComparison.Ordinal);
    }

    [Fact]
    public void Refuses_masks_without_maps_and_maps_without_masks()
    {
        WriteResults(Results, Rows);
        Assert.Equal(
            $"{Masks}: no such folder; name the folder of masks with --masks", Refusal(Request with { Masks = Masks }));

        ImageCodec.WritePng(_temp["masks/crack/a.png"], TinyImages.Constant(2, 2, 255));
        ImageCodec.WritePng(_temp["results/maps/good/b.jpg.png"], TinyImages.Grey16(2, 1, 8, 8));
        Assert.Equal($"{Path.Combine(Results, "maps", "crack/a.jpg.png")}: no such map, which --masks needs; score "
            + "again, without --no-pictures", Refusal(Request with { Masks = Masks }));

        ImageCodec.WritePng(_temp["results/maps/crack/a.jpg.png"], TinyImages.Constant(2, 2, 255));
        Assert.Equal($"{Path.Combine(Results, "maps", "crack/a.jpg.png")}: found 1 channels of 8 bits, expected 1 of "
            + "16; score again", Refusal(Request with { Masks = Masks }));

        File.Delete(_temp["masks/crack/a.png"]);
        ImageCodec.WritePng(_temp["masks/dent/a.png"], TinyImages.Constant(2, 2, 255));
        Assert.Contains(
            "masks/crack/a.png: found no mask of crack/a.jpg, ", Refusal(Request with { Masks = Masks }),
            StringComparison.Ordinal);
    }

    private void WriteSized(string rows)
    {
        Directory.CreateDirectory(Results);
        File.WriteAllText(Path.Combine(Results, "scores.csv"), "path,label,score,width,height\n" + rows);
    }

    private static void WriteResults(string folder, string rows)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "scores.csv"), Header + rows);
    }

    private IReadOnlyList<EvaluatedRun> Execute(EvaluateRequest request) =>
        EvaluateRun.Execute(request, new RunEvents { Warning = _warnings.Add }, TestContext.Current.CancellationToken);

    private string Refusal(EvaluateRequest request) => Assert.Throws<AnoGanException>(() => Execute(request)).Message;
}
