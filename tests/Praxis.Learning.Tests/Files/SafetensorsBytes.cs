using System.Buffers.Binary;
using System.Text;

namespace Praxis.Learning.Tests.Files;

/// <summary>Safetensors files put together by hand.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Of(string header, params byte[] data) => Of(Encoding.UTF8.GetBytes(header), data);

    public static byte[] Of(byte[] header, byte[] data)
    {
        byte[] file = [.. new byte[8], .. header, .. data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)header.Length);
        return file;
    }

    /// <summary>One tensor of each type, as numpy lays it out: 1.5 and −2 (or 1 and −2, or true and false), except for U8: 7 and 255.</summary>
    public static byte[] EveryType()
    {
        const string Header = """
            {"__metadata__":{"format":"pt","made by":"hand \u00e9"},
            "f64":{"dtype":"F64","shape":[2],"data_offsets":[0,16]},"f32":{"dtype":"F32","shape":[2,1],"data_offsets":[16,24]},
            "i64":{"dtype":"I64","shape":[1,2],"data_offsets":[24,40]},"i32":{"dtype":"I32","shape":[2],"data_offsets":[40,48]},
            "bf16":{"dtype":"BF16","shape":[2],"data_offsets":[48,52]},"f16":{"shape":[2],"data_offsets":[52,56],"dtype":"F16"},
            "i16":{"dtype":"I16","shape":[2],"data_offsets":[56,60]},"i8":{"dtype":"I8","shape":[2],"data_offsets":[60,62]},
            "u8":{"dtype":"U8","shape":[2],"data_offsets":[62,64]},"bool":{"dtype":"BOOL","shape":[2],"data_offsets":[64,66]},
            "empty":{"dtype":"F32","shape":[0,3],"data_offsets":[66,66]},"scalar":{"dtype":"I8","shape":[],"data_offsets":[66,67]}}
            """;
        byte[] data =
        [
            0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0,
            0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0,
            1, 0, 0, 0, 0, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
            1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF,
            0xC0, 0x3F, 0, 0xC0,
            0, 0x3E, 0, 0xC0,
            1, 0, 0xFE, 0xFF, 1, 0xFE, 7, 0xFF, 1, 0, 42,
        ];
        string unbroken = Header.ReplaceLineEndings("");
        return Of(unbroken.PadRight((unbroken.Length + 7) / 8 * 8), data);
    }
}
