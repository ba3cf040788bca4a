using System.CommandLine;
using System.Numerics;
using AnoGan.Method;

namespace AnoGan.Cli.Commands;

/// <summary>The options of a search, which score and calibrate share; each one left out is the model's own.</summary>
internal sealed class SearchCommandOptions
{
    private static readonly SearchOptions Defaults = new();

    private readonly Option<int?> _steps = ModelOption(
        "--steps", "The most search steps an image; 0 compares with " + "the picture of the start", Defaults.Steps);
    private readonly Option<double?> _learningRate = ModelOption(
        "--lr", "Adam's learning rate for z at the first " + "step", Defaults.LearningRate, "RATE");
    private readonly Option<LearningRateSchedule?> _schedule = ValueOptions.ChoiceOrNone<LearningRateSchedule>(
        "--schedule", OfModel("How the learning rate changes"));
    private readonly Option<double?> _lambda = ModelOption(
        "--lambda", "Weight of the feature distance in the " + "search's loss and in the paper's score, 0 to 1",
        Defaults.Lambda, "L");
    private readonly Option<double?> _priorWeight = ModelOption(
        "--prior-weight", "Weight of mean z², which holds z " + "near where the generator was trained",
        Defaults.PriorWeight, "W");
    private readonly Option<double?> _plateau = ModelOption(
        "--plateau", "Stop an image's search once its loss falls " + "by less than this share over ten steps; 0 never",
        Defaults.Plateau, "SHARE");
    private readonly Option<int?> _restarts = ModelOption(
        "--restarts", "Searches from different starts, the " + "encoder's first; the best is kept for each image",
        Defaults.Restarts);
    private readonly Option<int?> _batch = ModelOption(
        "--batch", "Images searched together, rounded up to a multiple of 16", Defaults.Batch);
    private readonly Option<PrecisionMode> _precision = CommonOptions.Precision(
        "In what numbers the search's steps " + "are computed",
        "where no score depends on the search (else the model's) and");
    private readonly Option<ulong?> _seed = ModelOption(
        "--seed", "Seed of the random starts, which also depend on " + "each image's content", Defaults.Seed);

    public IReadOnlyList<Option> All =>
        [_steps, _learningRate, _schedule, _lambda, _priorWeight, _plateau, _restarts, _batch, _precision, _seed];

    /// <summary>Turns a model's search into the one that is asked for.</summary>
    public Func<SearchOptions, SearchOptions> Bind(ParseResult parsed) => search => search with
    {
        Steps = parsed.GetValue(_steps) ?? search.Steps,
        LearningRate = parsed.GetValue(_learningRate) ?? search.LearningRate,
        Schedule = parsed.GetValue(_schedule) ?? search.Schedule,
        Lambda = parsed.GetValue(_lambda) ?? search.Lambda,
        PriorWeight = parsed.GetValue(_priorWeight) ?? search.PriorWeight,
        Plateau = parsed.GetValue(_plateau) ?? search.Plateau,
        Restarts = parsed.GetValue(_restarts) ?? search.Restarts,
        Batch = parsed.GetValue(_batch) ?? search.Batch,
        Seed = parsed.GetValue(_seed) ?? search.Seed,
    };

    /// <summary>In what numbers to compute.</summary>
    public PrecisionMode Precision(ParseResult parsed) => parsed.GetValue(_precision);

    private static Option<T?> ModelOption<T>(string name, string description, T example, string helpName = "N")
        where T : struct, INumber<T>, IMinMaxValue<T> =>
        ValueOptions.NumberOrNone(name, OfModel(description), example, helpName);

    private static string OfModel(string description) => $"{description} [default: the model's]";
}
