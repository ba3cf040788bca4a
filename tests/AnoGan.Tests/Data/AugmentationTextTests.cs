using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class AugmentationTextTests
{
    [Theory]
    [InlineData("none", Augmentation.None)]
    [InlineData("turn", Augmentation.Turn)]
    [InlineData("flip-horizontal,flip-vertical", Augmentation.FlipHorizontal | Augmentation.FlipVertical)]
    [InlineData(
        "flip-horizontal,flip-vertical,turn",
        Augmentation.FlipHorizontal | Augmentation.FlipVertical | Augmentation.Turn)]
    public void Reads_what_it_writes(string text, Augmentation expected)
    {
        Assert.Equal(expected, AugmentationText.Parse(text));
        Assert.Equal(text, AugmentationText.Of(expected));
    }

    [Fact]
    public void Minds_neither_order_nor_spaces_nor_case() =>
        Assert.Equal(Augmentation.Turn | Augmentation.FlipVertical, AugmentationText.Parse(" Turn , flip-vertical"));

    [Theory]
    [InlineData("")]
    [InlineData("flip")]
    [InlineData("none,turn")]
    [InlineData("turn,")]
    public void Refuses_names_that_it_does_not_know(string text) =>
        Assert.StartsWith(
            "Augmentation: found '", Assert.Throws<AnoGanException>(() => AugmentationText.Parse(text)).Message,
            StringComparison.Ordinal);
}
