using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>What the library needs of every network beside its forward pass.</summary>
internal static class ModuleExtensions
{
    /// <summary>
    /// Says whether gradients reach the weights; without them a backward pass to the input costs half.
    /// </summary>
    /// <param name="module">The network.</param>
    /// <param name="trainable">Whether its weights get gradients.</param>
    public static void SetTrainable(this nn.Module module, bool trainable)
    {
        foreach (Tensor parameter in module.parameters())
            parameter.requires_grad_(trainable);
    }

    /// <summary>Whether every weight is a finite number.</summary>
    public static bool IsFinite(this nn.Module module)
    {
        using var scope = NewDisposeScope();
        return module.parameters().All(weights => weights.isfinite().all().item<bool>());
    }
}
