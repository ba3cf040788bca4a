using AnoGan.Data;
using AnoGan.Runtime;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>All that a step of <see cref="EncoderTrainer"/> changes.</summary>
internal sealed class EncoderState : IDisposable
{
    private const string Name = "encoder", MeanName = "encoder-adam-mean", SquareName = "encoder-adam-square";

    private readonly ITrainingDraws _draws;
    private bool _ownsEncoder = true;

    /// <summary>Begins.</summary>
    /// <param name="images">The normal images.</param>
    /// <param name="spec">The networks' shapes.</param>
    /// <param name="options">Valid options.</param>
    /// <param name="device">Where the encoder is.</param>
    public EncoderState(IImageBatches images, NetworkSpec spec, TrainOptions options, Device device)
    {
        using var random = new Generator(SeededRandom.Derive(options.Seed, "encoder-init"));
        _draws = images.Draws(SeededRandom.Derive(options.Seed, "encoder-order"));
        Encoder = new Encoder(spec, random);
        Encoder.to(device);
        Adam = new Adam(Encoder.parameters(), options.EncoderLearningRate);
    }

    /// <summary>The encoder, on the device.</summary>
    public Encoder Encoder { get; }

    /// <summary>Its optimiser.</summary>
    public Adam Adam { get; }

    /// <summary>Steps made.</summary>
    public int Step { get; set; }

    /// <summary>The loss of the last step of this run.</summary>
    public double Loss { get; set; }

    /// <summary>Images drawn so far.</summary>
    public long ImagesDrawn { get; private set; }

    /// <summary>Takes the next training images.</summary>
    /// <param name="count">How many.</param>
    /// <returns>[N, C, H, W] on the CPU; the caller disposes it.</returns>
    public Tensor Draw(int count)
    {
        ImagesDrawn += count;
        return _draws.Next(count);
    }

    /// <summary>Copies everything, with the weights of the networks that the encoder is trained for.</summary>
    /// <param name="networks">What <see cref="WganState.WeightsOf"/> gave.</param>
    public TrainingSnapshot Capture(IReadOnlyDictionary<string, IReadOnlyDictionary<string, NamedArray>> networks)
    {
        var weights = new Dictionary<string, IReadOnlyDictionary<string, NamedArray>>(networks)
        {
            [Name] = TensorArrays.Read(Encoder),
            [MeanName] = TensorArrays.Read(Adam.Means),
            [SquareName] = TensorArrays.Read(Adam.Squares),
        };
        return new TrainingSnapshot(
            TrainingPhase.Encoder, Step, ImagesDrawn, Last: null, new Dictionary<string, byte[]>(), weights);
    }

    /// <summary>Goes on where another state was.</summary>
    /// <param name="snapshot">Its copy; of the same shapes and images.</param>
    public void Restore(TrainingSnapshot snapshot)
    {
        TensorArrays.Fill(Encoder, snapshot.Weights[Name]);
        TensorArrays.Fill(Adam.Means, snapshot.Weights[MeanName]);
        TensorArrays.Fill(Adam.Squares, snapshot.Weights[SquareName]);
        Adam.ContinueFrom(snapshot.Step);
        _draws.Skip(snapshot.ImagesDrawn);
        (Step, ImagesDrawn) = (snapshot.Step, snapshot.ImagesDrawn);
    }

    /// <summary>Hands the encoder over; this no longer disposes it.</summary>
    public Encoder TakeEncoder()
    {
        _ownsEncoder = false;
        return Encoder;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Adam.Dispose();
        if (_ownsEncoder)
            Encoder.Dispose();
    }
}
