using AnoGan.Images;
using AnoGan.Results;
using AnoGan.Runtime;
using AnoGan.Scoring;
using Microsoft.AspNetCore.Http;

namespace AnoGan.Server;

/// <summary>POST of a picture: from the request to its answer, or to why there is none.</summary>
/// <param name="request">The limits.</param>
/// <param name="models">The models.</param>
internal sealed class ScoreEndpoint(ServeRequest request, ServedModels models) : IDisposable
{
    private const string Picture = "picture";

    // What a picture of more pixels takes of memory is not small beside its bytes.
    private const long SmallPixels = 1 << 22;

    // Decoding takes memory and CPUs: as many at a time as there are threads. Of large pictures no more are under way
    // from there to the answer, for of some models they are kept until they are scored.
    private readonly SemaphoreSlim _decoders = new(ComputeSettings.Threads(request.Scoring.Threads));
    private readonly SemaphoreSlim _large = new(ComputeSettings.Threads(request.Scoring.Threads));
    private readonly BodyMemory _bodies = new((long)request.Queue * request.MaxBodyMegabytes);
    private int _receiving, _queue;

    /// <summary>Requests whose body is being received.</summary>
    public int Receiving => Volatile.Read(ref _receiving);

    /// <summary>Requests that wait or are scored now.</summary>
    public int QueueLength => Volatile.Read(ref _queue);

    /// <inheritdoc/>
    public void Dispose()
    {
        _decoders.Dispose();
        _large.Dispose();
    }

    /// <summary>Answers a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="name">The model's name; null for the only one.</param>
    /// <exception cref="RefusedException">It is refused.</exception>
    public async Task AnswerAsync(HttpContext context, string? name)
    {
        (string model, WarmScorer scorer) = Choose(name);
        AnswerParts parts = AnswerParts.Of(context.Request.Query);
        if (QueueLength >= request.Queue)
            throw Full(); // before the body is sent for nothing
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(TimeSpan.FromSeconds(request.TimeoutSeconds));
        using BodyMemory.Share memory = _bodies.Begin();
        bool isReceived = false;
        try
        {
            byte[] body = await ReceiveAsync(context.Request, memory, limit.Token);
            isReceived = true;
            if (!ImageCodec.IsPicture(body))
                throw new RefusedException(StatusCodes.Status415UnsupportedMediaType,
                    $"found {ImageCodec.Describe(body)}, expected a PNG, JPEG, TIFF, BMP, WebP, GIF or PNM picture; "
                        + "convert it");
            await AnswerInTurnAsync(context, model, scorer, new ImageSource(Picture, body), parts, limit.Token);
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            throw isReceived
                ? new RefusedException(StatusCodes.Status503ServiceUnavailable, "found no answer within the "
                    + $"{request.TimeoutSeconds} seconds of --timeout; try again later") { RetryAfter = 5 }
                : new RefusedException(StatusCodes.Status408RequestTimeout, "found a body that took longer than the "
                    + $"{request.TimeoutSeconds} seconds of --timeout; send it faster");
        }
        catch (ObjectDisposedException) when (models.State == ServerState.Stopping)
        {
            throw NotReady();
        }
    }

    private async Task<byte[]> ReceiveAsync(
        HttpRequest from, BodyMemory.Share memory, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _receiving);
        try
        {
            await using var body = new LimitedBody(from, request.MaxBodyMegabytes * 1_000_000L);
            return await RequestPicture.ReadAsync(body, from.ContentType, memory, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _receiving);
        }
    }

    // A place in the queue is taken once the body is there, or a few that send slowly would take them all.
    private async Task AnswerInTurnAsync(
        HttpContext context, string model, WarmScorer scorer, ImageSource picture, AnswerParts parts,
        CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _queue) > request.Queue)
                throw Full();
            byte[] answer = await ScoreAsync(model, scorer, picture, parts, cancellation);
            await JsonText.WriteAsync(context.Response, "application/json", answer, cancellation);
        }
        finally
        {
            Interlocked.Decrement(ref _queue);
        }
    }

    private async Task<byte[]> ScoreAsync(
        string model, WarmScorer scorer, ImageSource picture, AnswerParts parts, CancellationToken cancellation)
    {
        long pixels = PixelsOf(picture);
        bool isLarge = pixels > SmallPixels;
        if (isLarge)
            await _large.WaitAsync(cancellation);
        try
        {
            ScoredImage image = await await DecodingAsync(
                () => scorer.ScoreAsync(picture.Name, picture.Bytes!, cancellation), cancellation);
            if (image.Error is { } error)
                throw new RefusedException(StatusCodes.Status422UnprocessableEntity, Words(error));
            return await DecodingAsync(
                () => JsonText.BytesOf(ScoreAnswer.Of(model, scorer, image, picture, parts)), cancellation);
        }
        finally
        {
            if (isLarge)
            {
                LargeMemory.Release(pixels);
                _large.Release();
            }
        }
    }

    private static long PixelsOf(ImageSource picture)
    {
        try
        {
            ImageHeader header = ImageCodec.ReadHeader(picture);
            return (long)header.Width * header.Height;
        }
        catch (AnoGanException)
        {
            return 0; // scoring says what is wrong with it
        }
    }

    private (string Name, WarmScorer Scorer) Choose(string? name)
    {
        if (name is not null && !models.Names.Contains(name))
            throw new RefusedException(StatusCodes.Status404NotFound, $"found no model '{name}', expected "
                + $"{string.Join(", ", models.Names)}");
        if (name is null && models.Names.Count > 1)
            throw new RefusedException(StatusCodes.Status404NotFound,
                $"found {models.Names.Count} models, expected the name of one: POST to /v1/models/NAME/score");
        if (models.State != ServerState.Ready)
            throw NotReady();
        name ??= models.Names[0];
        return (name, models.Find(name)!);
    }

    private RefusedException Full() => new(StatusCodes.Status429TooManyRequests,
        $"found {request.Queue} requests under way, which is all that --queue allows; try again a little later")
    {
        RetryAfter = 1,
    };

    private RefusedException NotReady() => models.State == ServerState.Loading
        ? new(StatusCodes.Status503ServiceUnavailable, "the models are being loaded; try again a little later")
        {
            RetryAfter = 1,
        }
        : new(StatusCodes.Status503ServiceUnavailable, "the server is being stopped; try again later")
        {
            RetryAfter = 5,
        };

    private async Task<T> DecodingAsync<T>(Func<T> work, CancellationToken cancellation)
    {
        await _decoders.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            _decoders.Release();
        }
    }

    // There is no folder that it could be taken out of.
    private static string Words(string error) => error
        .Replace(" or take it out of the folder", "", StringComparison.Ordinal)
        .Replace("replace the file", "send a whole one", StringComparison.Ordinal);
}
