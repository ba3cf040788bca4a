using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Tests.Method;

public sealed class PoissonBlendTests
{
    [Fact]
    public void Gives_a_single_pixel_the_difference_to_its_neighbours_that_the_source_has()
    {
        // Around it 0 in both; in the source it stands out by 3, so it is to do so in the target.
        float[] target = [0, 0, 0, 0, 7, 0, 0, 0, 0], source = [5, 5, 5, 5, 8, 5, 5, 5, 5], mask = Ones(9);

        float[] change = PoissonBlend.Change(target, source, mask, 1, 1, stronger: false);

        Assert.Equal(-4, change[0], 1e-5); // 7 becomes 3
    }

    [Fact]
    public void Changes_nothing_where_the_source_differs_by_a_constant()
    {
        float[] target = Random(1, 8, 9), source = [.. target.Select(value => value + 2)];

        float[] change = PoissonBlend.Change(target, source, Ones(72), 6, 7, stronger: false);

        Assert.All(change, value => Assert.Equal(0, value, 1e-4));
    }

    [Fact]
    public void Changes_nothing_where_the_mask_is_empty()
    {
        float[] change = PoissonBlend.Change(Random(1, 8, 9), Random(2, 8, 9), new float[72], 6, 7, stronger: false);

        Assert.All(change, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Copies_a_source_that_agrees_with_the_target_around_the_rectangle()
    {
        float[] target = Random(1, 8, 9), source = (float[])target.Clone();
        for (int y = 1; y <= 6; y++)
        {
            for (int x = 1; x <= 7; x++)
                source[y * 9 + x] = y * x;
        }

        float[] change = PoissonBlend.Change(target, source, Ones(72), 6, 7, stronger: false);

        for (int y = 0; y < 6; y++)
        {
            for (int x = 0; x < 7; x++)
                Assert.Equal((y + 1) * (x + 1), target[(y + 1) * 9 + x + 1] + change[y * 7 + x], 1e-3);
        }
    }

    [Fact]
    public void Keeps_gradients_of_the_target_that_are_stronger()
    {
        float[] target = Random(1, 8, 9), flat = new float[72];

        float[] kept = PoissonBlend.Change(target, flat, Ones(72), 6, 7, stronger: true);
        float[] lost = PoissonBlend.Change(target, flat, Ones(72), 6, 7, stronger: false);

        Assert.All(kept, value => Assert.Equal(0, value));
        Assert.Contains(lost, value => Math.Abs(value) > 0.1);
    }

    private static float[] Ones(int count) => [.. Enumerable.Repeat(1f, count)];

    private static float[] Random(ulong seed, int height, int width)
    {
        var random = new SeededRandom(seed);
        return [.. Enumerable.Range(0, height * width).Select(_ => (float)random.NextGaussian())];
    }
}
