using AnoGan.Data;

namespace AnoGan.Models;

/// <summary>What the training images were.</summary>
/// <param name="Folder">Name of the folder they came from, without the path to it.</param>
/// <param name="TrainingImages">Images that the networks were trained on.</param>
/// <param name="HeldOutImages">Normal images kept back for the calibration.</param>
/// <param name="HoldOut">Share of the images that was to be held out; with the seed it fixes which they are.</param>
/// <param name="SkippedImages">Files that could not be read.</param>
/// <param name="ColourImages">
/// Pictures in colour; a grey model made from some knows that colour is to be dropped.
/// </param>
/// <param name="SmallestSide">Longer side of the smallest picture in pixels, before it was fitted.</param>
/// <param name="LargestSide">Longer side of the largest picture in pixels, before it was fitted.</param>
/// <param name="ContentHash">SHA-256 over the pixels of all images, training and held out, in path order.</param>
public sealed record DataFacts(
    string Folder, int TrainingImages, int HeldOutImages, double HoldOut, int SkippedImages, int ColourImages,
    int SmallestSide, int LargestSide, string ContentHash)
{
    /// <summary>What was read of a file of several pages.</summary>
    public PageMode Pages { get; init; }

    /// <summary>Refuses numbers that no folder of images has.</summary>
    /// <exception cref="AnoGanException">A count is negative, the share is none, or a side is.</exception>
    public void Validate()
    {
        if (TrainingImages < 0
            || HeldOutImages < 0
            || SkippedImages < 0
            || ColourImages < 0
            || HoldOut is not (>= 0 and <= 1)
            || SmallestSide < 1
            || LargestSide < SmallestSide)
        {
            throw new AnoGanException($"found {TrainingImages} and {HeldOutImages} images of {SmallestSide} to "
                + $"{LargestSide} pixels, expected the facts of a folder of images");
        }
    }
}
