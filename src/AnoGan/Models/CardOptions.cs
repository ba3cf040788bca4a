using System.Globalization;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Training;

namespace AnoGan.Models;

/// <summary>The options of the training that made a model, as they are written on the command line.</summary>
internal static class CardOptions
{
    /// <summary>Every option that decides what is trained, in the order of the help.</summary>
    /// <param name="manifest">What model.json says.</param>
    public static IReadOnlyList<CardOption> Of(ModelManifest manifest)
    {
        var usual = new TrainRequest { Images = "", Model = "" };
        TrainingSetup setup = manifest.Setup;
        TrainOptions training = setup.Training, standard = usual.Training;
        bool isCut = setup.Tiles is not null;
        CardOption[] options =
        [
            Option("--size", isCut ? null : setup.Network.Size, isCut ? null : usual.Size),
            Option("--patch", isCut ? setup.Network.Size : null, null),
            Option("--stride", setup.Tiles?.Stride, isCut ? TileOptions.DefaultStride(setup.Network.Size) : null),
            Option("--scale", setup.Preparation.Scale, null),
            Option("--long-side", setup.Preparation.LongSide, null),
            Option("--prepare", setup.Preparation.Steps.Count > 0 ? setup.Preparation.ToString() : null, null),
            Option(
                "--augment", setup.Tiles is { } tiles ? AugmentationText.Of(tiles.Augmentation) : null,
                isCut ? AugmentationText.Of(Augmentation.None) : null),
            Option(
                "--fit", isCut ? null : setup.Fit.ToString().ToLowerInvariant(),
                isCut ? null : usual.Fit.ToString().ToLowerInvariant()),
            Option("--steps", training.Steps == TrainOptions.MaxSteps ? null : training.Steps, standard.Steps),
            Option("--minutes", training.Minutes, null),
            Option("--batch", training.Batch, standard.Batch),
            Option("--width", setup.Network.Width, usual.Width),
            Option("--latent", setup.Network.Latent, usual.Latent),
            Option("--critic-steps", training.CriticSteps, standard.CriticSteps),
            Option("--penalty-weight", training.PenaltyWeight, standard.PenaltyWeight),
            Option("--penalty-every", training.PenaltyEvery, standard.PenaltyEvery),
            Option(
                "--precision", training.Precision.ToString().ToLowerInvariant(),
                standard.Precision.ToString().ToLowerInvariant()),
            Option("--critic-lr", training.CriticLearningRate, standard.CriticLearningRate),
            Option("--generator-lr", training.GeneratorLearningRate, standard.GeneratorLearningRate),
            Option("--beta1", training.Beta1, standard.Beta1),
            Option("--beta2", training.Beta2, standard.Beta2),
            Option("--average-share", training.AverageShare, standard.AverageShare),
            Option("--encoder-steps", training.EncoderSteps, standard.EncoderSteps),
            Option("--encoder-lr", training.EncoderLearningRate, standard.EncoderLearningRate),
            Option("--hold-out", setup.Data.HoldOut, usual.HoldOut),
            Option(
                "--pages", setup.Data.Pages.ToString().ToLowerInvariant(), usual.Pages.ToString().ToLowerInvariant()
            ),
            Option("--seed", training.Seed, standard.Seed),
        ];
        return [.. options.Where(option => option is not { Value: null, IsDefault: true })];
    }

    private static CardOption Option(string name, IConvertible? value, IConvertible? usual)
    {
        string? text = value?.ToString(CultureInfo.InvariantCulture);
        return new CardOption(name, text, text == usual?.ToString(CultureInfo.InvariantCulture));
    }
}
