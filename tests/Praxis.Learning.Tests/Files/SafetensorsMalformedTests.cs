using System.Buffers.Binary;
using Praxis.Learning.Files;

namespace Praxis.Learning.Tests.Files;

public sealed class SafetensorsMalformedTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    private static void Refused(byte[] file, params string[] parts) =>
        ScratchFolder.Refused(() => SafetensorsFile.FromMemory("bad.safetensors", file).Dispose(), ["bad.safetensors", .. parts]);

    private static string Entry(string fields) => $"{{\"w\":{{{fields}}}}}";

    [Theory]
    [InlineData("\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]", 4, "'w'", "end at byte 8", "cut short")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]", 8, "'w'", "4 bytes before its data belong to no tensor")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]", 8, "4 bytes behind the last tensor")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]", 4, "'w'", "begin at byte 4 and to end before")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]", 8, "'w'", "shape [3] of F32 takes 12 bytes and its data has 8")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,8]", 8, "'w'", "takes 4 bytes and its data has 8")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]", 0, "'w'", "more bytes than a file can have")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,0]", 0, "'w'", "and its data has 0")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]", 4, "'w'", "entry 0 of 'shape' is no whole number")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1,1.5],\"data_offsets\":[0,4]", 4, "'w'", "entry 1 of 'shape'")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[\"1\"],\"data_offsets\":[0,4]", 4, "'w'", "entry 0 of 'shape'")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,4]", 4, "'w'", "entry 0 of 'shape'")]
    [InlineData("\"dtype\":\"F32\",\"shape\":1,\"data_offsets\":[0,4]", 4, "'w'", "a list is expected", "not a number")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,4]", 4, "'w'", "entry 0 of 'data_offsets'")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]", 4, "'w'", "'data_offsets' has 1 numbers and must have two")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4,4]", 4, "'w'", "'data_offsets' has 3 numbers")]
    [InlineData("\"dtype\":\"F8_E4M3\",\"shape\":[4],\"data_offsets\":[0,4]", 4, "'w'", "'F8_E4M3' is not known", "BF16")]
    [InlineData("\"dtype\":32,\"shape\":[1],\"data_offsets\":[0,4]", 4, "'w'", "a text is expected", "not a number")]
    [InlineData("\"shape\":[1],\"data_offsets\":[0,4]", 4, "'w'", "'dtype' is missing")]
    [InlineData("\"dtype\":\"F32\",\"data_offsets\":[0,4]", 4, "'w'", "'shape' is missing")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1]", 4, "'w'", "'data_offsets' is missing")]
    [InlineData("\"dtype\":\"F32\",\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]", 4, "'w'", "'dtype' stands there twice")]
    [InlineData("\"dtype\":\"F32\",\"shape\":[1],\"shape\":[1],\"data_offsets\":[0,4]", 4, "'w'", "'shape' stands there twice")]
    public void A_wrong_entry_names_the_tensor(string fields, int dataBytes, params string[] parts) =>
        Refused(SafetensorsBytes.Of(Entry(fields), new byte[dataBytes]), parts);

    [Theory]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}}", "'b'", "overlaps that of tensor 'a' by 2 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},\"b\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]}}", "'b'", "overlaps that of tensor 'a' by 6 bytes")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},\"b\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[3,6]}}", "'b'", "1 bytes before its data")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[6,6]}}", "'a'", "stands in the header twice")]
    [InlineData("{\"a\":{\"dtype\":\"U8\",\"shape\":[6],\"data_offsets\":[0,6]},\"\\u0061\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[6,6]}}", "'a'", "twice")]
    [InlineData("{\"__metadata__\":{},\"__metadata__\":{}}", "twice")]
    [InlineData("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", "__metadata__", "'a' stands there twice")]
    [InlineData("{\"__metadata__\":{\"a\":1}}", "__metadata__", "a text is expected")]
    [InlineData("{\"__metadata__\":[]}", "__metadata__", "an object is expected", "not a list")]
    [InlineData("{\"a\":null}", "'a'", "an object is expected", "not null")]
    [InlineData("{\"\\ud800\":{}}", "header", "surrogate")]
    [InlineData("{\"a\":{\"x\":[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]}}", "header", "not JSON")]
    [InlineData("{} x", "header", "not JSON")]
    [InlineData("{,}", "header", "not JSON")]
    [InlineData("{", "header", "not JSON")]
    [InlineData("{\"a\":", "header", "not JSON")]
    [InlineData("[]", "header", "does not begin with '{'")]
    [InlineData(" {}", "header", "does not begin with '{'")]
    public void A_wrong_header_says_what_is_wrong(string header, params string[] parts) => Refused(SafetensorsBytes.Of(header, new byte[6]), parts);

    [Fact]
    public void Bytes_that_are_not_UTF8_are_refused() =>
        Refused(SafetensorsBytes.Of([.. "{\"a"u8, 0xFF, 0xFE, .. "\":{}}"u8], []), "header", "not UTF-8");

    [Theory]
    [InlineData(ulong.MaxValue, "longer than the 100000000 allowed")]
    [InlineData((ulong)long.MaxValue + 1, "longer than the 100000000 allowed")]
    [InlineData(100_000_001ul, "longer than the 100000000 allowed")]
    [InlineData(100_000_000ul, "to take 100000000 bytes and 4 are there")]
    [InlineData(5ul, "to take 5 bytes and 4 are there")]
    [InlineData(0ul, "does not begin with '{'")]
    public void The_length_of_the_header_is_checked_before_anything_is_taken_for_it(ulong claimed, string problem)
    {
        byte[] file = [.. new byte[8], .. "{}  "u8];
        BinaryPrimitives.WriteUInt64LittleEndian(file, claimed);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refused(file, problem);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    [Fact]
    public void Every_truncation_is_an_error_and_none_is_read_as_a_whole_file()
    {
        byte[] whole = SafetensorsBytes.EveryType();
        for (int length = 0; length < whole.Length; length++)
            Assert.Throws<ModelFileException>(() => SafetensorsFile.FromMemory("cut", whole.AsMemory(0, length)));
        ScratchFolder.Refused(() => SafetensorsFile.Open(_scratch.Put("empty.safetensors", [])), "empty.safetensors", "0 bytes are too few");
        ScratchFolder.Refused(() => SafetensorsFile.Open(_scratch["none.safetensors"]), "none.safetensors", "no such file");
        ScratchFolder.Refused(() => SafetensorsFile.Open(_scratch.Path), _scratch.Path, "cannot be opened");
    }

    [Fact]
    public void A_truth_value_other_than_0_and_1_is_an_error_when_it_is_read()
    {
        using var file = SafetensorsFile.FromMemory("bad", SafetensorsBytes.Of(Entry("\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[0,3]"), 1, 0, 2));
        ScratchFolder.Refused(() => file.Read("w"), "bad", "'w'", "element 2 is 2");
    }

    [Fact]
    public void An_empty_tensor_with_an_axis_beyond_a_tensor_is_listed_and_refused_when_read()
    {
        using var file = SafetensorsFile.FromMemory(
            "odd", SafetensorsBytes.Of(Entry("\"dtype\":\"F32\",\"shape\":[0,9223372036854775807],\"data_offsets\":[0,0]")));
        ScratchFolder.Refused(() => file.Read("w"), "'w'", "larger than a tensor's may be");
    }

    [Fact]
    public void Many_axes_are_refused_and_other_fields_are_passed_over()
    {
        string ones = string.Join(",", Enumerable.Repeat("1", 65));
        Refused(SafetensorsBytes.Of(Entry($"\"dtype\":\"U8\",\"shape\":[{ones}],\"data_offsets\":[0,1]"), 1), "'w'", "more than 64 numbers");
        using var file = SafetensorsFile.FromMemory(
            "new", SafetensorsBytes.Of(Entry("\"note\":{\"a\":[1]},\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]"), 9));
        Assert.Equal(9, file.Read("w").ToScalar());
    }

    [Fact]
    public void A_name_out_of_the_file_is_shown_without_control_characters_and_not_at_any_length()
    {
        string name = "\\u001b[31m" + new string('x', 1000);
        var refusal = Assert.Throws<ModelFileException>(() =>
            SafetensorsFile.FromMemory("bad", SafetensorsBytes.Of($"{{\"{name}\":1}}")));
        Assert.DoesNotContain('\u001b', refusal.Message);
        Assert.InRange(refusal.Message.Length, 1, 400);
    }
}
