using System.Globalization;

namespace AnoGan.Demo;

/// <summary>The text that lies beside the pictures and says how to draw them again.</summary>
internal static class DemoReadme
{
    /// <summary>The text for a set of options; the folder's name is left out, so that equal sets are equal.</summary>
    public static string Text(DemoOptions options) => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        Synthetic pictures of a turned flange with six bolt holes, drawn by `anogan demo-data`.
        Layout as in MVTec AD: train/good, test/good, test/DEFECT and ground_truth/DEFECT (masks, 0 or 255).
        A mask holds the pixels that the defect changed by at least {DemoPicture.MaskThreshold} of 255 levels.

        size           {options.Size}
        train count    {options.TrainCount}
        test good      {options.TestGoodCount}
        per defect     {options.PerDefectCount}
        defect scale   {options.DefectScale}
        seed           {options.Seed}

        """).ReplaceLineEndings("\n");
}
