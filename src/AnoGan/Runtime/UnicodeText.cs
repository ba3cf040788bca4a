using System.Runtime.InteropServices;
using System.Text;

namespace AnoGan.Runtime;

/// <summary>
/// Unicode normalisation, for which .NET would need ICU: with InvariantGlobalization string.Normalize gives back what
/// it was given, without a word. GLib, which comes with libvips on every system, has the tables.
/// </summary>
internal static class UnicodeText
{
    private const int ComposedForm = 1;

    private static readonly Lazy<(Normalizer Normalize, Release Free)?> GLib = new(Load);

    private delegate nint Normalizer(byte[] text, nint length, int form);

    private delegate void Release(nint text);

    /// <summary>
    /// Normalisation form C, which has ü as one character however it was written: two texts that look the same become
    /// the same. Text with a NUL, and all text where libvips is missing, is given back itself.
    /// </summary>
    public static string Compose(string text)
    {
        if (Ascii.IsValid(text) || text.Contains('\0', StringComparison.Ordinal) || GLib.Value is not { } library)
            return text;
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        nint composed = library.Normalize(bytes, bytes.Length, ComposedForm);
        if (composed == 0)
            return text;
        try
        {
            return Marshal.PtrToStringUTF8(composed)!;
        }
        finally
        {
            library.Free(composed);
        }
    }

    private static (Normalizer Normalize, Release Free)? Load()
    {
        string name = OperatingSystem.IsWindows() ? "libvips-42.dll"
            : OperatingSystem.IsMacOS() ? "libvips.42.dylib"
            : "libvips.so.42";
        if (!NativeLibrary.TryLoad(name, typeof(UnicodeText).Assembly, searchPath: null, out nint library)
            || !NativeLibrary.TryGetExport(library, "g_utf8_normalize", out nint normalize)
            || !NativeLibrary.TryGetExport(library, "g_free", out nint free))
            return null;
        return (
            Marshal.GetDelegateForFunctionPointer<Normalizer>(normalize),
            Marshal.GetDelegateForFunctionPointer<Release>(free));
    }
}
