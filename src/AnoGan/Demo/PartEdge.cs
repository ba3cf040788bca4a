namespace AnoGan.Demo;

/// <summary>The edge of the metal nearest to a point.</summary>
/// <param name="Depth">Distance to it, in half picture widths: positive in the metal, negative outside.</param>
/// <param name="NormalX">Unit vector from the metal across the edge.</param>
/// <param name="NormalY">Its y component, down.</param>
internal readonly record struct PartEdge(double Depth, double NormalX, double NormalY);
