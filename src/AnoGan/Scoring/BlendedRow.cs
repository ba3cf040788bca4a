namespace AnoGan.Scoring;

/// <summary>Takes a row of a blended picture; the values are only good until it returns.</summary>
/// <param name="row">Number of the row, from 0 at the top.</param>
/// <param name="values">[planes, width].</param>
internal delegate void BlendedRow(int row, ReadOnlySpan<float> values);
