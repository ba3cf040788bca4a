using AnoGan.Report;

namespace AnoGan.Tests.Report;

public sealed class HtmlTests
{
    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(0.0000012345, "0.00012 %")]
    [InlineData(0.0001, "0.01 %")]
    [InlineData(0.0004, "0.04 %")]
    [InlineData(0.005, "0.5 %")]
    [InlineData(0.01, "1 %")]
    [InlineData(0.034, "3.4 %")]
    [InlineData(0.055, "5.5 %")]
    [InlineData(0.3333, "33 %")]
    [InlineData(0.99, "99 %")]
    [InlineData(0.996, "99.6 %")]
    [InlineData(0.9999, "99.99 %")]
    [InlineData(0.99999876, "99.99988 %")]
    [InlineData(1, "100 %")]
    [InlineData(1.25, "125 %")]
    public void Says_none_and_all_of_none_and_all_only(double share, string text) =>
        Assert.Equal(text, Html.Percent(share));
}
