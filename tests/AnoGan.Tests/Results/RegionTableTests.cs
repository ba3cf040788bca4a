using AnoGan.Results;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Results;

public sealed class RegionTableTests
{
    private const string Header = "path,region,x,y,width,height,area,peak,mean\n";

    [Fact]
    public void Begins_with_its_columns() => Assert.Equal(Header, Write("a.png"));

    [Fact]
    public void Has_a_row_for_each_region_numbered_within_the_image() => Assert.Equal(
        Header + "good/a.png,1,4,3,2,20,33,1,0.33333334\ngood/a.png,2,0,0,7999,8000,12345678,0.9,1E-07\n",
        Write("good/a.png", new(4, 3, 2, 20, 33, 1, 1.0 / 3), new(0, 0, 7999, 8000, 12345678, 0.9f, 1e-7)));

    [Theory]
    [InlineData("a b.png", "a b.png")]
    [InlineData("a,b.png", "\"a,b.png\"")]
    [InlineData("a\"b.png", "\"a\"\"b.png\"")]
    [InlineData("a\nb.png", "\"a\nb.png\"")]
    [InlineData("ä画🔩.png", "ä画🔩.png")]
    public void Quotes_names_that_need_it(string name, string written) =>
        Assert.Equal($"{Header}{written},1,0,0,1,1,1,1,1\n", Write(name, new DefectRegion(0, 0, 1, 1, 1, 1, 1)));

    private static string Write(string path, params DefectRegion[] regions) =>
        TableText.Of(RegionTable.Columns, RegionTable.Rows(path, regions));
}
