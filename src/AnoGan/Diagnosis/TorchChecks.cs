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
            bool isPatched = how.StartsWith(cacheFolder, StringComparison.Ordinal)
                || how.StartsWith("patched", StringComparison.Ordinal);
            string origin = isPatched
                ? "from a patched copy, for this system's libstdc++ is older than it asks for"
                : "as shipped";
            string text = $"libtorch {torch.__version__}, TorchSharp's library {origin}";
            return Finding.Ok("libtorch", text) with { Details = [how] };
        }
        catch (AnoGanException e) when (e.InnerException is LibtorchException why)
        {
            return Finding.Failed("libtorch", why.Message, why.Remedy);
        }
    }

    /// <summary>Computes something whose result is known, and how fast a product of matrices is.</summary>
    public Finding Compute()
    {
        if (!_isLoaded)
            return Finding.Failed("computing", "not tried, for libtorch does not load", "mend libtorch first");
        if (Wrong() is { } wrong)
            return Finding.Failed("computing", wrong, "report it as a bug, with this whole report");
        return Finding.Ok("computing", string.Create(CultureInfo.InvariantCulture, $"a gradient and a product came "
            + $"out right; {Rate():F0} GFLOP/s in float32 with {torch.get_num_threads()} threads"));
    }

    /// <summary>The CUDA devices, or why there are none.</summary>
    public Finding Cuda()
    {
        if (!_isLoaded)
            return Finding.Warning("cuda", "not known, for libtorch does not load", remedy: null);
        if (torch.cuda.is_available())
            return Finding.Ok("cuda", $"{torch.cuda.device_count()} devices") with { Details = Names() };

        Finding finding = (IsBuiltForCuda(), HasDriver: File.Exists($"{DriverFolder}/version")) switch
        {
            (true, true) => Finding.Warning(
                "cuda", "this program is built for CUDA, but no device can be used; it computes on the CPU",
                "look at `nvidia-smi`: the driver may be too old for this libtorch, or CUDA_VISIBLE_DEVICES may hide "
                    + "the devices"),
            (true, false) => Finding.Warning(
                "cuda", "this program is built for CUDA, but there is no NVIDIA driver; it computes on the CPU",
                "install an NVIDIA driver, or build without -p:TorchBackend=cuda"),
            (false, true) => Finding.Warning(
                "cuda", "there is an NVIDIA driver, but this program is built for the CPU alone",
                "build with `dotnet build -p:TorchBackend=cuda` to use the device"),
            _ => Finding.Ok("cuda", "none: this program is built for the CPU alone, and there is no NVIDIA driver"),
        };
        return finding.Status == FindingStatus.Ok ? finding : finding with { Details = Names() };
    }

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
