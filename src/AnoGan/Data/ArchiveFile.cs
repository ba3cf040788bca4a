using AnoGan.Runtime;
using Microsoft.Win32.SafeHandles;

namespace AnoGan.Data;

/// <summary>
/// The file of an archive, which is opened when it is read and closed when enough others were since: a list may name
/// more archives than a process may have open files. May be read from many threads at once.
/// </summary>
internal sealed class ArchiveFile
{
    private const int MostOpen = 64;

    // Those that are open, with the one used last in front.
    private static readonly LinkedList<ArchiveFile> Open = new();

    private readonly string _path;
    private SafeFileHandle? _handle;

    /// <summary>Looks at a file.</summary>
    /// <exception cref="AnoGanException">It is empty, a pipe or a device.</exception>
    /// <exception cref="IOException">It is not there or may not be read.</exception>
    public ArchiveFile(string path)
    {
        _path = path;
        PlainFile.Length(path);
        using SafeFileHandle handle = OpenHandle();
        (Length, Modified) = (RandomAccess.GetLength(handle), File.GetLastWriteTimeUtc(handle));
    }

    /// <summary>The length in bytes.</summary>
    public long Length { get; }

    /// <summary>When it was last written, UTC.</summary>
    public DateTime Modified { get; }

    /// <summary>Reads bytes at a place.</summary>
    /// <returns>How many; 0 at the end.</returns>
    /// <exception cref="IOException">It cannot be read, or is another one than it was.</exception>
    public int Read(Span<byte> buffer, long offset)
    {
        while (true)
        {
            try
            {
                return RandomAccess.Read(Handle(), buffer, offset);
            }
            catch (ObjectDisposedException)
            {
                // Other threads opened so many archives meanwhile that this one was closed.
            }
        }
    }

    /// <summary>The bytes as a stream for one thread at a time, which need not be closed.</summary>
    public Stream AsStream() => new BufferedStream(new Bytes(this));

    private SafeFileHandle Handle()
    {
        lock (Open)
        {
            if (_handle is not null)
                Open.Remove(this);
            else
                _handle = Opened();
            Open.AddFirst(this);
            if (Open.Count > MostOpen && Open.Last!.Value is var oldest)
            {
                oldest._handle!.Dispose();
                oldest._handle = null;
                Open.RemoveLast();
            }

            return _handle;
        }
    }

    // Shared, so that others may read it or take it away meanwhile.
    private SafeFileHandle OpenHandle() => File.OpenHandle(_path, share: FileShare.Read | FileShare.Delete);

    private SafeFileHandle Opened()
    {
        SafeFileHandle handle = OpenHandle();
        if (RandomAccess.GetLength(handle) == Length && File.GetLastWriteTimeUtc(handle) == Modified)
            return handle;
        handle.Dispose();
        throw new IOException("The archive was changed meanwhile.");
    }

    private sealed class Bytes(ArchiveFile file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => file.Length;

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int read = file.Read(buffer, Position);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override long Seek(long offset, SeekOrigin origin)
        {
            long place = offset + (origin == SeekOrigin.Current ? Position : origin == SeekOrigin.End ? Length : 0);
            return Position = place >= 0 ? place : throw new IOException("The archive begins later.");
        }

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
