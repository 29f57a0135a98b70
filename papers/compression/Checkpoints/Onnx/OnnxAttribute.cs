namespace Praxis.Papers.Compression.Checkpoints.Onnx;

/// <summary>A named setting of an operator.</summary>
/// <param name="Message">As it is written.</param>
internal readonly record struct OnnxAttribute(ProtobufMessage Message)
{
    private const int FloatKind = 1;
    private const int IntegerKind = 2;
    private const int IntegersKind = 7;

    /// <summary>A number.</summary>
    public static OnnxAttribute Of(string name, float value) => new(new ProtobufMessage().Add(1, name).Add(2, value).Add(20, (long)FloatKind));

    /// <summary>A whole number.</summary>
    public static OnnxAttribute Of(string name, long value) => new(new ProtobufMessage().Add(1, name).Add(3, value).Add(20, (long)IntegerKind));

    /// <summary>Whole numbers.</summary>
    public static OnnxAttribute Of(string name, params long[] values)
    {
        var message = new ProtobufMessage().Add(1, name);
        foreach (long value in values)
            message.Add(8, value);
        return new OnnxAttribute(message.Add(20, (long)IntegersKind));
    }
}
