using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;
using AnoGan.Runtime;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>
/// Adds normal pictures to a model that is trained, such as false alarms, or takes the last ones back; the networks,
/// and all that was learned of other normal pictures, stay. libtorch must be loaded to add.
/// </summary>
internal static class AdditionRun
{
    // Of a picture that is cut into tiles, those that look least normal.
    private const int MostTilesOfPicture = 20;

    /// <summary>Adds pictures.</summary>
    /// <param name="request">The request.</param>
    /// <param name="model">The model; stays the caller's.</param>
    /// <param name="images">The pictures.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="now">The time to record, in UTC.</param>
    /// <param name="events">What to tell meanwhile.</param>
    /// <param name="cancellation">Stops with an <see cref="OperationCanceledException"/>.</param>
    /// <returns>The manifest and the metric with the pictures.</returns>
    /// <exception cref="AnoGanException">
    /// All pictures were added before, or there are more than a model takes.
    /// </exception>
    public static (ModelManifest Manifest, NormalMetric Metric) Add(
        CalibrateRequest request, TrainedModel model, ImageSet images, Device device, DateTimeOffset now,
        RunEvents events, CancellationToken cancellation)
    {
        (Calibration calibration, NormalMetric before) = (model.Manifest.Calibration, model.Metric);
        ImageSet added = New(images, calibration.Added, request.Images!, events);
        AddedNormals? earlier = before.Added;
        int first = earlier?.Groups.Count ?? 0, free = AddedNormals.MostSquares - (earlier?.Squares.Count ?? 0);
        if (added.Count > free)
            throw new AnoGanException($"{request.Images}: found {added.Count} new images, expected at most {free} that "
                + $"can still be added to {request.Model}; train a model with all that is normal");

        NetworkSpec spec = model.Manifest.Setup.Network;
        var search = new ImageSearch(model.Networks, spec, calibration.Search, device);
        if (search.HasEncoder)
            search = search.WithoutSteps();
        ScoreRule rule = RuleOf(model);
        events.Stage?.Invoke($"adding {added.Count} images");
        AddedSquare[] squares =
        [
            .. SquaresOf(added, search, model, first, Math.Min(free / added.Count, MostTilesOfPicture), cancellation),
        ];
        NormalMetric metric = before with
        {
            Added = new AddedNormals(
                before with { Added = null }, [.. earlier?.Squares ?? [], .. squares],
                [.. earlier?.Groups ?? [], .. Enumerable.Repeat(calibration.Added.Count, added.Count)],
                (float)(calibration.DefectPixel?.Centre ?? 0)),
            Pretrained = model.Networks.Pretrained is { } pretrained
                ? WithPoints(before.Pretrained!, added, pretrained, calibration.Position!, first, cancellation)
                : null,
        };

        // How new pictures of their kind will score: each as if the others alone had been added.
        double[] beforehand = Scores(before, added.Files);
        double[] apart =
        [
            .. added.Files.SelectMany((file, i) =>
            {
                events.Images?.Invoke(i, added.Count);
                cancellation.ThrowIfCancellationRequested();
                return Scores(Without(metric, first + i), [file]);
            }),
        ];
        events.Images?.Invoke(added.Count, added.Count);

        // What the others make no less of an anomaly says nothing of its like, and would raise the threshold for all.
        bool[] isAlone = [.. beforehand.Zip(apart, (then, now) => now > (then + (rule.Threshold ?? then)) / 2)];
        if (added.Files.Where((_, i) => isAlone[i]).Select(file => file.RelativePath).ToArray() is [_, ..] alone)
            events.Warning?.Invoke($"{PathList.Count(alone.Length, "image")} like none of the others that were added "
                + $"({PathList.First(alone)}): others of the kind will be called anomalies again; add more of them");
        var addition = new AddedPictures(
            FolderName.Of(request.Images!), now, added.Hashes, added.ContentHash,
            [.. apart.Where((_, i) => !isAlone[i]).Order()], Alarms(beforehand, rule), AlarmsAfter: 0);
        ModelManifest With(AddedPictures last) => model.Manifest with
        {
            Calibration = calibration with { Added = [.. calibration.Added, last] },
        };
        ScoreRule after = RuleOf(model with { Manifest = With(addition) });
        return (With(addition with { AlarmsAfter = Alarms(apart, after) }), metric);

        ScoreRule RuleOf(TrainedModel of) => new(of, search.Options, ScoreKind.Combined, ScoreRequest.UsualRate);

        static int Alarms(double[] scores, ScoreRule by) => scores.Count(score => score > by.Threshold);

        double[] Scores(NormalMetric by, IReadOnlyList<ImageFile> files)
        {
            var scorer = new ImageScorer(
                model with { Metric = by }, search.Options, rule, device, request.UsedThreads);
            double[] scores =
            [
                .. scorer.Score(files, cancellation).SelectMany(group => group).Select(image =>
                    image.Score?.Score ?? throw new AnoGanException(image.Error!)),
            ];
            by.Pretrained?.Release();
            return scores;
        }
    }

