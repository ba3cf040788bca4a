using AnoGan.Data;
using AnoGan.Images;
using AnoGan.Preparing;
using AnoGan.Scoring;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Scoring;

public sealed class TiledFilesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public TiledFilesTests()
    {
        for (int i = 0; i < 4; i++)
            ImageCodec.WritePng(_temp[$"{i}.png"], DrawnSquares.Draw(8, (ulong)i));
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Hands_small_pictures_over_together() => Assert.Equal([4], GroupsOf(TimeSpan.Zero));

    // So that a run that is killed loses no more than what was found since.
    [Fact]
    public void Lets_no_picture_wait_for_long() => Assert.Equal([1, 1, 1, 1], GroupsOf(TimeSpan.FromSeconds(1.05)));

    private int[] GroupsOf(TimeSpan timeOfPicture)
    {
        ImageFile[] files = [.. Enumerable.Range(0, 4).Select(i => new ImageFile(_temp[$"{i}.png"], $"{i}.png", ""))];
        var reader = new PictureReader { Channels = 1, Preparation = Preparation.None, IsTrainedOnGrey = true };

        int[] groups =
        [
            .. TiledFiles
                .Score(files, reader, Run, (read, _, _) => new ScoredImage { File = read.File })
                .Select(group => group.Count),
        ];

        Assert.Equal(4, groups.Sum());
        return groups;

        IEnumerable<int> Run(IEnumerable<PreparedImage> pictures) => pictures.Select(_ =>
        {
            Thread.Sleep(timeOfPicture);
            return 0;
        });
    }
}
