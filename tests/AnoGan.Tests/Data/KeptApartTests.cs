using AnoGan.Data;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class KeptApartTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Theory]
    [InlineData("photos", true)]
    [InlineData("photos/", true)]
    [InlineData("photos/results", true)]
    [InlineData("photos/not/there/yet", true)]
    [InlineData("other/../photos/results", true)]
    [InlineData("photos-2", false)]
    [InlineData("other/results", false)]
    [InlineData("photos/../results", false)]
    public void Knows_what_lies_inside_a_folder_whether_it_is_there_or_not(string path, bool isWithin)
    {
        Directory.CreateDirectory(_temp["photos"]);

        Assert.Equal(isWithin, RealPath.IsWithin(Path.Combine(_temp.Path, path), Path.Combine(_temp.Path, "photos")));
    }

    [Fact]
    public void Resolves_links_on_either_side()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        Directory.CreateDirectory(_temp["disk/photos"]);
        Directory.CreateDirectory(_temp["elsewhere"]);
        Directory.CreateSymbolicLink(_temp["link"], Path.Combine("disk", "photos"));
        Directory.CreateSymbolicLink(_temp["disk/photos/out"], _temp["elsewhere"]);
        Directory.CreateSymbolicLink(_temp["dead"], Path.Combine("disk", "photos", "later"));

        Assert.True(RealPath.IsWithin(_temp["link/results"], _temp["disk/photos"]));
        Assert.True(RealPath.IsWithin(_temp["disk/photos/results"], Path.Combine(_temp.Path, "link")));
        Assert.True(RealPath.IsWithin(Path.Combine(_temp.Path, "dead"), _temp["disk/photos"]));

        // What is replaced there, or written beside it until it is whole, would be among the photos.
        Assert.True(RealPath.IsWithin(Path.Combine(_temp.Path, "disk/photos/out"), _temp["disk/photos"]));
        Assert.False(RealPath.IsWithin(Path.Combine(_temp.Path, "elsewhere"), _temp["disk/photos"]));
    }

    [Fact]
    public void Refuses_a_place_inside_the_images_and_one_that_holds_them()
    {
        Directory.CreateDirectory(_temp["photos"]);
        string photos = Path.Combine(_temp.Path, "photos");

        Assert.Equal($"--out {photos}/results: lies inside the folder of images {photos}, which is only read; name a "
            + "place outside of it", Refusal($"{photos}/results", photos));
        Assert.Equal($"--out {photos}/../photos: is the folder of images itself, which is only read; name a place "
            + "outside of it", Refusal($"{photos}/../photos", photos));
        Assert.Equal($"--out {_temp.Path}: holds the folder of images {photos}, which is only read; name a folder "
            + "beside it", Refusal(_temp.Path, photos));
        KeptApart.CheckFolder("--out", _temp["results"], "the folder of images", photos);
        KeptApart.CheckOutside("--tensorboard", _temp.Path, "the folder of images", photos);
    }

    [Fact]
    public void A_link_that_leads_back_to_itself_is_no_crash()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "links need rights there");
        File.CreateSymbolicLink(_temp["loop"], "loop");

        Assert.StartsWith(
            $"{_temp.Path}/loop/results: cannot be looked at (", Refusal($"{_temp.Path}/loop/results", _temp.Path),
            StringComparison.Ordinal);
    }

    private static string Refusal(string target, string images) =>
        Assert
            .Throws<AnoGanException>(() => KeptApart.CheckFolder("--out", target, "the folder of images", images))
            .Message;
}
