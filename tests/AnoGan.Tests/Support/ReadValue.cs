namespace AnoGan.Tests.Support;

/// <summary>
/// A value of an event, equal to another one that says the same: a number, a picture (its PNG in hex) or a text.
/// </summary>
internal sealed record ReadValue(
    string Tag, float? Number, (long Width, long Height, long Channels, string Png)? Picture,
    (string Plugin, long Type, long Length, string Text)? Text)
{
    public static ReadValue Of(ProtoMessage value)
    {
        ProtoMessage picture = value.Message(4), tensor = value.Message(8);
        return new ReadValue(
            value.Text(1),
            value.Has(2) ? value.Float(2) : null,
            value.Has(4)
                ? (picture.Integer(2), picture.Integer(1), picture.Integer(3), Convert.ToHexString(picture.Bytes(4)))
                : null,
            value.Has(8)
                ? (
                    value.Message(9).Message(1).Text(1), tensor.Integer(1), tensor.Message(2).Message(2).Integer(1),
                    tensor.Text(8))
                : null);
    }
}
