using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Method;

/// <summary>
/// The critic D: strided convolutions with leaky ReLU, then one linear unit without activation. No normalisation over
/// the batch, because the gradient penalty is defined per image (Gulrajani et al. 2017, section 4).
/// </summary>
public sealed class Critic : nn.Module<Tensor, Tensor>
{
    private readonly ModuleList<Conv2d> convolutions;
    private readonly Linear score;
    private readonly long[] _featureShape;
    private readonly int _localLevel;

    /// <summary>Builds the critic with weights drawn from the given source.</summary>
    /// <param name="spec">The shapes.</param>
    /// <param name="random">The only source of the initial weights.</param>
    public Critic(NetworkSpec spec, Generator random)
        : base(nameof(Critic))
    {
        ArgumentNullException.ThrowIfNull(spec);
        spec.Validate();
        using var scope = NewDisposeScope(); // the layers themselves abandon tensors while they are built
        convolutions = ConvolutionStack.Create(spec, random);
        score = nn.Linear(spec.FeatureLength, 1);
        _localLevel = spec.LocalLevel;
        _featureShape = [1, spec.ChannelsBySide[^1], spec.Sides[^1], spec.Sides[^1]];
        RegisterComponents();
        Weights.Draw(score.weight, score.bias, spec.FeatureLength, random, gain: 1);
    }

    /// <summary>Scores images; higher means more like the training images.</summary>
    /// <param name="input">[N, C, H, W] in [-1,1].</param>
    /// <returns>[N], any real number.</returns>
    public override Tensor forward(Tensor input) => Score(Features(input));

    /// <summary>The activations of the last convolution, which feature matching compares.</summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="precision">In what numbers the convolutions are computed.</param>
    /// <returns>[N, channels, side, side], the last of the spec's feature maps.</returns>
    public Tensor Features(Tensor images, Precision precision = Precision.Fp32) =>
        ConvolutionStack.Run(convolutions, images, precision);

    /// <summary>
    /// The activations of the convolution that local feature matching compares, <see cref="NetworkSpec.LocalLevel"/>,
    /// and those of the last one.
    /// </summary>
    /// <param name="images">[N, C, H, W] in [-1,1].</param>
    /// <param name="precision">In what numbers the convolutions are computed.</param>
    /// <returns>
    /// Two of the spec's feature maps, [N, channels, side, side], as <see cref="ConvolutionStack"/> gives them.
    /// </returns>
    internal (Tensor Local, Tensor Last) LocalAndLast(Tensor images, Precision precision = Precision.Fp32) =>
        ConvolutionStack.Run(convolutions, images, precision, _localLevel);

    /// <summary>
    /// ∇D at images, each image's own: what the gradient penalty is taken of. It can be differentiated by the weights.
    /// </summary>
    /// <param name="images">[N, C, H, W] in [-1,1], outside any graph.</param>
    /// <param name="precision">In what numbers the convolutions are computed.</param>
    /// <returns>[N, C, H, W].</returns>
    public Tensor InputGradient(Tensor images, Precision precision = Precision.Fp32) =>
        ConvolutionStack.InputGradient(convolutions, images, score.weight.reshape(_featureShape), precision);

    /// <summary>
    /// Features whose root mean square over the channels is 1 at every place: what is there, without how strongly.
    /// Their distribution over normal images tells anomalies apart better than that of the features themselves.
    /// </summary>
    /// <param name="features">As <see cref="Features"/> returns them.</param>
    /// <returns>Of the same shape; 0 where all channels are.</returns>
    public static Tensor Normalise(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        Tensor square = features.Squared().mean([1], keepdim: true); // [N, 1, side, side]
        return features / square.Plus(Scalars.LeastSquare).sqrt().Plus(Scalars.LeastLength);
    }

    /// <summary>The last layer: features to one number an image.</summary>
    /// <param name="features">As <see cref="Features"/> returns them.</param>
    /// <returns>[N].</returns>
    public Tensor Score(Tensor features)
    {
        ArgumentNullException.ThrowIfNull(features);
        return score.forward(features.flatten(1)).squeeze(1);
    }
}
