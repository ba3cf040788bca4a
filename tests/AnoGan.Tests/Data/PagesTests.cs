using AnoGan.Data;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Data;

public sealed class PagesTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void All_of_a_file_become_pictures_of_their_own_in_its_place()
    {
        IReadOnlyList<ImageFile> files = Folder();

        IReadOnlyList<ImageFile> all = Pages.Of(files, PageMode.All, threads: 2);

        Assert.Equal(
            [
                "a.png", "good/b.tif#1", "good/b.tif#2", "good/b.tif#3", "good/c.tif", "good/d.tif#1", "good/d.tif#3",
                "text.tif",
            ],
            all.Select(file => file.RelativePath));
        Assert.Equal([null, 1, 2, 3, null, 1, 3, null], all.Select(file => file.Page));
        Assert.Equal(files[1].FullPath, all[3].FullPath);
        Assert.Equal($"{files[1].FullPath}#3", all[3].Name);
        Assert.Equal(files[1].Label, all[3].Label);
    }

    [Fact]
    public void Those_passed_over_are_counted_in_one_warning()
    {
        IReadOnlyList<ImageFile> files = Folder();

        var warnings = new List<string>();

        Assert.Same(files, Pages.Of(files, PageMode.First, threads: 1, several => warnings.Add(several.Words)));
        Pages.Of([files[1]], PageMode.First, threads: 1, several => warnings.Add(several.Words));
        Pages.Of([files[0], files[2]], PageMode.First, threads: 1, several => warnings.Add(several.Words));

        Assert.Equal(
            [
                "2 files contain 5 pages of which the first is read each; --pages all reads every page as a picture of "
                    + "its own",
                "1 file contains 3 pages of which the first is read; --pages all reads every page as a picture of its "
                    + "own",
            ],
            warnings);
    }

    [Fact]
    public void A_message_names_the_page()
    {
        string path = _temp["scan.tif"];
        File.WriteAllBytes(path, TinyTiff.Of(new(8, new ushort[64]), new(8, new ushort[64]) { IsLost = true }));
        IReadOnlyList<ImageFile> files = Pages.Of(ImageFolder.List(_temp.Path), PageMode.All, threads: 1);

        ImageSet images = ImageSet.Load(
            files, new ImageSetOptions { Size = 8 }, ct: TestContext.Current.CancellationToken);

        Assert.Equal(["scan.tif#1"], images.Files.Select(file => file.RelativePath));
        Assert.StartsWith(
            $"{path}#2: found a damaged TIFF", Assert.Single(images.Skipped).Reason, StringComparison.Ordinal);
    }

    private IReadOnlyList<ImageFile> Folder()
    {
        File.WriteAllBytes(_temp["a.png"], TinyImages.Png(1, 1, 8, 0, [7]));
        File.WriteAllBytes(_temp["good/b.tif"], TinyTiff.Of(new(1, 1), new(1, 2), new(1, 3)));
        File.WriteAllBytes(_temp["good/c.tif"], TinyTiff.Of(new TinyTiff.Page(1, 1), new(1, 1) { Subfile = 1 }));
        File.WriteAllBytes(_temp["good/d.tif"], TinyTiff.Of(new(1, 1), new(1, 1) { Subfile = 1 }, new(1, 1)));
        File.WriteAllText(_temp["text.tif"], "no picture");
        return ImageFolder.List(_temp.Path);
    }
}
