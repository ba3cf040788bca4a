using AnoGan.Images;

namespace AnoGan.Evaluation;

/// <summary>
/// How well maps of 65,536 levels show where the defects are, over any number of pictures: what is kept is one count a
/// level, and the measures are exact all the same.
/// </summary>
internal sealed class PixelMetrics
{
    // The false-positive rate up to which Aupro integrates.
    private const double AuproLimit = 0.3;

    private const int Levels = 65536;

    private readonly long[] _normal = new long[Levels];
    private readonly long[] _anomalous = new long[Levels];

    // At each level the pixels of all regions, each pixel weighing one part of its own region.
    private readonly double[] _regionShares = new double[Levels];

    /// <summary>Defects so far: connected regions of all masks.</summary>
    public int Regions { get; private set; }

    /// <summary>Adds the map of a picture without defects: levels of all pixels; larger means more anomalous.</summary>
    public void AddNormal(ReadOnlySpan<ushort> map)
    {
        foreach (ushort level in map)
            _normal[level]++;
    }

    /// <summary>
    /// Adds the map of a picture and the mask of its defects: width × height pixels each, rows from top to bottom, true
    /// within a defect.
    /// </summary>
    /// <exception cref="ArgumentException">Map and mask differ in size.</exception>
    public void Add(ReadOnlySpan<ushort> map, ReadOnlySpan<bool> mask, int width)
    {
        if (map.Length != mask.Length)
            throw new ArgumentException($"a map of {map.Length} pixels, but a mask of {mask.Length}", nameof(mask));

        int[] labels = ConnectedRegions.Label(mask, width, out int count);
        int[] sizes = new int[count + 1];
        foreach (int label in labels)
            sizes[label]++;
        for (int i = 0; i < map.Length; i++)
        {
            if (labels[i] == 0)
            {
                _normal[map[i]]++;
                continue;
            }

            _anomalous[map[i]]++;
            _regionShares[map[i]] += 1.0 / sizes[labels[i]];
        }

        Regions += count;
    }

    /// <summary>Adds all pictures of another, as if this had been given them itself.</summary>
    public void Add(PixelMetrics other)
    {
        for (int level = 0; level < Levels; level++)
        {
            _normal[level] += other._normal[level];
            _anomalous[level] += other._anomalous[level];
            _regionShares[level] += other._regionShares[level];
        }

        Regions += other.Regions;
    }

    /// <summary>
    /// The probability that a pixel of a defect has a higher level than one outside all, ties counted half.
    /// </summary>
    /// <returns>0 to 1.</returns>
    /// <exception cref="InvalidOperationException">There are only pixels of one kind.</exception>
    public double Auroc()
    {
        ThrowIfOneKind();
        return Roc.Area(_normal, _anomalous);
    }

    /// <summary>
    /// The area under the per-region overlap (Bergmann et al., IJCV 2021, section 5.2): for each threshold the share of
    /// a region's pixels that reach it, averaged over regions, against the share of normal pixels that do, those of the
    /// normal pictures and those outside the masks of the others; integrated by trapezoids up to
    /// 0.3, where the curve is interpolated, and divided by it.
    /// </summary>
    /// <returns>0 to 1. Levels at random give half the limit, 0.15.</returns>
    /// <exception cref="InvalidOperationException">There are only pixels of one kind.</exception>
    public double Aupro()
    {
        ThrowIfOneKind();
        double normalPixels = _normal.Sum();
        double area = 0, rate = 0, overlap = 0;
        long falsePositives = 0;
        double shares = 0;
        for (int level = Levels - 1; level >= 0 && rate < AuproLimit; level--)
        {
            falsePositives += _normal[level];
            shares += _regionShares[level];
            double nextRate = falsePositives / normalPixels, nextOverlap = shares / Regions;
            if (nextRate > AuproLimit)
            {
                nextOverlap = overlap + (nextOverlap - overlap) * (AuproLimit - rate) / (nextRate - rate);
                nextRate = AuproLimit;
            }

            area += (nextRate - rate) * (overlap + nextOverlap) / 2;
            (rate, overlap) = (nextRate, nextOverlap);
        }

        return area / AuproLimit;
    }

    private void ThrowIfOneKind()
    {
        if (Regions == 0 || Array.TrueForAll(_normal, count => count == 0))
            throw new InvalidOperationException("pixels within defects and pixels outside are needed");
    }
}
