namespace AnoGan.Models;

/// <summary>Something in a model directory to look at.</summary>
/// <param name="Name">Its name; of a folder with a slash at the end.</param>
/// <param name="What">What it shows.</param>
internal sealed record CardPicture(string Name, string What);
