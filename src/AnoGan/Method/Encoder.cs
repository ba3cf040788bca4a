using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The encoder E of f-AnoGAN (Schlegl et al. 2019): the critic's convolutions, then one linear layer to a latent
/// vector. Its answer for an image is where the search for that image begins.
/// </summary>
public sealed class Encoder : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Conv2d> convolutions;
    private readonly Linear latent;

    /// <summary>Builds the encoder with weights drawn from the given source.</summary>
    /// <param name="spec">The shapes.</param>
    /// <param name="random">The only source of the initial weights.</param>
    public Encoder(NetworkSpec spec, Generator random)
        : base(nameof(Encoder))
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        using var scope = NewDisposeScope(); // the layers themselves abandon tensors while they are built
        convolutions = ConvolutionStack.Create(spec, random);
        latent = nn.Linear(spec.FeatureLength, spec.Latent);
        RegisterComponents();
        Weights.Draw(latent.weight, latent.bias, spec.FeatureLength, random, gain: 1);
    }

    /// <summary>Answers with one latent vector an image.</summary>
    /// <param name="input">[N, C, H, W] in [-1,1].</param>
    /// <returns>[N, latent], any real numbers.</returns>
    public override Tensor forward(Tensor input) => Encode(input);

    /// <summary>The same in other numbers.</summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="precision">In what numbers the convolutions are computed.</param>
    /// <returns>[N, latent], any real numbers.</returns>
    public Tensor Encode(Tensor images, Precision precision = Precision.Fp32) =>
        latent.forward(ConvolutionStack.Run(convolutions, images, precision).flatten(1));
}
