using AnoGan.Images;
using AnoGan.Results;
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
    private int _queue;

    /// <summary>Requests that are received, wait or are scored now.</summary>
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

        // A place in the queue is taken before the body is received: so memory is bounded, too.
        try
        {
            if (Interlocked.Increment(ref _queue) > request.Queue)
                throw new RefusedException(StatusCodes.Status429TooManyRequests,
                    $"found {request.Queue} requests under way, which is all that --queue allows; try again a little "
                        + "later") { RetryAfter = 1 };
            await AnswerAsync(context, model, scorer, parts);
        }
        finally
        {
            Interlocked.Decrement(ref _queue);
        }
    }

    private async Task AnswerAsync(HttpContext context, string model, WarmScorer scorer, AnswerParts parts)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted);
        limit.CancelAfter(TimeSpan.FromSeconds(request.TimeoutSeconds));
        bool isReceived = false;
        try
        {
            byte[] body = await RequestPicture.ReadAsync(context.Request, limit.Token);
            isReceived = true;
            if (!ImageCodec.IsPicture(body))
                throw new RefusedException(StatusCodes.Status415UnsupportedMediaType,
                    $"found {ImageCodec.Describe(body)}, expected a PNG, JPEG, TIFF, BMP, WebP, GIF or PNM picture; "
                        + "convert it");
            byte[] answer = await ScoreAsync(model, scorer, new ImageSource(Picture, body), parts, limit.Token);
            await JsonText.WriteAsync(context.Response, "application/json", answer);
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

    private async Task<byte[]> ScoreAsync(
        string model, WarmScorer scorer, ImageSource picture, AnswerParts parts, CancellationToken cancellation)
    {
        bool isLarge = IsLarge(picture);
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
                _large.Release();
        }
    }

    private static bool IsLarge(ImageSource picture)
    {
        try
        {
            ImageHeader header = ImageCodec.ReadHeader(picture);
            return (long)header.Width * header.Height > SmallPixels;
        }
        catch (AnoGanException)
        {
            return false; // scoring says what is wrong with it
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
