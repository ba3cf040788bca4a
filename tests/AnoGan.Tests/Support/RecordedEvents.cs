namespace AnoGan.Tests.Support;

/// <summary>Keeps what a run tells.</summary>
internal sealed class RecordedEvents
{
    public List<string> Stages { get; } = [];

    public List<string> Warnings { get; } = [];

    public List<string> Notes { get; } = [];

    public List<int> Steps { get; } = [];

    public List<(int Done, int Of)> EncoderSteps { get; } = [];

    public List<(int Done, int Of)> Images { get; } = [];

    public RunEvents Events => new()
    {
        Stage = Stages.Add,
        Warning = Warnings.Add,
        Note = Notes.Add,
        Step = step => Steps.Add(step.Step),
        PhaseSteps = (_, done, of) => EncoderSteps.Add((done, of)),
        Images = (done, of) => Images.Add((done, of)),
    };
}
