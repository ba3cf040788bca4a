namespace AnoGan.Models;

/// <summary>From where on something counts as an anomaly, on a model card.</summary>
/// <param name="Rate">The share of new normal images that may be called so.</param>
/// <param name="Score">
/// The score above which an image is one; null where the held-out images cannot vouch for the rate.
/// </param>
/// <param name="Map">The value of the map above which pixels of a region are a defect (--mask); null likewise.</param>
internal sealed record CardThreshold(double Rate, double? Score, double? Map);
