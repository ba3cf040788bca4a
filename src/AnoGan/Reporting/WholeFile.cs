namespace AnoGan.Reporting;

/// <summary>Writes a file of text that appears whole or not at all.</summary>
internal static class WholeFile
{
    /// <summary>Writes the file as UTF-8; one that is there is replaced.</summary>
    /// <param name="path">The file; its folder is made as needed.</param>
    /// <param name="text">What it is to hold.</param>
    /// <param name="option">The option that names another file, for the message.</param>
    /// <exception cref="AnoGanException">The file cannot be written.</exception>
    public static void Write(string path, string text, string option)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        string temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            // Pipes and devices, which have no length, are written to and not replaced; nor is there anything in an empty file to lose.
            if (new FileInfo(path) is { Exists: true, Length: 0 })
            {
                using var stream = new FileStream(path, FileMode.Open, FileAccess.Write);
                stream.Write(System.Text.Encoding.UTF8.GetBytes(text));
                return;
            }

            Directory.CreateDirectory(folder);
            File.WriteAllText(temporary, text);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteQuietly(temporary);
            throw new AnoGanException($"{path}: cannot be written ({e.Message}); free space, or name another file with {option}", e);
        }
    }

    private static void DeleteQuietly(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The first failure is the one to report.
        }
    }
}
