using AnoGan.Demo;

namespace AnoGan.Tests.Demo;

public sealed class DemoOptionsTests
{
    private static readonly DemoOptions Valid = new() { OutputFolder = "washers" };

    private static readonly (DemoOptions Options, string Part)[] OutOfRange =
    [
        (Valid with { OutputFolder = " " }, "OutputFolder: found an empty path"),
        (Valid with { Size = 31 }, "32 to 1024"),
        (Valid with { Size = 1025 }, "32 to 1024"),
        (Valid with { TrainCount = 0 }, "TrainCount: found 0"),
        (Valid with { TestGoodCount = -1 }, "TestGoodCount: found -1"),
        (Valid with { PerDefectCount = -1 }, "PerDefectCount: found -1"),
        (Valid with { DefectScale = 0.09 }, "0.1 to 2"),
        (Valid with { DefectScale = double.NaN }, "0.1 to 2"),
        (Valid with { LightTurn = 361 }, "0 to 360"),
    ];

    [Fact]
    public void Accepts_the_defaults_and_both_ends_of_the_ranges()
    {
        Valid.Validate();
        (Valid with { Size = 32, TrainCount = 1, TestGoodCount = 0, PerDefectCount = 0, DefectScale = 0.1 }).Validate();
        (Valid with { Size = 1024, DefectScale = 2 }).Validate();
    }

    [Fact]
    public void Refuses_what_is_out_of_range()
    {
        Assert.All(OutOfRange, item =>
        {
            var refusal = Assert.Throws<AnoGanException>(item.Options.Validate);
            Assert.Contains(item.Part, refusal.Message, StringComparison.Ordinal);
        });
    }
}
