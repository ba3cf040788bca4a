using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace AnoGan.Server;

/// <summary>The picture that a request sends: its body, or the one file of a form. It stays in memory.</summary>
internal static class RequestPicture
{
    // A promised length is believed up to here; more is taken as it comes.
    private const int Believed = 1 << 20;

    private const int LongestBoundary = 70, MostParts = 16;

    /// <summary>Receives the picture.</summary>
    /// <param name="request">The request; the server limits the length of its body.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="RefusedException">There is none, or more than one.</exception>
    public static async Task<byte[]> ReadAsync(HttpRequest request, CancellationToken cancellation)
    {
        bool isForm = MediaTypeHeaderValue.TryParse(request.ContentType, out MediaTypeHeaderValue? type)
            && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase);
        byte[] picture = isForm
            ? await ReadFormAsync(request, HeaderUtilities.RemoveQuotes(type!.Boundary).ToString(), cancellation)
            : await ReadAllAsync(request.Body, request.ContentLength, cancellation);
        return picture.Length > 0
            ? picture
            : throw new RefusedException(StatusCodes.Status400BadRequest, "found an empty body, expected a picture; "
                + "send it as the body, or as the one file of multipart/form-data");
    }

    private static async Task<byte[]> ReadFormAsync(
        HttpRequest request, string boundary, CancellationToken cancellation)
    {
        if (boundary.Length is 0 or > LongestBoundary)
            throw new RefusedException(StatusCodes.Status400BadRequest, "found a form without a boundary, expected "
                + $"one of 1 to {LongestBoundary} characters in Content-Type");
        byte[]? picture = null;
        var reader = new MultipartReader(boundary, request.Body);
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
            picture = await ReadAllAsync(section.Body, null, cancellation);
        }

        return picture ?? throw new RefusedException(
            StatusCodes.Status400BadRequest, "found a form without a file, expected one; send the picture as a file");
    }

    private static async Task<byte[]> ReadAllAsync(Stream body, long? length, CancellationToken cancellation)
    {
        using var received = new MemoryStream((int)Math.Min(length ?? 0, Believed));
        await body.CopyToAsync(received, cancellation);
        return received.Length == received.Capacity ? received.GetBuffer() : received.ToArray();
    }
}
