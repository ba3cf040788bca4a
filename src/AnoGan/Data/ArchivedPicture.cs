using AnoGan.Images;

namespace AnoGan.Data;

/// <summary>A picture in an archive, of whose content nothing is known yet.</summary>
/// <param name="archive">The full path of the archive.</param>
/// <param name="name">Its path in the archive, with forward slashes.</param>
internal abstract class ArchivedPicture(string archive, string name)
{
    /// <summary>Its path in the archive, with forward slashes.</summary>
    public string Name => name;

    /// <summary>What messages call it.</summary>
    public string FullPath => $"{archive}{PictureArchive.Separator}{name}";

    /// <summary>Its length unpacked as the archive declares it; -1 where that is not known.</summary>
    public virtual long Bytes => -1;

    /// <summary>When the archive was last written, UTC.</summary>
    public virtual DateTime Modified => default;

    /// <summary>Reads its bytes into memory.</summary>
    /// <exception cref="AnoGanException">
    /// It is damaged, longer than pictures may be, or of a kind that is not read.
    /// </exception>
    public abstract ImageSource Read();

    /// <summary>The picture as a file to score.</summary>
    public ImageFile AsFile(string relativePath, string label) =>
        new(FullPath, relativePath, label) { Archived = this };

    /// <summary>Refuses a length before memory is taken for it.</summary>
    protected void CheckLength(long bytes)
    {
        if (bytes is < 0 or > ImageSource.MaximumBytes)
            throw ImageRefusal.Of(FullPath, $"an entry of {bytes} bytes", $"at most {ImageSource.MaximumBytes} bytes",
                "cut it into smaller pictures");
    }

    /// <summary>The refusal of an entry whose bytes are not what the archive says of them.</summary>
    protected AnoGanException Damaged(string detail, Exception? cause = null) =>
        ImageRefusal.Of(FullPath, $"a damaged entry ({detail})", "a whole one", "fetch or pack the archive again",
            cause);

    /// <summary>The refusal of an entry that no picture can be read of.</summary>
    protected AnoGanException Unsupported(string found, string remedy) =>
        ImageRefusal.Of(FullPath, found, "a picture", remedy);
}

/// <summary>A picture that was asked for and is not there.</summary>
/// <param name="found">What is there instead.</param>
internal sealed class UnreadablePicture(string archive, string name, string found) : ArchivedPicture(archive, name)
{
    public override ImageSource Read() => throw Unsupported(found, "check the name and the archive");
}
