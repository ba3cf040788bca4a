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
    private static readonly int[] One = [1];

    /// <summary>Lists the pictures to read.</summary>
    /// <param name="several">Told of pages that are passed over; null for nobody.</param>
    /// <param name="byName">
    /// Whether pages that are passed over are only looked for in files whose name says that there may be some: where it
    /// takes long to open every file, as it does in archives.
    /// </param>
    /// <returns>
    /// In the order of the files and of the pages in each; a file of one page keeps its name. A file that cannot be
    /// looked at counts as one page, so that reading it says what is wrong with it.
    /// </returns>
    public static IReadOnlyList<ImageFile> Of(
        IReadOnlyList<ImageFile> files, PageMode mode, int threads, Action<SeveralPages>? several = null,
        bool byName = false)
    {
        if (mode == PageMode.First && several is null)
            return files;
        IReadOnlyList<int>[] pages = Numbers(files, threads, byName && mode == PageMode.First);
        if (mode == PageMode.First)
        {
            int[] passedOver = [.. pages.Select(numbers => numbers.Count).Where(count => count > 1)];
            if (passedOver.Length > 0)
                several!(new SeveralPages(passedOver.Length, passedOver.Sum(count => (long)count)));
            return files;
        }

        return [.. files.Zip(pages).SelectMany(pair => PagesOf(pair.First, pair.Second))];
    }

    private static IEnumerable<ImageFile> PagesOf(ImageFile file, IReadOnlyList<int> pages) => pages.Count == 1
        ? [file]
        : pages.Select(page => file with { RelativePath = $"{file.RelativePath}#{page}", Page = page });

    private static IReadOnlyList<int>[] Numbers(IReadOnlyList<ImageFile> files, int threads, bool byName)
    {
        var numbers = new IReadOnlyList<int>[files.Count];
        ParallelWork.For(files.Count, threads, i =>
            numbers[i] = byName && !ImageCodec.MayHavePages(files[i].FullPath) ? One : NumbersOf(files[i]));
        return numbers;
    }

    private static IReadOnlyList<int> NumbersOf(ImageFile file)
    {
        try
        {
            return file.ReadPages();
        }
        catch (AnoGanException)
        {
            return One;
        }
    }
}

/// <summary>Files of several pages of which the first alone is read.</summary>
/// <param name="Files">How many files.</param>
/// <param name="Pages">How many pages they have together.</param>
internal sealed record SeveralPages(int Files, long Pages)
{
    private const string Remedy = "--pages all reads every page as a picture of its own";

    /// <summary>What the user should know of it, in one line.</summary>
    public string Words => Files == 1
        ? $"1 file contains {Pages} pages of which the first is read; {Remedy}"
        : $"{Files} files contain {Pages} pages of which the first is read each; {Remedy}";
}
