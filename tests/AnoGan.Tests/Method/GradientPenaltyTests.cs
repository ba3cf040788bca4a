using AnoGan.Method;
using AnoGan.Tests.Support;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class GradientPenaltyTests : IDisposable
{
    private const double Step = 1e-6;

    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Generator _random = new(5);

    public void Dispose()
    {
        _random.Dispose();
        _scope.Dispose();
    }

    [Fact]
    public void Of_a_linear_critic_is_the_distance_of_its_slope_from_one()
    {
        // D(x) = 3·x0 + 4·x2, whose gradient is (3, 0, 4, 0) everywhere: (5 - 1)².
        Tensor slope = tensor(new double[] { 3, 0, 4, 0 });
        Tensor real = Draw(3, 1, 2, 2), fake = Draw(3, 1, 2, 2);

        Tensor penalty = GradientPenalty.Compute(
            x => slope.reshape(1, 1, 2, 2).expand_as(x), real, fake, DrawEpsilon(3));

        Assert.Equal(16, penalty.item<double>(), 1e-9);
    }

    [Fact]
    public void Mixes_every_pair_by_its_own_epsilon()
    {
        // D(x) = x²/2 of one pixel has the gradient x: 0.25·4 + 0.75·1 = 1.75 and 1·4 + 0·1 = 4.
        Tensor real = tensor(new double[] { 4, 4 }).reshape(2, 1, 1, 1),
            fake = tensor(new double[] { 1, 1 }).reshape(2, 1, 1, 1);
        Tensor epsilon = tensor([0.25, 1]);

        Tensor penalty = GradientPenalty.Compute(x => x, real, fake, epsilon);

        Assert.Equal((0.75 * 0.75 + 3 * 3) / 2, penalty.item<double>(), 1e-9);
    }

    [Fact]
    public void Agrees_with_finite_differences_of_the_critic()
    {
        using Critic critic = DoubleCritic();
        Tensor real = Draw(2, 1, 8, 8), fake = Draw(2, 1, 8, 8), epsilon = DrawEpsilon(2);

        double penalty = GradientPenalty
            .Compute(images => critic.InputGradient(images), real, fake, epsilon)
            .item<double>();

        Assert.Equal(PenaltyByDifferences(critic, real, fake, epsilon), penalty, 1e-6);
    }

    [Theory]
    [InlineData("convolutions.0.weight", 7)]
    [InlineData("score.weight", 100)]
    public void Has_the_gradient_in_the_weights_that_finite_differences_have(string name, int place)
    {
        using Critic critic = DoubleCritic();
        Parameter weight = critic.named_parameters().Single(p => p.name == name).parameter;
        Tensor real = Draw(2, 1, 8, 8), fake = Draw(2, 1, 8, 8), epsilon = DrawEpsilon(2);

        GradientPenalty.Compute(images => critic.InputGradient(images), real, fake, epsilon).backward();
        double gradient = weight.grad!.flatten()[place].item<double>();

        double above = PenaltyAfter(Step), below = PenaltyAfter(-2 * Step);
        Assert.NotEqual(0, gradient);
        Assert.Equal((above - below) / (2 * Step), gradient, 1e-6 * Math.Max(1, Math.Abs(gradient)));

        double PenaltyAfter(double change)
        {
            using (no_grad())
                weight.flatten()[place].add_(change);
            return GradientPenalty.Compute(images => critic.InputGradient(images), real, fake, epsilon).item<double>();
        }
    }

    [Fact]
    public void Survives_garbage_collection_before_the_backward_pass()
    {
        Assert.Equal(WeightGradients(() => { }), WeightGradients(TensorAssert.CollectGarbage));
    }

    [Fact]
    public void Leaves_nothing_but_its_result()
    {
        using Critic critic = TinyNetworks.Critic(TinyNetworks.Spec);
        Tensor real = rand(2, 1, 8, 8), fake = rand(2, 1, 8, 8), epsilon = rand(2);

        TensorAssert.LeavesTensors(
            1, () => GradientPenalty.Compute(images => critic.InputGradient(images), real, fake, epsilon));
    }

    private static Critic DoubleCritic()
    {
        Critic critic = TinyNetworks.Critic(TinyNetworks.Spec);
        critic.to(ScalarType.Float64);
        return critic;
    }

    // The norm of each image's gradient, whose numbers are (D(x̂ + h) - D(x̂ - h)) / 2h with h at one pixel after
    // another.
    private static double PenaltyByDifferences(Critic critic, Tensor real, Tensor fake, Tensor epsilon)
    {
        using var noGrad = no_grad();
        Tensor change = Step * eye(64, dtype: ScalarType.Float64).reshape(64, 1, 8, 8);
        double sum = 0;
        for (int n = 0; n < 2; n++)
        {
            double share = epsilon[n].item<double>();
            Tensor between = (share * real[n] + (1 - share) * fake[n]).unsqueeze(0);
            Tensor slopes = (critic.forward(between + change) - critic.forward(between - change)) / (2 * Step);
            double squares = slopes.data<double>().Sum(slope => slope * slope);
            sum += Math.Pow(Math.Sqrt(squares) - 1, 2);
        }

        return sum / 2;
    }

    private static float[] WeightGradients(Action between)
    {
        using Critic critic = TinyNetworks.Critic(TinyNetworks.Spec);
        using var random = new Generator(9);
        Tensor real = randn(4, 1, 8, 8, generator: random),
            fake = randn(4, 1, 8, 8, generator: random),
            epsilon = rand(4, generator: random);

        Tensor penalty = GradientPenalty.Compute(
            x =>
            {
                between();
                Tensor gradient = critic.InputGradient(x);
                between();
                return gradient;
            },
            real, fake, epsilon);
        between();
        penalty.backward();
        between();

        // Biases move no gradient of the images, so none reaches them.
        return [.. critic.parameters().Where(p => p.grad is not null).SelectMany(p => TensorAssert.Values(p.grad!))];
    }

    private Tensor Draw(params long[] shape) => randn(shape, ScalarType.Float64, generator: _random);

    private Tensor DrawEpsilon(int count) => rand([count], ScalarType.Float64, generator: _random);
}
