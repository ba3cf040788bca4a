namespace AnoGan.Images;

/// <summary>
/// The shape of a picture as <see cref="ImageCodec.Read"/> would give it, known before any pixel is decoded.
/// </summary>
/// <param name="Width">Width in pixels, after orientation.</param>
/// <param name="Height">Height in pixels, after orientation.</param>
/// <param name="Channels">1 (grey) or 3 (RGB); alpha is not counted.</param>
/// <param name="BitDepth">8 or 16 bits a sample.</param>
internal sealed record ImageHeader(int Width, int Height, int Channels, int BitDepth);
