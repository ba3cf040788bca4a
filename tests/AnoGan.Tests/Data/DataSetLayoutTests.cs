using AnoGan.Data;

namespace AnoGan.Tests.Data;

public sealed class DataSetLayoutTests
{
    [Theory]
    [InlineData(
        "photos/train/good", "train/good/1.png", "test/good/2.png", "test/crack/3.png", "ground_truth/crack/3_mask.png"
    )]
    [InlineData("photos/Train/GOOD", "Train/GOOD/1.png", "Test/Crack/3.png")]
    [InlineData("photos/train", "train/1.png", "test/2.png")]
    [InlineData("photos/training", "training/cam1/1.png", "validation/2.png")]
    [InlineData("photos/good", "good/1.png", "crack/2.png")]
    [InlineData("photos/NORMAL", "NORMAL/1.png", "PNEUMONIA/2.png")]
    [InlineData("photos/bottle/train/good", "bottle/train/good/1.png", "bottle/test/good/2.png")]
    [InlineData("photos/train/good", "train/good/1.png", "train/bad/2.png")]
    [InlineData("the folder of normal images alone", "test/1.png", "ground_truth/2.png")]
    [InlineData("the folder of normal images alone", "1.png", "masks/1.png")]
    public void Refuses_a_whole_data_set_and_names_the_folder_that_was_meant(string meant, params string[] paths)
    {
        string message = Assert.Throws<AnoGanException>(() => DataSetLayout.Refuse("photos", Files(paths))).Message;

        Assert.StartsWith("photos: looks like a whole data set (", message, StringComparison.Ordinal);
        Assert.EndsWith(
            $"), expected normal images only; name {meant}, or give --all-folders if all are normal", message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Says_which_folders_it_looks_so_by() =>
        Assert.Contains(
            "(set/ground_truth, set/test, set/train)",
            Assert
                .Throws<AnoGanException>(() =>
                    DataSetLayout.Refuse("photos", Files("set/train/1.png", "set/test/2.png", "set/ground_truth/3.png"))
                )
                .Message,
            StringComparison.Ordinal);

    [Theory]
    [InlineData("1.png", "2.png")]
    [InlineData("good/1.png")]
    [InlineData("good/cam1/1.png", "good/cam2/2.png")]
    [InlineData("1.png", "good/2.png")]
    [InlineData("cam1/1.png", "cam2/2.png", "3.png")]
    [InlineData("train/1.png")]
    [InlineData("train/good/1.png")]
    [InlineData("masks/1.png")] // somebody may learn what masks look like
    [InlineData("monday/test/1.png", "tuesday/test/2.png")]
    public void Takes_normal_images_in_folders_of_other_names(params string[] paths) =>
        DataSetLayout.Refuse("photos", Files(paths));

    private static ImageFile[] Files(params string[] paths) =>
        [.. paths.Select(path => new ImageFile($"photos/{path}", path, ""))];
}
