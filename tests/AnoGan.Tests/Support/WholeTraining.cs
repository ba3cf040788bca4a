using AnoGan.Method;
using static TorchSharp.torch;

namespace AnoGan.Tests.Support;

/// <summary>Trainings from their first step to their last, on the CPU.</summary>
internal static class WholeTraining
{
    public static TrainedNetworks OfNetworks(
        IImageBatches images, TrainOptions options, Action<WganTraining>? afterStep = null, NetworkSpec? spec = null,
        TrainingSnapshot? from = null)
    {
        using var training = WganTraining.Begin(images, spec ?? TinyNetworks.Spec, options, CPU);
        if (from is not null)
            training.Restore(from);
        while (!training.IsDone)
        {
            training.Step();
            afterStep?.Invoke(training);
        }

        return training.Finish();
    }

    public static Segmenter OfSegmenter(
        IImageBatches images, TrainedNetworks networks, TrainOptions options,
        Action<SegmenterTraining>? afterStep = null, TrainingSnapshot? from = null)
    {
        using var training = SegmenterTraining.Begin(
            images, heldOut: null, isTexture: false, TinyNetworks.Spec, networks, options, CPU);
        if (from is not null)
            training.Restore(from);
        while (!training.IsDone)
        {
            training.Step();
            afterStep?.Invoke(training);
        }

        return training.Finish();
    }

    public static Encoder OfEncoder(
        IImageBatches images, TrainedNetworks networks, TrainOptions options, Action<int>? afterStep = null,
        NetworkSpec? spec = null)
    {
        using var training = EncoderTraining.Begin(
            images, heldOut: null, spec ?? TinyNetworks.Spec, networks, options, CPU);
        while (!training.IsDone)
        {
            training.Step();
            afterStep?.Invoke(training.Steps);
        }

        return training.Finish();
    }
}
