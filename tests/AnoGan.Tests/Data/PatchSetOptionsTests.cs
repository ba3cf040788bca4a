using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class PatchSetOptionsTests
{
    [Fact]
    public void Accepts_its_own_defaults() => new PatchSetOptions().Validate();

    [Fact]
    public void Names_the_option_that_is_out_of_range()
    {
        Refuses("Patch: found 4, expected a multiple of 4 from 8 to 256", new PatchSetOptions { Patch = 4 });
        Refuses("Patch: found 30, expected a multiple of 4", new PatchSetOptions { Patch = 30 });
        Refuses("Patch: found 260, expected a multiple of 4", new PatchSetOptions { Patch = 260 });
        Refuses("Channels: found 2, expected 1 (grey) or 3 (RGB)", new PatchSetOptions { Channels = 2 });
        Refuses("CacheMegabytes: found -1, expected ", new PatchSetOptions { CacheMegabytes = -1 });
        Refuses("Threads: found 0, expected ", new PatchSetOptions { Threads = 0 });
        Refuses("Augmentation: found 8, expected none", new PatchSetOptions { Augmentation = (Augmentation)8 });
    }

    private static void Refuses(string beginning, PatchSetOptions options) =>
        Assert.StartsWith(
            beginning, Assert.Throws<AnoGanException>(options.Validate).Message, StringComparison.Ordinal);
}
