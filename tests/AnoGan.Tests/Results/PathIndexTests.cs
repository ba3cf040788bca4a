using AnoGan.Results;

namespace AnoGan.Tests.Results;

public sealed class PathIndexTests
{
    // Composed and decomposed, as the Unicode standard pairs them: u with two dots, A with a ring, a Korean syllable, a
    // Japanese one, a letter with two marks in either order, and the sign of the ångström, which is the letter.
    [Theory]
    [InlineData("\u00FC", "u\u0308")]
    [InlineData("\u00C5", "A\u030A")]
    [InlineData("\uD55C", "\u1112\u1161\u11AB")]
    [InlineData("\u304C", "\u304B\u3099")]
    [InlineData("\u1EAD", "a\u0302\u0323")]
    [InlineData("\u00C5", "\u212B")]
    public void Finds_what_was_written_with_other_characters(string composed, string other)
    {
        Assert.NotEqual(composed, other);
        Assert.Equal($"x/{composed}.png", new PathIndex([$"x/{composed}.png", "x/b.png"]).Find($"x/{other}.png"));
        Assert.Equal($"x/{other}.png", new PathIndex([$"x/{other}.png", "x/b.png"]).Find($"x/{composed}.png"));
    }

    [Theory]
    [InlineData("x\\a.png")]
    [InlineData("./x/a.png")]
    [InlineData(".\\x\\a.png")]
    [InlineData(" x/a.png\u00A0")]
    public void Finds_what_was_written_on_another_system(string written) =>
        Assert.Equal("x/a.png", new PathIndex(["x/a.png"]).Find(written));

    [Fact]
    public void Finds_the_very_path_first_and_none_where_two_would_do()
    {
        var index = new PathIndex(["\u1EAD", "a\u0323\u0302"]);

        Assert.Equal(("\u1EAD", "a\u0323\u0302"), (index.Find("\u1EAD"), index.Find("a\u0323\u0302")));
        Assert.Null(index.Find("a\u0302\u0323"));
        Assert.Null(index.Find("X"));
        Assert.Null(index.Find("a\0"));
    }

    [Fact]
    public void Writes_rows_alike_one_to_one()
    {
        ScoreRow[] rows = [Row("u\u0308"), Row("A\u030A"), Row("b"), Row("\uD55C"), Row("\u1112\u1161\u11AB")];

        // The ring is there in both ways already, and of the two Korean ones neither can be said to be the third.
        IReadOnlyList<ScoreRow> alike = PathIndex.WriteAlike(
            rows, ["\u00FC", "\u00C5", "A\u030A", "c", "\u1112\uC544\u11AB"]);

        Assert.Equal(["\u00FC", "A\u030A", "b", "\uD55C", "\u1112\u1161\u11AB"], alike.Select(row => row.Path));
    }

    private static ScoreRow Row(string path) => new() { Path = path, Label = "" };
}
