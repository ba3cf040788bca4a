using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>
/// How much memory the bodies of all requests together take, received or on their way. Bytes count once they are there,
/// whatever a request promises, so that who sends slowly takes little of it.
/// </summary>
/// <param name="megabytes">The most, in MB of 1,000,000 bytes.</param>
internal sealed class BodyMemory(long megabytes)
{
    private long _taken;

    /// <summary>The share of one request, which is given back when it is disposed.</summary>
    public Share Begin() => new(this);

    private void Take(int bytes)
    {
        if (Interlocked.Add(ref _taken, bytes) > megabytes * 1_000_000)
            throw new RefusedException(StatusCodes.Status429TooManyRequests, $"found bodies of {megabytes} MB under "
                + "way, which is all that --queue times --max-body-mb allow; try again a little later")
            {
                RetryAfter = 1,
            };
    }

    /// <summary>What one request takes.</summary>
    internal sealed class Share(BodyMemory memory) : IDisposable
    {
        private long _taken;

        /// <summary>Takes more.</summary>
        /// <exception cref="RefusedException">There is no room for it.</exception>
        public void Take(int bytes)
        {
            _taken += bytes;
            memory.Take(bytes);
        }

        /// <inheritdoc/>
        public void Dispose() => Interlocked.Add(ref memory._taken, -_taken);
    }
}
