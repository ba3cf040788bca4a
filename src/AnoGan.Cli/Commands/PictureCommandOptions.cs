using System.CommandLine;
using AnoGan.Data;
using AnoGan.Models;
using AnoGan.Preparing;

namespace AnoGan.Cli.Commands;

/// <summary>
/// How pictures reach the networks: prepared, and whole or in patches; train and baseline share these options.
/// </summary>
/// <param name="defaultSize">Side in pixels where none is given.</param>
/// <param name="sizes">Which sides there are, for the help.</param>
internal sealed class PictureCommandOptions(int defaultSize, string sizes)
{
    private readonly Option<int?> _size = ValueOptions.NumberOrNone("--size", "Side of the square that each picture "
        + $"is fitted to whole, in pixels: {sizes} [default: {defaultSize}]", defaultSize, "PIXELS");
    private readonly Option<int?> _patch = ValueOptions.NumberOrNone("--patch", "See pictures in patches of this side "
        + "in pixels instead of whole: for large pictures and small defects [default: whole]", 64, "PIXELS");
    private readonly Option<int?> _stride = ValueOptions.NumberOrNone("--stride", "Pixels from one tile to the next "
        + "where whole pictures are scored by patches [default: half a patch]", 32, "PIXELS");
    private readonly Option<double?> _scale = ValueOptions.NumberOrNone("--scale", "Shrink every picture by this "
        + "factor first, 0.01 to 1 [default: none]", 0.5, "FACTOR");
    private readonly Option<int?> _longSide = ValueOptions.NumberOrNone("--long-side", "Shrink every picture first so "
        + "that its longer side has at most this many pixels [default: no limit]", 1024, "PIXELS");
    private readonly Option<string?> _prepare = new("--prepare") { Description = "What is done with every picture, "
        + $"in this order: steps between commas, of {string.Join(", ", Preparing.Preparation.KnownSteps)} [default: "
        + "none]", HelpName = "STEPS" };

    /// <summary>All options, in the order of the help.</summary>
    public IReadOnlyList<Option> All => [_size, _patch, _stride, _scale, _longSide, _prepare];

    /// <summary>The side of what the networks see.</summary>
    public int Size(ParseResult parsed) => parsed.GetValue(_patch) ?? parsed.GetValue(_size) ?? defaultSize;

    /// <summary>How pictures are cut; null to see them whole.</summary>
    /// <exception cref="UsageException">Options that exclude each other, or one that needs --patch.</exception>
    public TileOptions? Tiles(ParseResult parsed, string? augment = null)
    {
        if (parsed.GetValue(_patch) is { } patch)
        {
            return parsed.GetValue(_size) is null
                ? new TileOptions(
                    parsed.GetValue(_stride) ?? TileOptions.DefaultStride(patch),
                    UsageException.Read(() => AugmentationText.Parse(augment ?? "none")))
                : throw new UsageException(
                    "--size: found together with --patch, expected one of them; leave --size "
                        + "out to see pictures in patches");
        }

        string? misplaced =
            parsed.GetValue(_stride) is not null ? "--stride"
            : augment is not null ? "--augment"
            : null;
        return misplaced is null
            ? null
            : throw new UsageException(
                $"{misplaced}: found without --patch, expected " + "with it; add --patch, or leave it out");
    }

    /// <summary>What is done with every picture.</summary>
    /// <exception cref="UsageException">A step is unknown or a value out of range.</exception>
    public Preparation Preparation(ParseResult parsed)
    {
        (double? scale, int? longSide) = (parsed.GetValue(_scale), parsed.GetValue(_longSide));
        return UsageException.Read(() => parsed.GetValue(_prepare) is { } steps
            ? Preparing.Preparation.Parse(steps, scale, longSide)
            : new Preparation { Scale = scale, LongSide = longSide });
    }
}
