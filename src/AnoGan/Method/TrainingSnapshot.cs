namespace AnoGan.Method;

/// <summary>
/// Everything that a phase of the training needs in order to go on exactly as if it had never stopped.
/// </summary>
/// <param name="Phase">The phase.</param>
/// <param name="Step">Steps of it that were made.</param>
/// <param name="ImagesDrawn">Place in its sequence of training images.</param>
/// <param name="Last">What the last generator step measured; null in the encoder's phase.</param>
/// <param name="Randoms">States of its random generators, by name.</param>
/// <param name="Weights">Networks and moments of optimisers by name, each with its arrays by name.</param>
internal sealed record TrainingSnapshot(
    TrainingPhase Phase,
    int Step,
    long ImagesDrawn,
    TrainProgress? Last,
    IReadOnlyDictionary<string, byte[]> Randoms,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, NamedArray>> Weights);
