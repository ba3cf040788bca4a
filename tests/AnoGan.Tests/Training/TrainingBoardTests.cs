using AnoGan.Tests.Support;
using AnoGan.Training;
using AnoGan.Training.TensorBoard;

namespace AnoGan.Tests.Training;

public sealed class TrainingBoardTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    // 1,000 images in 5 s, then 600 in 2 s; where the first began is not known to a session that goes on.
    [Theory]
    [InlineData(0, 200, 300)]
    [InlineData(20, 300)]
    public void Says_how_fast_it_was_from_one_line_to_the_next(int from, params int[] expected)
    {
        using (
            var board = new TrainingBoard(
                new EventFolder(_temp["board"], "part", _temp["list.txt"]), from, () => TinyRuns.Now))
        {
            board.Add(new LogLine(from + 10) { RealImages = 1000, ElapsedSeconds = 5 });
            board.Add(new LogLine(from + 20) { RealImages = 1600, ElapsedSeconds = 7 });
        }

        Assert.Equal(
            expected,
            EventReading
                .Scalars(EventReading.Folder(_temp["board"]), "images_per_second")
                .Select(value => (int)value.Value));
    }
}
