using AnoGan.Images;
using AnoGan.Runtime;

namespace AnoGan.Data;

/// <summary>What is read of a file that contains several pictures, as TIFF, GIF and WebP can.</summary>
public enum PageMode
{
    /// <summary>The first.</summary>
    First,

    /// <summary>Every one, as a picture of its own, named by its number: <c>scan.tif#3</c>.</summary>
    All,
}

/// <summary>Turns files into the pictures that are read of them, from their headers alone.</summary>
internal static class Pages
{
    private const string Remedy = "--pages all reads every page as a picture of its own";

    /// <summary>Lists the pictures to read.</summary>
    /// <param name="warning">Told which pages are passed over, in one line with its remedy; null for nobody.</param>
    /// <returns>
    /// In the order of the files and of the pages in each; a file of one page keeps its name. A file that cannot be
    /// looked at counts as one page, so that reading it says what is wrong with it.
    /// </returns>
    public static IReadOnlyList<ImageFile> Of(
        IReadOnlyList<ImageFile> files, PageMode mode, int threads, Action<string>? warning = null)
    {
        if (mode == PageMode.First && warning is null)
            return files;
        IReadOnlyList<int>[] pages = Numbers(files, threads);
        if (mode == PageMode.First)
        {
            int[] several = [.. pages.Select(numbers => numbers.Count).Where(count => count > 1)];
            if (several.Length > 0)
                warning!(Words(several));
            return files;
        }

        return [.. files.Zip(pages).SelectMany(pair => PagesOf(pair.First, pair.Second))];
    }

    private static IEnumerable<ImageFile> PagesOf(ImageFile file, IReadOnlyList<int> pages) => pages.Count == 1
        ? [file]
        : pages.Select(page => file with { RelativePath = $"{file.RelativePath}#{page}", Page = page });

    private static string Words(int[] several) => several.Length == 1
        ? $"1 file contains {several[0]} pages of which the first is read; {Remedy}"
        : $"{several.Length} files contain {several.Sum(count => (long)count)} pages of which the first is read each; "
            + $"{Remedy}";

    private static IReadOnlyList<int>[] Numbers(IReadOnlyList<ImageFile> files, int threads)
    {
        var numbers = new IReadOnlyList<int>[files.Count];
        ParallelWork.For(files.Count, threads, i => numbers[i] = NumbersOf(files[i]));
        return numbers;
    }

    private static IReadOnlyList<int> NumbersOf(ImageFile file)
    {
        try
        {
            return ImageCodec.ReadPages(file.FullPath);
        }
        catch (AnoGanException)
        {
            return [1];
        }
    }
}
