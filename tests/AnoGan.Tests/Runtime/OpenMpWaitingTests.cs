using AnoGan.Runtime;

namespace AnoGan.Tests.Runtime;

public sealed class OpenMpWaitingTests
{
    [Theory]
    [InlineData(0.05, false, false)]
    [InlineData(0.2, false, false)]
    [InlineData(0.5, false, true)]
    [InlineData(0.5, true, true)]
    [InlineData(0.2, true, true)]
    [InlineData(0.05, true, false)]
    public void Is_short_while_threads_stand_in_line_for_a_cpu(double waiting, bool isShort, bool expected) =>
        Assert.Equal(expected, OpenMpWaiting.ShouldBeShort(waiting, isShort));

    [Theory]
    [InlineData("1177858 2500 1\n", 2500)]
    [InlineData("0 0 0\n", 0)]
    [InlineData("", 0)]
    [InlineData("1 x 2", 0)]
    public void Reads_how_long_a_thread_stood_in_line(string schedstat, long expected) =>
        Assert.Equal(expected, OpenMpWaiting.DelayIn(schedstat));
}
