using System.Globalization;
using System.Text.RegularExpressions;
using AnoGan.Images;
using AnoGan.Method;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Options;

public sealed partial class NumberTextTests
{
    // What turns text into a number or a member of an enumeration in some other way.
    [GeneratedRegex(
        @"\b(double|float|decimal|s?byte|u?short|u?int|u?long)\.(Try)?Parse\(|\bNumberStyles\b|\bEnum\.(Try)?Parse")]
    private static partial Regex OtherWay();

    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("25", 25.0)]
    [InlineData("-2.5", -2.5)]
    [InlineData("+5", 5.0)]
    [InlineData("5.", 5.0)]
    [InlineData(".5", 0.5)]
    [InlineData("1e-3", 0.001)]
    [InlineData("1E+3", 1000.0)]
    [InlineData("007", 7.0)]
    public void Reads_digits_with_sign_point_and_exponent(string text, double value)
    {
        Assert.True(NumberText.TryRead(text, out double read));

        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0,001")]
    [InlineData("1,000")]
    [InlineData("1.000,5")]
    [InlineData(" 5")]
    [InlineData("5 ")]
    [InlineData("5\n")]
    [InlineData("5\0")]
    [InlineData("1 000")]
    [InlineData("1\u00A0000")]
    [InlineData("1_000")]
    [InlineData("1'000")]
    [InlineData("0x10")]
    [InlineData("\u22121")]
    [InlineData("١٢")]
    [InlineData("½")]
    [InlineData("(5)")]
    [InlineData("5-")]
    [InlineData("--5")]
    [InlineData("-")]
    [InlineData(".")]
    [InlineData("e3")]
    [InlineData("1e")]
    [InlineData("5%")]
    [InlineData("$5")]
    [InlineData("five")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("-∞")]
    [InlineData("1e999")]
    public void Refuses_whatever_else_there_is_around_or_between_digits(string text)
    {
        Assert.False(NumberText.TryRead(text, out double number));
        Assert.False(NumberText.TryRead(text, out int whole));

        Assert.Equal((0, 0), (number, whole));
        Assert.Equal("a number such as 0.001", NumberText.Expected(text, 0.001));
        Assert.Equal("a whole number such as 25", NumberText.Expected(text, 25));
    }

    [Fact]
    public void Reads_the_same_whatever_the_culture()
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            (german.NumberFormat.NumberDecimalSeparator, german.NumberFormat.NumberGroupSeparator) = (",", ".");
            CultureInfo.CurrentCulture = german;

            Assert.True(NumberText.TryRead("0.5", out double half));
            Assert.False(NumberText.TryRead("0,5", out double _));
            Assert.Equal((0.5, "a number such as 0.5"), (half, NumberText.Expected("0,5", half)));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Has_no_negative_zero()
    {
        Assert.True(NumberText.TryRead("-0", out double zero));

        Assert.False(double.IsNegative(zero));
    }

    [Fact]
    public void Reads_whole_numbers_to_the_ends_of_their_type()
    {
        Assert.True(NumberText.TryRead("2147483647", out int most));
        Assert.True(NumberText.TryRead("-2147483648", out int least));
        Assert.True(NumberText.TryRead("18446744073709551615", out ulong seed));
        Assert.True(NumberText.TryRead("255", out byte label));
        Assert.Equal((int.MaxValue, int.MinValue, ulong.MaxValue, byte.MaxValue), (most, least, seed, label));

        Assert.False(NumberText.TryRead("2147483648", out int _));
        Assert.False(NumberText.TryRead("-1", out ulong _));
        Assert.False(NumberText.TryRead("256", out byte _));
        Assert.Equal("a whole number of at most 2147483647", NumberText.Expected("2147483648", 25));
        Assert.Equal("a whole number of at least -2147483648", NumberText.Expected("-2147483649", 25));
        Assert.Equal("a whole number of at least 0", NumberText.Expected("-1", 1UL));
    }

    [Theory]
    [InlineData("1.5")]
    [InlineData("2.0")]
    [InlineData("1e3")]
    public void Takes_no_point_and_no_exponent_for_a_whole_number(string text) =>
        Assert.False(NumberText.TryRead(text, out int _));

    [Theory]
    [InlineData("stretch", FitMode.Stretch, true)]
    [InlineData("Crop", FitMode.Crop, true)]
    [InlineData("1", FitMode.Pad, false)]
    [InlineData("crop,stretch", FitMode.Pad, false)]
    [InlineData(" crop", FitMode.Pad, false)]
    [InlineData("", FitMode.Pad, false)]
    public void Reads_words_by_name_and_never_by_number(string text, FitMode mode, bool isWord)
    {
        Assert.Equal(isWord, ChoiceText.TryRead(text, out FitMode read));

        Assert.Equal(mode, read);
    }

    [Fact]
    public void Lists_the_words_of_a_choice()
    {
        Assert.Equal(["pad", "crop", "stretch"], ChoiceText.Words<FitMode>());
        Assert.Equal("pad, crop or stretch", ChoiceText.Expected<FitMode>());
        Assert.Equal("cosine or constant", ChoiceText.Expected<LearningRateSchedule>());
    }

    [Fact]
    public void Is_the_only_way_in_the_sources()
    {
        string source = Path.Combine(ProjectRoot.Path, "src");
        string[] others =
        [
            .. Directory
                .EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
                .Where(file =>
                    !Path.GetRelativePath(source, file)
                        .Split(Path.DirectorySeparatorChar)
                        .Any(part => part is "bin" or "obj" or "NumberText.cs"))
                .Where(file => OtherWay().IsMatch(File.ReadAllText(file))),
        ];

        Assert.Empty(others);
    }
}
