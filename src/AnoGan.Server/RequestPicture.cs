using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AnoGan.Server;

/// <summary>The picture that a request sends: its body, or the one file of a form. It stays in memory.</summary>
internal static class RequestPicture
{
    // A piece is small, for every request that waits for its next bytes keeps one.
    private const int Piece = 8192;

    private const int LongestBoundary = 70, MostParts = 16;

    /// <summary>Receives the picture.</summary>
    /// <param name="body">The body.</param>
    /// <param name="contentType">What it says of itself.</param>
    /// <param name="memory">What the picture takes its room from.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">There is none, or more than one, or no room for it.</exception>
    public static async Task<byte[]> ReadAsync(
        LimitedBody body, string? contentType, BodyMemory.Share memory, CancellationToken cancellation)
    {
        bool isForm = MediaTypeHeaderValue.TryParse(contentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        byte[] picture = isForm
            ? await ReadFormAsync(body, HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), memory, cancellation)
            : await ReadAllAsync(body, memory, cancellation);
        return picture.Length > 0
            ? picture
            : throw new RefusedException(StatusCodes.Status400BadRequest, "found an empty body, expected a picture; "
                + "send it as the body, or as the one file of multipart/form-data");
    }

    private static async Task<byte[]> ReadFormAsync(
        LimitedBody body, string boundary, BodyMemory.Share memory, CancellationToken cancellation)
    {
        if (boundary.Length is 0 or > LongestBoundary)
            throw new RefusedException(StatusCodes.Status400BadRequest, "found a form without a boundary, expected "
                + $"one of 1 to {LongestBoundary} characters in Content-Type");
        byte[]? picture = null;
        var reader = new MultipartReader(boundary, body);
        for (int part = 0; ; part++)
        {
            MultipartSection? section;
            try
            {
                section = await reader.ReadNextSectionAsync(cancellation);
            }
            catch (Exception e) when (e is InvalidDataException || (e is IOException and not BadHttpRequestException))
            {
                throw new RefusedException(
                    StatusCodes.Status400BadRequest, "found a damaged form, expected whole multipart/form-data");
            }

            if (section is null)
                break;
            if (part == MostParts)
                throw new RefusedException(
                    StatusCodes.Status400BadRequest, $"found more than {MostParts} parts, expected one file");
            bool isFile = ContentDispositionHeaderValue.TryParse(
                section.ContentDisposition, out ContentDispositionHeaderValue? disposition)
                && (disposition.FileName.HasValue || disposition.FileNameStar.HasValue);
            if (!isFile)
                continue;
            if (picture is not null)
                throw new RefusedException(
                    StatusCodes.Status400BadRequest, "found two files, expected one; send a request for each");
            picture = await ReadAllAsync(section.Body, memory, cancellation);
        }

        return picture ?? throw new RefusedException(
            StatusCodes.Status400BadRequest, "found a form without a file, expected one; send the picture as a file");
    }

    // A promised length is not believed: memory is taken as bytes come.
    private static async Task<byte[]> ReadAllAsync(
        Stream body, BodyMemory.Share memory, CancellationToken cancellation)
    {
        using var received = new MemoryStream();
        byte[] piece = new byte[Piece];
        for (int count; (count = await body.ReadAsync(piece, cancellation)) > 0;)
        {
            memory.Take(count);
            received.Write(piece, 0, count);
        }

        return received.Length == received.Capacity ? received.GetBuffer() : received.ToArray();
    }
}
