using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>
/// A body up to a length. The limit is not given to the web server, which closes the connection of a longer one at
/// once: most clients then find a broken pipe in place of the answer. So it takes the rest for some seconds, and drops
/// it.
/// </summary>
/// <param name="request">The request.</param>
/// <param name="longest">The length, in bytes.</param>
internal sealed class LimitedBody(HttpRequest request, long longest) : Stream
{
    private long _read;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    /// <exception cref="RefusedException">The body is longer, or says that it is.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (request.ContentLength > longest)
            throw TooLong();
        int count = await request.Body.ReadAsync(buffer, cancellationToken);
        _read += count;
        return _read > longest ? throw TooLong() : count;
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Flush() => throw new NotSupportedException();

    private static RefusedException TooLong() => new(StatusCodes.Status413PayloadTooLarge,
        "found a body that is longer than --max-body-mb allows; send a smaller picture");
}
