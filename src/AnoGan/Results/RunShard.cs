using System.Security.Cryptography;
using System.Text.Json.Serialization;
using AnoGan.Data;

namespace AnoGan.Results;

/// <summary>What run.json of one shard says beside what it says of a whole run: all that merging needs.</summary>
internal sealed record RunShard
{
    private static readonly string[] AllTables = [ScoreTable.FileName, RegionTable.FileName, TileTable.FileName];

    /// <summary>Which shard it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>How many there are.</summary>
    public required int Count { get; init; }

    /// <summary>Files that the folder of images has, those of all shards together.</summary>
    public required int ListedFiles { get; init; }

    /// <summary>SHA-256 over the relative paths of these.</summary>
    public required string Listing { get; init; }

    /// <summary>Whether tiles.csv is written.</summary>
    public bool Tiles { get; init; }

    /// <summary>Whether pictures are written.</summary>
    public bool Pictures { get; init; }

    /// <summary>Whether the report with its small pictures is written.</summary>
    public bool Report { get; init; }

    /// <summary>The label that was to count as normal in the report; null where that was left open.</summary>
    public string? NormalLabel { get; init; }

    /// <summary>What the training images were like.</summary>
    public required PictureExpectations Expected { get; init; }

    /// <summary>What was seen of this shard's.</summary>
    public PictureFacts Seen { get; init; } = new();

    /// <summary>How many of the run's warnings, the first ones, are not of this shard's pictures alone.</summary>
    public int CommonWarnings { get; init; }

    /// <summary>SHA-256 of the tables, by file name.</summary>
    public IReadOnlyDictionary<string, string> Tables { get; init; } = new Dictionary<string, string>();

    /// <summary>Which shard it is.</summary>
    [JsonIgnore]
    public Shard Which => new(Number, Count);

    /// <summary>Describes a shard that begins.</summary>
    public static RunShard Of(
        Shard shard, PictureListing listing, RunParts parts, string? normalLabel, PictureExpectations expected) => new()
    {
        Number = shard.Number,
        Count = shard.Count,
        ListedFiles = listing.Listed.Count,
        Listing = listing.Hash,
        Tiles = parts.Tiles,
        Pictures = parts.Pictures,
        Report = parts.Report,
        NormalLabel = normalLabel,
        Expected = expected,
    };

    /// <summary>What is wrong with it; null where nothing is.</summary>
    public string? Damage() =>
        Count is < 1 or > Shard.MostShards || Number < 1 || Number > Count ? $"shard {Number} of {Count}"
        : Tables is null || Expected?.Sides is null || Seen is null || Tables.Values.Contains(null) ? "null in a shard"
        : CommonWarnings < 0 ? "a negative number of warnings"
        : null;

    /// <summary>Says where the folder of images was another one; null where it was the same.</summary>
    public string? ListingDifference(RunShard before) =>
        Listing == before.Listing ? null
        : ListedFiles == before.ListedFiles ? "the folder of images holds other files"
        : $"the folder of images holds {ListedFiles} files where it held {before.ListedFiles}";

    /// <summary>SHA-256 of the tables in a results folder, by file name, in lower-case hexadecimal.</summary>
    public static IReadOnlyDictionary<string, string> HashTables(string folder) =>
        AllTables.Where(name => File.Exists(Path.Combine(folder, name))).ToDictionary(name => name, name =>
        {
            using FileStream table = File.OpenRead(Path.Combine(folder, name));
            return Convert.ToHexStringLower(SHA256.HashData(table));
        });
}
