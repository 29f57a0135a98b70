using Praxis.Numerics;

namespace Praxis.Lab.Tests.Tools;

public sealed class ToolOutputTests
{
    private static readonly MatrixOutput Matrix = new("m", "a matrix", Tensor.Zeros(2, 2));
    private static readonly MatrixOutput Cube = new("c", "a cube", Tensor.Zeros(2, 2, 2));
    private static readonly TextOutput Document = new("d", "a document", "{}", ".json");

    [Theory]
    [InlineData("a.csv", true, false, false)]
    [InlineData("a.tsv", true, false, false)]
    [InlineData("a.mtx", true, false, false)]
    [InlineData("a.npy", true, true, false)]
    [InlineData("a.npz", true, true, false)]
    [InlineData("a.json", false, false, true)]
    [InlineData("a.xyz", false, false, false)]
    public void A_result_suits_files_that_can_hold_it(string path, bool matrix, bool cube, bool document)
    {
        Assert.Equal(matrix, Matrix.Fits(path));
        Assert.Equal(cube, Cube.Fits(path));
        Assert.Equal(document, Document.Fits(path));
    }

    [Theory]
    [InlineData("a.tsv", ".tsv", ".npy")]
    [InlineData("a.npz", ".npz", ".npz")]
    [InlineData("a.json", ".csv", ".npy")]
    public void Beside_another_result_it_takes_an_ending_that_can_hold_it(string path, string matrix, string cube)
    {
        Assert.Equal(matrix, Matrix.EndingBeside(path));
        Assert.Equal(cube, Cube.EndingBeside(path));
        Assert.Equal(".json", Document.EndingBeside(path));
        Assert.Equal(".txt", new TextOutput("t", "a text", "").EndingBeside(path));
    }
}
