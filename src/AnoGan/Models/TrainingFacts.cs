namespace AnoGan.Models;

/// <summary>What a training run came to.</summary>
/// <param name="Steps">Generator steps made.</param>
/// <param name="ElapsedSeconds">Wall-clock time of the training alone.</param>
/// <param name="Threads">CPU threads; with the seed and the machine kind they fix the weights.</param>
/// <param name="Device">cpu, cuda or cuda:N.</param>
/// <param name="WassersteinEstimate">mean D(real) - mean D(fake) in the last step.</param>
/// <param name="Penalty">mean (‖∇D‖ - 1)² in the last step.</param>
public sealed record TrainingFacts(
    int Steps, double ElapsedSeconds, int Threads, string Device, double WassersteinEstimate, double Penalty);
