using AnoGan.Method;
using AnoGan.Tests.Support;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace AnoGan.Tests.Method;

[Collection(TensorTests.Name)]
public sealed class MovingAverageTests
{
    [Fact]
    public void Moves_by_one_over_one_plus_share_times_step()
    {
        using Linear average = Constant(0), current = Constant(6);

        // Step 1: 1/(1 + 0.5) = 2/3 of the way from 0 to 6. Step 2: 1/(1 + 1) = 1/2 of the way from 4 to 10.
        MovingAverage.Update(average, current, 1, 0.5);
        float[] afterOne = TensorAssert.Weights(average);
        Fill(current, 10);
        MovingAverage.Update(average, current, 2, 0.5);

        TensorAssert.AllClose([4, 4, 4], afterOne, 1e-6);
        TensorAssert.AllClose([7, 7, 7], TensorAssert.Weights(average), 1e-6);
    }

    [Fact]
    public void Copies_the_weights_where_it_has_no_memory()
    {
        using Linear average = Constant(1), current = Constant(0.3f);

        MovingAverage.Update(average, current, 1000, 0);

        Assert.Equal([0.3f, 0.3f, 0.3f], TensorAssert.Weights(average));
    }

    [Fact]
    public void Leaves_the_current_weights_and_no_tensors()
    {
        using Linear average = Constant(0), current = Constant(6);

        TensorAssert.LeavesNoTensors(() => MovingAverage.Update(average, current, 1, 0.5));

        Assert.Equal([6, 6, 6], TensorAssert.Weights(current));
    }

    private static Linear Constant(float value)
    {
        Linear linear = nn.Linear(2, 1);
        Fill(linear, value);
        return linear;
    }

    private static void Fill(Linear linear, float value)
    {
        using var noGrad = no_grad();
        foreach (Parameter parameter in linear.parameters())
            parameter.fill_(value);
    }
}
