using System.Text.Json;

namespace AnoGan.Models;

/// <summary>
/// A model card as JSON: snake_case names, null for what is not known, numbers with all their digits.
/// </summary>
internal static class ModelCardFile
{
    /// <summary>The document, with a line break at its end.</summary>
    /// <param name="card">What it is to say.</param>
    public static string Text(ModelCard card) => JsonSerializer.Serialize(card, ModelCardJson.Default.ModelCard) + "\n";
}
