namespace AnoGan.Data;

/// <summary>What was found below a folder of pictures. All paths are those from the folder, with forward slashes, in ordinal order.</summary>
/// <param name="Files">The images; at least one.</param>
/// <param name="DeadLinks">Links that lead to nothing and whose names are not those of images; they may have led to folders of them.</param>
/// <param name="UnfollowedLinks">Links too deep inside others to be followed, to folders that were not searched by another way.</param>
/// <param name="PassedOver">Folders that were asked to be passed over.</param>
internal sealed record ImageListing(
    IReadOnlyList<ImageFile> Files, IReadOnlyList<string> DeadLinks, IReadOnlyList<string> UnfollowedLinks, IReadOnlyList<string> PassedOver);
