using AnoGan.Runtime;
using AnoGan.Tests.Support;

namespace AnoGan.Tests.Runtime;

public sealed class ElfVersionPatchTests
{
    private const string Wanted = "GLIBCXX_3.4.32";

    private static readonly string[] Versions = ["GLIBC_2.2.5", "GLIBC_2.14", "GLIBCXX_3.4", Wanted, "CXXABI_1.3"];

    [Fact]
    public void Sets_one_flag_and_no_other_byte()
    {
        byte[] file = HandBuiltElf.Build(Versions);
        byte[] expected = [.. file];
        expected[HandBuiltElf.Entries[3] + 4] = 1 | 2; // the flag that was set before stays

        int marked = ElfVersionPatch.MarkWeak(file, Wanted);

        Assert.Equal(1, marked);
        Assert.Equal(expected, file);
    }

    [Fact]
    public void Marks_the_version_wherever_a_file_is_asked_for_it()
    {
        byte[] file = HandBuiltElf.Build(Wanted, "A_1", "B_1", "C_1", Wanted);
        byte[] expected = [.. file];
        expected[HandBuiltElf.Entries[0] + 4] = 2;
        expected[HandBuiltElf.Entries[4] + 4] = 2;

        Assert.Equal(2, ElfVersionPatch.MarkWeak(file, Wanted));
        Assert.Equal(expected, file);
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.3")] // a beginning of one that is there
    [InlineData("GLIBCXX_3.4.32.1")] // one that is there is its beginning
    [InlineData("3.4.32")] // an end of one that is there
    [InlineData("XGLIBCXX_3.4.32")]
    [InlineData("glibcxx_3.4.32")]
    [InlineData("liba.so")] // in the table, but no version
    public void Leaves_a_library_alone_that_does_not_ask_for_the_version(string version)
    {
        byte[] file = HandBuiltElf.Build(Versions);
        byte[] expected = [.. file];

        Assert.Equal(0, ElfVersionPatch.MarkWeak(file, version));
        Assert.Equal(expected, file);
    }

    [Fact]
    public void Finds_nothing_in_a_file_without_section_headers()
    {
        byte[] file = HandBuiltElf.Build(Versions);
        HandBuiltElf.PutInt64(file, 0x28, 0);
        HandBuiltElf.PutInt16(file, 0x3c, 0);

        Assert.Equal(0, ElfVersionPatch.MarkWeak(file, Wanted));
    }

    [Theory]
    [InlineData(0, 0x7e)] // no ELF
    [InlineData(4, 1)] // 32 bits
    [InlineData(5, 2)] // big-endian
    public void Refuses_other_formats(int at, byte value)
    {
        byte[] file = HandBuiltElf.Build(Versions);
        file[at] = value;

        Assert.Throws<ArgumentException>(() => ElfVersionPatch.MarkWeak(file, Wanted));
    }

    [Fact]
    public void Refuses_a_file_cut_anywhere()
    {
        byte[] file = HandBuiltElf.Build(Versions);

        for (int length = 0; length < file.Length - 1; length++)
            Assert.Throws<ArgumentException>(() => ElfVersionPatch.MarkWeak(file.AsSpan(0, length), Wanted));
    }

    [Theory]
    [InlineData(0x28)] // where the section headers are
    [InlineData(HandBuiltElf.Sections + 2 * 64 + 0x18)] // where the requirements are
    [InlineData(HandBuiltElf.Sections + 2 * 64 + 0x20)] // how long they are
    [InlineData(HandBuiltElf.Sections + 64 + 0x18)] // where the strings are
    [InlineData(HandBuiltElf.Sections + 64 + 0x20)] // how long they are
    public void Refuses_offsets_outside_the_file(int at)
    {
        foreach (
            long value in (long[])
                [0x1000, int.MaxValue, 1L << 31, 1L << 32, long.MaxValue, long.MaxValue - 100, -1, long.MinValue])
        {
            byte[] file = HandBuiltElf.Build(Versions);
            HandBuiltElf.PutInt64(file, at, value);

            Assert.Throws<ArgumentException>(() => ElfVersionPatch.MarkWeak(file, Wanted));
        }
    }

    [Theory]
    [InlineData(HandBuiltElf.Sections + 2 * 64 + 0x28)] // the string section's number
    [InlineData(HandBuiltElf.Requirements + 8)] // the first entry of the first need
    [InlineData(HandBuiltElf.Requirements + 12)] // the second need
    [InlineData(HandBuiltElf.Requirements + 0x10 + 8)] // a name
    [InlineData(HandBuiltElf.Requirements + 0x10 + 12)] // the second entry
    public void Refuses_links_outside_the_tables(int at)
    {
        foreach (uint value in (uint[])[0x200, int.MaxValue, 0x80000000, 0xFFFFFFF0, uint.MaxValue])
        {
            byte[] file = HandBuiltElf.Build(Versions);
            HandBuiltElf.PutInt32(file, at, value);

            Assert.Throws<ArgumentException>(() => ElfVersionPatch.MarkWeak(file, Wanted));
        }
    }

    [Fact]
    public void Marks_the_requirement_of_the_real_library()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(path), "only builds for Linux have the library beside them");
        byte[] original = File.ReadAllBytes(path);
        byte[] patched = [.. original];

        int marked = ElfVersionPatch.MarkWeak(patched, Wanted);

        int[] changed = [.. Enumerable.Range(0, original.Length).Where(i => original[i] != patched[i])];
        Assert.InRange(marked, 1, 4);
        Assert.Equal(marked, changed.Length);
        Assert.All(changed, i => Assert.Equal(original[i] | 2, patched[i]));
    }
}
