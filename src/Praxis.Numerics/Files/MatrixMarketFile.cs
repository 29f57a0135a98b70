using System.Text;

namespace Praxis.Numerics;

/// <summary>
/// MatrixMarket files: array and coordinate; real, integer and pattern; general, symmetric and skew-symmetric. A symmetric file
/// holds the lower triangle and is read as the whole matrix; the entries of a pattern read as ones; entries of a coordinate file at
/// the same place are added.
/// </summary>
public static class MatrixMarketFile
{
    /// <summary>Reads a file of either form into a dense matrix: I64 for an integer array, else F64.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most memory the matrix may take; a small coordinate file can name a huge matrix. 1 GiB if left out.</param>
    /// <exception cref="MatrixFileException">The file is missing or malformed, or the matrix is too large; the line is named.</exception>
    public static Tensor ReadDense(string path, long maximumBytes = MemoryBound.Unfolded)
    {
        using var stream = WholeFile.Open(path);
        return new MatrixMarketReader(path, stream).Dense(maximumBytes);
    }

    /// <summary>Reads a file of either form into a sparse matrix; zeros of an array are not stored.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">The most memory the matrix may take. 1 GiB if left out.</param>
    /// <exception cref="MatrixFileException">The file is missing or malformed, or the matrix is too large; the line is named.</exception>
    public static SparseMatrix ReadSparse(string path, long maximumBytes = MemoryBound.Unfolded)
    {
        using var stream = WholeFile.Open(path);
        return new MatrixMarketReader(path, stream).Sparse(maximumBytes);
    }

    /// <summary>Writes a dense matrix as a general array (integer for I64 and Bool, else real), whole or not at all.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2)
            throw ShapeException.Of("Writing MatrixMarket", matrix.Shape, "a matrix has rank 2");
        string field = matrix.DType is DType.I64 or DType.Bool ? "integer" : "real";
        WriteText(path, writer =>
        {
            writer.WriteLine($"%%MatrixMarket matrix array {field} general");
            writer.WriteLine($"{matrix.Rows} {matrix.Columns}");

            // The format goes down the columns.
            var transposed = matrix.Transpose().Contiguous();
            for (int k = 0; k < transposed.Length; k++)
                writer.WriteLine(NumberText.Write(transposed, k));
        });
    }

    /// <summary>Writes the stored entries of a sparse matrix (coordinate real general), whole or not at all.</summary>
    /// <exception cref="MatrixFileException">The file cannot be written.</exception>
    public static void Write(string path, SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        WriteText(path, writer =>
        {
            writer.WriteLine("%%MatrixMarket matrix coordinate real general");
            writer.WriteLine($"{matrix.Rows} {matrix.Columns} {matrix.StoredCount}");
            for (int i = 0; i < matrix.Rows; i++)
            {
                var columns = matrix.RowColumns(i);
                var values = matrix.RowValues(i);
                for (int k = 0; k < columns.Length; k++)
                    writer.WriteLine($"{i + 1} {columns[k] + 1} {NumberText.Write(values[k])}");
            }
        });
    }

    private static void WriteText(string path, Action<StreamWriter> write) => WholeFile.Write(path, stream =>
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });
}
