using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Models;

namespace AnoGan.Training;

/// <summary>
/// How long the parts of a training take that are still to come, from how fast the first one is on this machine: all
/// are operations of the same kind, whose number follows from the shapes of the networks.
/// </summary>
internal sealed class TrainingForecast
{
    // How many of the most steps encoder and segmenter make as a rule, where it is measured when they have learned
    // enough.
    private const double UsualShare = 0.6;

    // Of the segmenter's operations a few are large products, and the pictures are made beside it: as slow as so many
    // times as many of the GAN's.
    private const double SegmenterSlowness = 2;

    // What is measured of a picture is measured of four at a time, on the CPU with as long between the operations as in
    // them, and sorted and fitted to afterwards.
    private const double LookSlowness = 5;

    // Of one picture, at 256 pixels, by a ResNet-18 and by the distances of its features from 8,000 points.
    private const double FeatureCost = 5.6e9, DistanceCost = 6.3e9;

    // These are large convolutions alone, without anything between them.
    private const double PretrainedSlowness = 0.7;

    private readonly double _stepCost, _encoder, _segmenter, _learning, _comparing, _measuring, _scoring; // operations
    private readonly double _secondsOfLearning, _secondsOfComparing, _secondsOfScoring; // of reading in them

    /// <summary>Counts the operations.</summary>
    /// <param name="setup">What is trained.</param>
    /// <param name="readingSeconds">How long it took to read all images, which the calibration does again.</param>
    public TrainingForecast(TrainingSetup setup, double readingSeconds)
    {
        (NetworkSpec spec, TrainOptions options, DataFacts data) = (setup.Network, setup.Training, setup.Data);
        var cost = new NetworkCost(spec);
        int batch = options.Batch!.Value;
        double share = options.Enough > 0 ? UsualShare : 1;
        _stepCost = cost.TrainingStep(batch, options.CriticSteps, options.PenaltyEvery);
        _encoder = share * options.EncoderSteps * cost.EncoderStep(batch);
        _segmenter = options.HasSegmenter
            ? share * options.DefectSteps * SegmenterSlowness * SegmenterTraining.StepCost(spec)
            : 0;
        int pictures = data.TrainingImages;
        int scored = data.HeldOutImages > 0 ? data.HeldOutImages : Math.Min(pictures, HeldOutSplit.MaxHeldOut);
        bool hasEncoder = options.EncoderSteps > 0;
        double look = LookSlowness
            * (cost.SearchStart(hasEncoder) + (options.HasSegmenter ? Segmenter.Cost(spec) : 0));
        double search = setup.Search.Steps * setup.Search.Restarts * cost.SearchStep;
        (int metric, int scale) = MetricSplit.CountsFor(pictures, hasEncoder, inTurn: setup.Tiles is null);
        _learning = metric * (look + (hasEncoder ? 0 : search));
        _measuring = scale * (look + (hasEncoder ? 0 : search));
        _scoring = scored * (look + search);
        if (setup.Pretrained is { } pretrained)
        {
            double pixels =
                PretrainedSlowness * Math.Pow((double)pretrained.Size / PretrainedSetup.UsualSize, 2);
            (int points, int maps) = Scoring.PretrainedComparison.PicturesFor(pictures);
            _learning += pixels * points * FeatureCost;
            _comparing = pixels * maps * (FeatureCost + DistanceCost);
            _scoring += pixels * scored * (FeatureCost + DistanceCost);
            _secondsOfLearning = readingSeconds * points / pictures;
            _secondsOfComparing = readingSeconds * maps / pictures;
            _secondsOfScoring = readingSeconds * scored / pictures;
        }
    }

    /// <summary>What follows the GAN's training.</summary>
    /// <param name="secondsOfStep">What a step of the GAN takes.</param>
    public double SecondsAfterNetworks(double secondsOfStep) =>
        secondsOfStep * _encoder / _stepCost + SecondsAfterEncoder(secondsOfStep);

    /// <summary>What follows the encoder's.</summary>
    public double SecondsAfterEncoder(double secondsOfStep) =>
        secondsOfStep * _segmenter / _stepCost + SecondsAfterSegmenter(secondsOfStep);

    /// <summary>What follows the segmenter's.</summary>
    public double SecondsAfterSegmenter(double secondsOfStep) =>
        secondsOfStep * _learning / _stepCost + _secondsOfLearning + SecondsAfterLearning(secondsOfStep);

    /// <summary>What follows once it is known how the training images spread.</summary>
    public double SecondsAfterLearning(double secondsOfStep) =>
        secondsOfStep * _comparing / _stepCost + _secondsOfComparing + SecondsAfterPretrained(secondsOfStep);

    /// <summary>What follows once it is known how they spread in the features of a pretrained network.</summary>
    public double SecondsAfterPretrained(double secondsOfStep) =>
        secondsOfStep * _measuring / _stepCost + SecondsAfterMeasuring(secondsOfStep);

    /// <summary>What follows once all terms are measured.</summary>
    public double SecondsAfterMeasuring(double secondsOfStep) =>
        secondsOfStep * _scoring / _stepCost + _secondsOfScoring;
}
