using System.Globalization;
using AnoGan.Method;
using AnoGan.Models;
using static TorchSharp.torch;

namespace AnoGan.Scoring;

/// <summary>Chooses the batch size of a search on the machine that it will run on.</summary>
internal static class BatchMeasurement
{
    /// <summary>Times short searches and tells what was chosen.</summary>
    /// <param name="model">The model; its networks are moved to the device.</param>
    /// <param name="search">The search, whose batch size is replaced.</param>
    /// <param name="device">Where to search.</param>
    /// <param name="events">Told the choice.</param>
    public static SearchOptions Choose(TrainedModel model, SearchOptions search, Device device, RunEvents events)
    {
        model.MoveTo(device);
        IReadOnlyList<(int Batch, double Seconds)> measured = BatchChoice.Measure(
            model.Networks, model.Manifest.Setup.Network, search, device);
        int batch = BatchChoice.Of(measured);
        string times = string.Join(
            ", ",
            measured.Select(m => string.Create(CultureInfo.InvariantCulture, $"{m.Batch}: {m.Seconds * 1000:G3} ms")));
        events.Note?.Invoke($"a batch of {batch}, from the time of a step of an image by batch size ({times})");
        return search with { Batch = batch };
    }
}
