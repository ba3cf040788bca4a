namespace AnoGan.Tests.Options;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("photos/good/part 1.png")]
    [InlineData("C:\\photos\\new")]
    [InlineData("ä e\u0301 画 🔩 👩\u200D🔧 <script> \"'`")]
    [InlineData("")]
    public void Leaves_what_a_line_can_show(string text) => Assert.Same(text, VisibleText.Of(text));

    [Theory]
    [InlineData("two\nlines\r\tend", @"two\nlines\r\tend")]
    [InlineData("\u001B[2J\u001B]0;title\u0007", @"\x1B[2J\x1B]0;title\x07")]
    [InlineData("\u009B31m\u007F\0", @"\x9B31m\x7F\x00")]
    [InlineData("a\u2028b\u2029c\u0085d", @"a\u2028b\u2029c\x85d")]
    [InlineData("photo\u202Egnp.exe", @"photo\u202Egnp.exe")]
    [InlineData("\u2066x\u2069\u200F\u061C", @"\u2066x\u2069\u200F\u061C")]
    public void Spells_out_what_would_leave_the_line_or_turn_it_round(string text, string shown) =>
        Assert.Equal(shown, VisibleText.Of(text));

    [Fact]
    public void Spells_out_halves_of_surrogate_pairs() =>
        Assert.Equal("\\uD83D|\\uDD29|\uD83D\uDD29", VisibleText.Of("\uD83D|\uDD29|\uD83D\uDD29"));

    [Fact]
    public void Leaves_out_the_middle_of_what_nobody_would_read()
    {
        string shown = VisibleText.Of("start" + new string('x', 1_000_000) + "end");

        Assert.InRange(shown.Length, 16_000, 17_000);
        Assert.StartsWith("startx", shown, StringComparison.Ordinal);
        Assert.EndsWith("xend", shown, StringComparison.Ordinal);
    }

    [Fact]
    public void Stands_in_every_message_for_the_user()
    {
        Assert.Equal(@"a\x1B[0m.png: found\nthis", new AnoGanException("a\u001B[0m.png: found\nthis").Message);
        Assert.Equal(@"a\nb", new AnoGanException("a\nb", new IOException("cause")).Message);
    }
}