    /// <summary>Takes the last addition back.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">The model directory, for the message.</param>
    /// <exception cref="AnoGanException">Nothing was added.</exception>
    public static (ModelManifest Manifest, NormalMetric Metric) Undo(TrainedModel model, string path)
    {
        IReadOnlyList<AddedPictures> added = model.Manifest.Calibration.Added;
        if (added.Count == 0 || model.Metric.Added is not { } pictures)
            throw new AnoGanException($"{path}: found no normal images that were added, expected some to take back; "
                + "they are added with `anogan calibrate --add-normal`");
        int kept = pictures.Groups.Count(group => group < added.Count - 1);
        return (
            model.Manifest with { Calibration = model.Manifest.Calibration with { Added = [.. added.SkipLast(1)] } },
            model.Metric with
            {
                Added = pictures.First(kept),
                Pretrained = model.Metric.Pretrained?.WhereAdded(picture => picture < kept),
            });
    }

    private static NormalMetric Without(NormalMetric metric, int left) => metric with
    {
        Added = metric.Added!.Without(left),
        Pretrained = metric.Pretrained?.WhereAdded(picture => picture != left),
    };

    // Each picture once, and none that was added before.
    private static ImageSet New(
        ImageSet images, IReadOnlyList<AddedPictures> earlier, string folder, RunEvents events)
    {
        IReadOnlyList<string> hashes = images.Hashes;
        HashSet<string> known = [.. earlier.SelectMany(addition => addition.Hashes)];
        int[] chosen =
        [
            .. hashes.Index().Where(one => images.Originals[one.Index] == one.Index && !known.Contains(one.Item))
                .Select(one => one.Index),
        ];
        int again = hashes.Count(known.Contains);
        if (chosen.Length == 0)
            throw new AnoGanException($"{folder}: found {images.Count} images that were all added before, expected "
                + "new ones; name others");
        if (again > 0)
            events.Warning?.Invoke($"{again} of {images.Count} images were added before, and are left out");
        return images.Subset(chosen);
    }

    private static IEnumerable<AddedSquare> SquaresOf(
        ImageSet images, ImageSearch search, TrainedModel model, int first, int most, CancellationToken cancellation)
    {
        (NetworkSpec spec, bool hasEncoder) = (search.Spec, search.HasEncoder);
        bool isPatch = images.Shape.Stride is not null;
        IScoreRule<SearchResult> rule = ImageScorer.RuleOf(model, search.Options);
        var reconstructor = new SearchReconstructor(search);
        for (int i = 0; i < images.Count; i++)
        {
            int number = i;
            IEnumerable<(Square Square, SearchResult Found)> found = reconstructor.Run(
                images.SquaresOf(number), cancellation);
            if (isPatch)
                found = found.OrderByDescending(one => rule.Judge(one.Square, one.Found).Numbers.Score).Take(most);
            foreach ((Square square, SearchResult result) in found)
                yield return AddedSquare.Of(first + number, square.Pixels, result, spec, hasEncoder, isPatch);
        }
    }

    private static PretrainedNeighbours WithPoints(
        PretrainedNeighbours known, ImageSet images, PretrainedFeatures pretrained, TermScale position, int first,
        CancellationToken cancellation)
    {
        int most = known.MostForEach(images.Count);
        List<(int Picture, float[] Point)> points = [];
        foreach ((int i, ReadPicture read) in images.WithViews(pretrained.Size).Pictures().Index())
        {
            cancellation.ThrowIfCancellationRequested();
            using Tensor features = pretrained.Of(read.View!.Pixels);
            points.AddRange(known.Unknown(features, read.View.Counts, Math.Exp(position.Centre), most)
                .Select(point => (first + i, point)));
        }

        return known.Adding(points);
    }
}
