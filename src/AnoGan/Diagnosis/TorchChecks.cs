using System.Diagnostics;
using System.Globalization;
using AnoGan.Runtime;
using TorchSharp;

namespace AnoGan.Diagnosis;

/// <summary>Whether libtorch loads and computes, and on what.</summary>
internal sealed class TorchChecks
{
    private const int Side = 1024, Repeats = 3;
    private const string DriverFolder = "/proc/driver/nvidia";

    private bool _isLoaded;

    /// <summary>Loads libtorch.</summary>
    /// <param name="cacheFolder">Where a patched copy of TorchSharp's library may be kept.</param>
    public Finding Load(string cacheFolder)
    {
        try
        {
            string how = TorchRuntime.Load(cacheFolder);
            _isLoaded = true;
            bool isPatched =
                how.StartsWith(cacheFolder, StringComparison.Ordinal)
                || how.StartsWith("patched", StringComparison.Ordinal);
            return new Finding(
                "libtorch",
                FindingStatus.Ok,
                $"{Version()}, TorchSharp's library "
                    + $"{(isPatched ? "from a patched copy, for this system's libstdc++ is older than it asks for" : "as shipped")}"
            )
            {
                Details = [how],
            };
        }
        catch (AnoGanException e) when (e.InnerException is LibtorchException why)
        {
            return new Finding("libtorch", FindingStatus.Failed, why.Message) { Remedy = why.Remedy };
        }
    }

    /// <summary>Computes something whose result is known, and how fast a product of matrices is.</summary>
    public Finding Compute()
    {
        if (!_isLoaded)
            return new Finding("computing", FindingStatus.Failed, "not tried, for libtorch does not load")
            {
                Remedy = "mend libtorch first",
            };
        if (Wrong() is { } wrong)
            return new Finding("computing", FindingStatus.Failed, wrong) { Remedy = "report it as a bug, with this "
                + "whole report" };
        return new Finding("computing", FindingStatus.Ok, string.Create(CultureInfo.InvariantCulture, $"a gradient "
            + $"and a product came out right; {Rate():F0} GFLOP/s in float32 with {torch.get_num_threads()} threads"));
    }

    /// <summary>The CUDA devices, or why there are none.</summary>
    public Finding Cuda()
    {
        if (!_isLoaded)
            return new Finding("cuda", FindingStatus.Warning, "not known, for libtorch does not load");
        bool hasDriver = File.Exists($"{DriverFolder}/version");
        if (torch.cuda.is_available())
            return new Finding("cuda", FindingStatus.Ok, $"{torch.cuda.device_count()} devices") { Details = Names() };
        if (IsBuiltForCuda())
        {
            return new Finding("cuda", FindingStatus.Warning, "this program is built for CUDA, but "
                + $"{(hasDriver ? "no device can be used" : "there is no NVIDIA driver")}; it computes on the CPU")
            {
                Details = Names(),
                Remedy = hasDriver ? "look at `nvidia-smi`: the driver may be too old for this libtorch, or "
                    + "CUDA_VISIBLE_DEVICES may hide the devices" : "install an NVIDIA driver, or build without "
                    + "-p:TorchBackend=cuda",
            };
        }

        return hasDriver
            ? new Finding("cuda", FindingStatus.Warning, "there is an NVIDIA driver, but this program is built for "
                + "the CPU alone") { Details = Names(), Remedy = "build with `dotnet build -p:TorchBackend=cuda` to "
                + "use the device" }
            : new Finding("cuda", FindingStatus.Ok, "none: this program is built for the CPU alone, and there is no "
                + "NVIDIA driver");
    }

    private static string Version() => $"libtorch {torch.__version__}";

    private static bool IsBuiltForCuda()
    {
        using var process = Process.GetCurrentProcess();
        string? core = process.Modules.Cast<ProcessModule>().Select(module => module.FileName)
            .FirstOrDefault(path => Path.GetFileName(path).Contains("torch_cpu", StringComparison.Ordinal));
        return core is not null && Directory.EnumerateFiles(Path.GetDirectoryName(core)!, "*torch_cuda*").Any();
    }

    private static string[] Names()
    {
        string folder = $"{DriverFolder}/gpus";
        if (!Directory.Exists(folder))
            return [];
        return
        [
            .. Directory
                .EnumerateFiles(folder, "information", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(file =>
                    File.ReadLines(file)
                        .FirstOrDefault(line => line.StartsWith("Model:", StringComparison.Ordinal))
                        ?["Model:".Length..].Trim())
                .OfType<string>(),
        ];
    }

    // d/dx Σ x² = 2x; and a product of two matrices of whole numbers, which float32 holds exactly.
    private static string? Wrong()
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor x = torch.tensor([1f, -2, 3], requires_grad: true);
        x.pow(2).sum().backward();
        float[] gradient = x.grad!.data<float>().ToArray();
        if (!gradient.SequenceEqual([2f, -4, 6]))
            return $"the gradient of Σx² at (1, -2, 3) came out as ({string.Join(", ", gradient)})";

        torch.Tensor a = torch.arange(0, 64, torch.float32).reshape(8, 8);
        float[] product = a.mm(a.t()).data<float>().ToArray();
        float[] expected =
        [
            .. Enumerable
                .Range(0, 64)
                .Select(place => (float)Enumerable.Range(0, 8).Sum(k => (place / 8 * 8 + k) * (place % 8 * 8 + k))),
        ];
        return product.SequenceEqual(expected) ? null : "a product of two 8×8 matrices came out wrong";
    }

    private static double Rate()
    {
        using var noGrad = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor ones = torch.ones(Side, Side);
        double best = double.PositiveInfinity;
        for (int i = 0; i <= Repeats; i++)
        {
            var clock = Stopwatch.StartNew();
            using torch.Tensor product = ones.mm(ones);
            if (i > 0)
                best = Math.Min(best, clock.Elapsed.TotalSeconds);
        }

        return 2.0 * Side * Side * Side / best / 1e9;
    }
}
