using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Tests.Method;

public sealed class MadeDefectsTests
{
    private const int Size = 32;

    [Fact]
    public void Says_of_every_pixel_how_much_it_changed()
    {
        float[][] pictures = Noise(6, channels: 3);
        var maker = new MadeDefects(DefectStyle.Fit(pictures, 3, Size, isTexture: false, seed: 1), 3, Size);
        DefectPicture[] made =
            [.. Enumerable.Range(0, 30).Select(i => maker.Make(pictures, i % 6, new SeededRandom((ulong)i)))];

        foreach ((int i, DefectPicture defect) in made.Index())
        {
            Assert.All(defect.Pixels, value => Assert.InRange(value, -1, 1));
            Assert.All(defect.Labels, value => Assert.InRange(value, 0, 1));
            for (int p = 0; p < Size * Size; p++)
            {
                bool isNearChange = Neighbours(p).Any(near => Enumerable.Range(0, 3).Any(
                    c => defect.Pixels[c * Size * Size + near] != pictures[i % 6][c * Size * Size + near]));
                Assert.True(isNearChange || defect.Labels[p] == 0, "a label where nothing changed");
            }
        }

        Assert.InRange(made.Count(defect => defect.Labels.Max() > 0.5), 20, 30);
        Assert.All(made, defect => Assert.True(defect.Labels.Min() == 0));
    }

    [Fact]
    public void Makes_the_same_from_the_same_seed_alone()
    {
        float[][] pictures = Noise(4, channels: 1);
        var style = DefectStyle.Fit(pictures, 1, Size, isTexture: true, seed: 1);
        var maker = new MadeDefects(style, 1, Size);
        float[] first = maker.Make(pictures, 1, new SeededRandom(3)).Pixels;
        float[] other = maker.Make(pictures, 1, new SeededRandom(4)).Pixels;

        Assert.Equal(first, new MadeDefects(style, 1, Size).Make(pictures, 1, new SeededRandom(3)).Pixels);
        Assert.NotEqual(first, other);
        Assert.Equal(style, DefectStyle.Fit(pictures, 1, Size, isTexture: true, seed: 1));
    }

    [Fact]
    public void Puts_pieces_on_the_object_where_there_is_one()
    {
        // A square of noise before a background of one grey.
        float[][] pictures = Noise(4, channels: 1);
        foreach (float[] picture in pictures)
        {
            for (int p = 0; p < picture.Length; p++)
                picture[p] = p / Size is >= 8 and < 24 && p % Size is >= 8 and < 24 ? picture[p] : 0.5f;
        }

        var style = DefectStyle.Fit(pictures, 1, Size, isTexture: false, seed: 1);
        var maker = new MadeDefects(style, 1, Size);

        Assert.Equal([0.5f], style.Background!);
        for (ulong seed = 0; seed < 30; seed++)
        {
            float[] labels = maker.Make(pictures, (int)(seed % 4), new SeededRandom(seed)).Labels;
            float on = 0, beside = 0;
            for (int p = 0; p < labels.Length; p++)
            {
                if (p / Size is >= 8 and < 24 && p % Size is >= 8 and < 24)
                    on += labels[p];
                else
                    beside += labels[p];
            }

            Assert.True(on > beside, $"seed {seed}: {on} on the object, {beside} beside it");
        }
    }

    [Fact]
    public void Finds_no_background_where_borders_differ()
    {
        Assert.Null(DefectStyle.Fit(Noise(4, channels: 1), 1, Size, isTexture: false, seed: 1).Background);
    }

    private static IEnumerable<int> Neighbours(int p)
    {
        for (int y = Math.Max(p / Size - 2, 0); y <= Math.Min(p / Size + 2, Size - 1); y++)
        {
            for (int x = Math.Max(p % Size - 2, 0); x <= Math.Min(p % Size + 2, Size - 1); x++)
                yield return y * Size + x;
        }
    }

    private static float[][] Noise(int count, int channels)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, count).Select(_ => (float[])
            [.. Enumerable.Range(0, channels * Size * Size).Select(_ => (float)random.NextDouble(-1, 1))])];
    }
}
