using Praxis.Learning.Models;
using Praxis.Learning.Tests.Files;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

public sealed class AgreementTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public static TheoryData<string> Names => [.. OracleModels.All.Keys];

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_folder_that_PyTorch_read_is_what_Save_writes(string name)
    {
        OracleModels.Shaken(OracleModels.All[name]).Save(_scratch.Path);
        string committed = Path.Combine(OracleModels.Folder(), name);
        if (Environment.GetEnvironmentVariable("PRAXIS_RECORD_MODELS") is { Length: > 0 } target)
            OracleModels.Shaken(OracleModels.All[name]).Save(committed = Path.Combine(target, name));
        Assert.Equal(File.ReadAllText(Path.Combine(committed, "config.json")), File.ReadAllText(_scratch["config.json"]));
        Assert.Equal(File.ReadAllBytes(Path.Combine(committed, "model.safetensors")), File.ReadAllBytes(_scratch["model.safetensors"]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Scores_are_those_that_PyTorch_computes_from_the_same_folder(string name)
    {
        foreach ((var dtype, double tolerance) in new[] { (DType.F32, 1e-5), (DType.F64, 1e-8) })
        {
            var model = LanguageModel.Load(Path.Combine(OracleModels.Folder(), name), dtype);
            var (tokens, segments, attended, expected) = OracleModels.Recorded(name);
            double[] scores = (model is Bert bert ? bert.Forward(tokens, segments, attended) : model.Forward(tokens)).Data.ToArray();
            Assert.Equal(expected.Length, scores.Length);
            for (int i = 0; i < scores.Length; i++)
                if (attended is null || attended.Contiguous().AsSpan<bool>()[i / OracleModels.Vocabulary])
                    Assert.True(Math.Abs(scores[i] - expected[i]) < tolerance, $"{dtype} score {i} is {scores[i]:R} instead of {expected[i]:R}");
        }
    }
}
