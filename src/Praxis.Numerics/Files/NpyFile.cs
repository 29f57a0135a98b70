namespace Praxis.Numerics;

/// <summary>
/// numpy's .npy files, versions 1 to 3. Read are bool, signed and unsigned integers of 1 to 8 bytes and floats of 2, 4 and 8 bytes,
/// in either byte order, in C or Fortran order. float64 becomes F64, float32 and float16 become F32, integers I64, bool Bool.
/// </summary>
public static class NpyFile
{
    /// <summary>Reads a whole array into memory; its claims are checked against the length of the file first.</summary>
    /// <exception cref="MatrixFileException">The file is missing, damaged, of another kind or too large for memory.</exception>
    public static Tensor Read(string path)
    {
        using var stream = WholeFile.Open(path);
        return NpyData.Read(stream, path, stream.Length, long.MaxValue, "read it in blocks of rows with NpyRows");
    }

    /// <summary>Writes a tensor (version 1, C order, little-endian), whole or not at all.</summary>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        WholeFile.Write(path, stream => NpyData.Write(stream, tensor));
    }
}
