namespace AnoGan.Tests.Support;

/// <summary>
/// An event of TensorBoard, by the field numbers of event.proto and summary.proto: no code that wrote it has a part in
/// this.
/// </summary>
internal sealed record ReadEvent(
    double WallTime, long Step, string FileVersion, bool BeginsSession, IReadOnlyList<ReadValue> Values)
{
    public static ReadEvent Of(ProtoMessage message) => new(
        message.Double(1),
        message.Integer(2),
        message.Text(3),
        message.Has(7) && message.Message(7).Integer(1) == 1, // SessionLog.status: START
        [.. message.Message(5).Messages(1).Select(ReadValue.Of)]);
}
