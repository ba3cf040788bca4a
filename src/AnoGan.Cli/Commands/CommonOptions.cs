using System.CommandLine;
using AnoGan.Data;
using AnoGan.Method;
using AnoGan.Runtime;

namespace AnoGan.Cli.Commands;

/// <summary>Options that several commands share, so that they read and behave alike.</summary>
internal static class CommonOptions
{
    public static Option<int?> Threads() => ValueOptions.NumberOrNone(
        "--threads", "CPU threads; the same number gives the same results to the last bit [default: "
            + $"{Environment.ProcessorCount}]", Environment.ProcessorCount);

    public static Option<string> Device() => new("--device")
    {
        Description = "Where to compute: auto (CUDA where there is one), cpu, cuda or cuda:N",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
        CompletionSources = { "auto", "cpu", "cuda" },
    };

    public static Option<PrecisionMode> Precision(string what, string condition) =>
        ValueOptions.Choice<PrecisionMode>(
            "--precision", $"{what}: fp32, bf16, or auto, which is bf16 {condition} the device is faster in it",
            PrecisionMode.Auto);

    public static Option<bool> Overwrite(string what) => new("--overwrite") { Description = $"Replace {what} that is "
        + "already there" };

    public static Option<bool> AllFolders() => new("--all-folders") { Description = "Take all folders of normal "
        + "images below, even where they are named as the parts or labels of a data set (test, masks; good beside "
        + "others)" };

    public static Option<bool> Resume(string what) => new("--resume") { Description = "Go on with an interrupted "
        + $"{what}, with the same result as if it had not been; begin where there is none" };

    public static Option<bool> Quiet() => new("--quiet", "-q") { Description = "No progress and no list of options on "
        + "stderr; warnings and errors stay" };

    public static Option<bool> DryRun() => new("--dry-run") { Description = "Check the options and the folders and "
        + "say what would be done, without doing it" };

    public static Option<bool> Strict() => new("--strict") { Description = "Stop at the first image that cannot be "
        + "used, or link that leads nowhere, instead of skipping it" };

    public static Option<PageMode> Pages() => ValueOptions.Choice<PageMode>(
        "--pages", "Of TIFF, GIF and WebP files of several pages: the first, or all, each a picture of its own named "
            + "as scan.tif#3", PageMode.First);

    public static Option<bool> NoReport() => new("--no-report") { Description = "Write no report.html, and none of "
        + "its small pictures in thumbnails/" };

    public static Option<int?> Stride() => ValueOptions.NumberOrNone(
        "--stride", "Pixels of the prepared picture from one tile to the next, for a model of patches [default: the "
            + "model's]", 32, "PIXELS");

    /// <summary>
    /// Loads libtorch; a patched copy of TorchSharp's library is kept in <see cref="CacheFolder"/> where one is needed.
    /// </summary>
    public static void LoadTorch() => TorchRuntime.Load(CacheFolder());

    /// <summary>
    /// Where a patched copy of TorchSharp's native library is kept: the user's cache, or the temporary folder if there
    /// is no home.
    /// </summary>
    public static string CacheFolder()
    {
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        string home = Environment.GetFolderPath(
            Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify);
        if (string.IsNullOrEmpty(cache))
            cache = home.Length > 0 ? Path.Combine(home, ".cache") : Path.GetTempPath();
        return Path.Combine(cache, "anogan");
    }
}
