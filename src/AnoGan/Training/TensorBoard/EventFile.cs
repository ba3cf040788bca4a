using AnoGan.Images;
using Google.Protobuf;
using Tensorboard;

namespace AnoGan.Training.TensorBoard;

/// <summary>
/// An event file that grows. What is added is handed to the system at once, so that a reader sees it.
/// </summary>
internal sealed class EventFile : IDisposable
{
    // Of the text dashboard, which shows markdown.
    private const string TextPlugin = "text";

    private readonly FileStream _stream;
    private readonly string _path;

    /// <summary>Makes the file.</summary>
    /// <param name="path">A file that does not exist.</param>
    public EventFile(string path)
    {
        _path = path;
        _stream = new FileStream(
            path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    /// <summary>Adds what stands at the beginning of every file.</summary>
    /// <param name="step">The last step that counts; a reader forgets what it knows of later ones.</param>
    /// <param name="now">The time now.</param>
    public void Begin(int step, DateTimeOffset now)
    {
        Write(new Event { FileVersion = "brain.Event:2" }, 0, now);
        Write(
            new Event { SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } },
            step == 0 ? 0 : step + 1, now);
    }

    /// <summary>Adds numbers.</summary>
    /// <param name="step">Steps made.</param>
    /// <param name="now">The time now.</param>
    /// <param name="values">
    /// Tags, whose part before a slash is the group, and values; those that are null are left out.
    /// </param>
    public void AddScalars(int step, DateTimeOffset now, params ReadOnlySpan<(string Tag, double? Value)> values)
    {
        var summary = new Summary();
        foreach ((string tag, double? value) in values)
        {
            if (value is { } number)
                summary.Value.Add(new Summary.Types.Value { Tag = tag, SimpleValue = (float)number });
        }

        Write(new Event { Summary = summary }, step, now);
    }

    /// <summary>Adds a picture.</summary>
    /// <param name="step">Steps made.</param>
    /// <param name="now">The time now.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="picture">The picture.</param>
    public void AddImage(int step, DateTimeOffset now, string tag, PixelImage picture)
    {
        var image = new Summary.Types.Image
        {
            Height = picture.Height,
            Width = picture.Width,
            Colorspace = picture.Channels,
            EncodedImageString = ByteString.CopyFrom(ImageCodec.EncodePng(picture)),
        };
        Write(
            new Event
            {
                Summary = new Summary
                {
                    Value =
                    {
                        new Summary.Types.Value { Tag = tag, Image = image },
                    },
                },
            },
            step,
            now);
    }

    /// <summary>Adds a text.</summary>
    /// <param name="step">Steps made.</param>
    /// <param name="now">The time now.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="markdown">The text.</param>
    public void AddText(int step, DateTimeOffset now, string tag, string markdown)
    {
        var value = new Summary.Types.Value
        {
            Tag = tag,
            Metadata = new SummaryMetadata
            {
                PluginData = new SummaryMetadata.Types.PluginData { PluginName = TextPlugin },
            },
            Tensor = new TensorProto
            {
                Dtype = DataType.DtString,
                TensorShape = new TensorShapeProto { Dim = { new TensorShapeProto.Types.Dim { Size = 1 } } },
                StringVal = { ByteString.CopyFromUtf8(markdown) },
            },
        };
        Write(new Event { Summary = new Summary { Value = { value } } }, step, now);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // Record by record in one write each: a process that is killed leaves whole ones.
    private void Write(Event occurrence, int step, DateTimeOffset now)
    {
        occurrence.Step = step;
        occurrence.WallTime = (now - DateTimeOffset.UnixEpoch).TotalSeconds;
        try
        {
            _stream.Write(EventRecord.Of(occurrence));
        }
        catch (IOException e)
        {
            throw new AnoGanException($"{_path}: cannot be written ({e.Message}); free space, or name another folder "
                + "with --tensorboard", e);
        }
    }
}
