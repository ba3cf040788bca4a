using AnoGan.Method;

namespace AnoGan.Tests.Method;

public sealed class NetworkCostTests
{
    // 28×28 grey, width 64: 14·14·25·1·64 + 7·7·25·64·128 + 4·4·25·128·256 products.
    private const double Convolutions = 2.0 * (313_600 + 10_035_200 + 13_107_200);

    private readonly NetworkCost _cost = new(new NetworkSpec(28, 1, 128, 64));

    [Fact]
    public void Counts_products_of_convolutions_and_linear_layers()
    {
        Assert.Equal(Convolutions, _cost.Features);
        Assert.Equal(Convolutions + 2 * 4096, _cost.Critic);
        Assert.Equal(Convolutions + 2 * 128 * 4096, _cost.Generator);
    }

    [Fact]
    public void Counts_141_billion_for_a_step_of_the_reference_training()
    {
        Assert.Equal(141e9, _cost.TrainingStep(batch: 50, criticSteps: 5), 1e9);
    }

    [Fact]
    public void Counts_four_passes_less_for_each_penalty_left_out()
    {
        Assert.Equal(
            4 * 4 * 50 * _cost.Critic,
            _cost.TrainingStep(50, criticSteps: 5) - _cost.TrainingStep(50, criticSteps: 5, penaltyEvery: 5), 1e3);
    }

    [Fact]
    public void Counts_two_passes_of_the_critic_and_one_of_each_other_network_before_a_search()
    {
        Assert.Equal(3 * Convolutions + 2 * 128 * 4096, _cost.SearchStart(hasEncoder: false));
        Assert.Equal(4 * Convolutions + 4 * 128 * 4096, _cost.SearchStart(hasEncoder: true));
    }

    [Fact]
    public void Counts_190_million_for_a_step_of_the_reference_search()
    {
        Assert.Equal(190e6, _cost.SearchStep, 1e6);
    }
}
