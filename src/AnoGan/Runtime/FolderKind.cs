using System.Text;

namespace AnoGan.Runtime;

/// <summary>By what a folder that this program made is known, so that it alone may be replaced.</summary>
/// <param name="Marker">The JSON file that must be in it.</param>
/// <param name="Format">The value of the marker's property <c>format</c>.</param>
/// <param name="Entries">All names that it may contain; anything else is somebody's own.</param>
internal sealed record FolderKind(string Marker, string Format, IReadOnlyList<string> Entries)
{
    /// <summary>
    /// Names something in a folder's own sub-folders that is somebody's own; null where these may contain anything.
    /// </summary>
    public Func<string, string?>? ForeignInside { get; init; }

    /// <summary>Why a folder is not of this kind.</summary>
    /// <returns>What was found, or null if it is of this kind.</returns>
    public string? WhatElse(string folder)
    {
        string? foreign = Directory.EnumerateFileSystemEntries(folder)
            .Select(e => Path.GetFileName(e)!)
            .Where(name => !Entries.Contains(name) && !UnfinishedFolder.IsOurs(name) && !WholeFile.IsTemporary(name))
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        string marker = Path.Combine(folder, Marker);
        if (!File.Exists(marker))
            return $"contains no {Marker}";
        foreign ??= ForeignInside?.Invoke(folder);
        if (foreign is not null)
            return $"also contains {foreign}";
        return IsOurs(marker) ? null : $"contains a {Marker} of another program";
    }

    /// <summary>Whether a folder contains this kind's marker, whatever else may be in it.</summary>
    public bool IsMarked(string folder) =>
        Path.Combine(folder, Marker) is var marker && File.Exists(marker) && IsOurs(marker);

    private bool IsOurs(string marker)
    {
        try
        {
            byte[] json = PlainFile.ReadAllBytes(marker, PlainFile.MaximumJsonBytes, $"a {Marker}");
            return json.AsSpan().IndexOf(Encoding.UTF8.GetBytes($"\"format\": \"{Format}\"")) >= 0;
        }
        catch (AnoGanException)
        {
            return false;
        }
    }
}
