namespace AnoGan.Data;

/// <summary>
/// Parts a set of pictures at random so that no picture stands in both parts, whatever copies of it there are. Copies
/// are known by a number that they share, such as that of the first one (<see cref="ImageSet.Originals"/>).
/// </summary>
internal static class DifferentPictures
{
    /// <summary>How many pictures there are, copies counted once.</summary>
    /// <param name="originals">Of each picture a number that its copies share.</param>
    public static int Count(IReadOnlyList<int> originals) => originals.Distinct().Count();

    /// <summary>
    /// Draws pictures that all differ, those without copies first, so that few copies are lost with them; the others
    /// are in random order too, without the copies of those drawn.
    /// </summary>
    /// <param name="drawn">How many are drawn, at most as many as differ.</param>
    /// <returns>Numbers of pictures, each once; copies of one that was drawn are in neither part.</returns>
    public static (int[] Drawn, int[] Others) Draw(IReadOnlyList<int> originals, int drawn, ulong seed)
    {
        int[] order = new EpochOrder(originals.Count, seed).Next(originals.Count);
        Dictionary<int, int> counts = originals.CountBy(original => original).ToDictionary();
        int[] chosen =
        [
            .. order.DistinctBy(index => originals[index]).OrderBy(index => counts[originals[index]] > 1).Take(drawn),
        ];
        HashSet<int> taken = [.. chosen.Select(index => originals[index])];
        return (chosen, [.. order.Where(index => !taken.Contains(originals[index]))]);
    }

    /// <summary>What is to be said of copies.</summary>
    /// <returns>One line, or null where all pictures differ.</returns>
    public static string? Warning(ImageSet images)
    {
        IGrouping<int, int>[] groups = [.. Enumerable.Range(0, images.Count).GroupBy(index => images.Originals[index])];
        int copies = images.Count - groups.Length;
        if (copies == 0)
            return null;

        int[] most = [.. groups.MaxBy(group => group.Count())!];
        string Name(int index) => images.Files[index].RelativePath;

        // A picture that is half of the set, or ten of each on average, is no slip in a collection.
        return 2 * most.Length >= images.Count || 10 * groups.Length <= images.Count
            ? $"{images.Count} images show {groups.Length} different picture{(groups.Length == 1 ? "" : "s")} only, "
                + $"one of them {most.Length} times ({Name(most[0])}): what is learnt from them knows little else, "
                + "so that other normal images get high scores too, and p-values are counted from different pictures "
                + "alone, where there are enough of them; add other images"
            : $"{copies} of {images.Count} images {(copies == 1 ? "is an exact copy" : "are exact copies")} of others, "
                + $"such as {Name(most[1])} of {Name(most[0])}: each copy weighs in what is learnt, but "
                + "no picture stands on both sides of a hold-out, and p-values count each once; remove copies that "
                + "are there by mistake";
    }
}
