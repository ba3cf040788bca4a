using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace AnoGan.Tests.Support;

/// <summary>What tests say about tensors.</summary>
internal static class TensorAssert
{
    /// <summary>Every value is within a distance of what is expected.</summary>
    public static void AllClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= tolerance,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"value {i}: {actual[i]} is further than {tolerance} from {expected[i]}"));
    }

    /// <summary>
    /// Tensors that this thread made and has not disposed. Those that garbage collection took count as well: nobody may
    /// rely on it. (Tensor.TotalCount is of no use, for it counts every Parameter twice and disposes it once.)
    /// </summary>
    public static long LiveTensors => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>The action leaves some tensors to its caller and disposes all others that it makes.</summary>
    public static void LeavesTensors(int expected, Action action)
    {
        long before = LiveTensors;

        action();

        Assert.Equal(before + expected, LiveTensors);
    }

    /// <summary>The action disposes every tensor that it makes.</summary>
    public static void LeavesNoTensors(Action action) => LeavesTensors(0, action);

    /// <summary>Collects all garbage and waits for the finalizers.</summary>
    public static void CollectGarbage()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    /// <summary>The values of a tensor in row order.</summary>
    public static float[] Values(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        Tensor values = tensor.detach().to(ScalarType.Float32).contiguous();
        return values.data<float>().ToArray();
    }

    /// <summary>All weights of a network, one after another.</summary>
    public static float[] Weights(nn.Module module) =>
        [.. module.parameters().SelectMany(parameter => Values(parameter))];
}
