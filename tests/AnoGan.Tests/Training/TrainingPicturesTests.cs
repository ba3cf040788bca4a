using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Tests.Support;
using AnoGan.Training;

namespace AnoGan.Tests.Training;

public sealed class TrainingPicturesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    private TrainingPictures Pictures => new(_temp.Path);

    private int[] Steps => [.. TrainingRecord.Sheets(_temp.Path, "samples").Select(sheet => sheet.Step)];

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Are_named_by_their_step()
    {
        Pictures.Add(200, TinyImages.Grey8(1, 1, 3), TinyImages.Grey8(1, 1, 4));
        Pictures.AddTrainingImages(TinyImages.Grey8(1, 1, 5));

        Assert.True(File.Exists(_temp["samples/step-000200.png"]));
        Assert.True(File.Exists(_temp["reconstructions/step-000200.png"]));
        Assert.True(File.Exists(_temp["training-images.png"]));
        Assert.True(Pictures.Has(200));
        Assert.False(Pictures.Has(201));
    }

    [Fact]
    public void Of_the_past_stay_the_first_the_last_and_those_as_far_apart_as_checks_are_now()
    {
        foreach (int step in (int[])[1, 50, 100, 150, 200, 300, 333])
            Pictures.Add(step, TinyImages.Grey8(1, 1, 3), TinyImages.Grey8(1, 1, 3));

        Pictures.Thin(333, 100);

        Assert.Equal([1, 100, 200, 300, 333], Steps);
        Assert.Equal(
            [100, 200, 300],
            TrainingRecord.Sheets(_temp.Path, "reconstructions").Select(sheet => sheet.Step).Except([1, 333]));
    }

    // However often a training was interrupted on the way, and whatever was thinned out before.
    [Theory]
    [InlineData(800, 17)]
    [InlineData(1999, 41)]
    [InlineData(2100, 22)]
    [InlineData(1_000_000, 41)]
    public void Stay_few_and_the_same_after_an_interruption(int steps, int count)
    {
        var schedule = new HealthSchedule(
            new TrainOptions
            {
                Steps = steps,
                Batch = 16,
                CriticSteps = 2,
            },
            passesOfCheck: 1);
        int[] due =
        [
            1,
            .. Enumerable.Range(1, steps / 10).Select(i => i * 10).Append(steps).Where(schedule.IsDue).Distinct(),
        ];

        foreach (int step in due)
            Draw(step);
        int[] uninterrupted = Steps;
        Pictures.Clear();
        foreach (
            int step in due.Where(step => step <= steps / 2).Concat([0]).Concat(due.Where(step => step > steps / 3)))
        {
            if (step == 0)
                Pictures.GoBackTo(steps / 3);
            else
                Draw(step);
        }

        Assert.Equal(count, uninterrupted.Length);
        Assert.Equal((1, steps), (uninterrupted[0], uninterrupted[^1]));
        Assert.Equal(uninterrupted, Steps);

        void Draw(int step)
        {
            File.WriteAllBytes(_temp[$"samples/step-{step:D6}.png"], []);
            Pictures.Thin(step, schedule.IntervalAt(step));
        }
    }

    [Fact]
    public void Go_with_the_steps_that_are_made_again()
    {
        foreach (int step in (int[])[1, 50, 100])
            Pictures.Add(step, TinyImages.Grey8(1, 1, 3), null);

        Pictures.GoBackTo(50);
        Assert.Equal([1, 50], Steps);

        Pictures.Clear();
        Assert.Empty(TempFolder.NamesIn(_temp.Path));
    }
}
