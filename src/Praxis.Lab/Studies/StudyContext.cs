using System.Text.Json;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>What a study is given: scale, seeds, random numbers, data, and a way to say how far it is.</summary>
public sealed class StudyContext
{
    /// <summary>The paper under study.</summary>
    public required Paper Paper { get; init; }

    /// <summary>How much work the study may do.</summary>
    public required Scale Scale { get; init; }

    /// <summary>The seeds; every stochastic check is measured once per seed and setting, an exact quantity once per setting.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Where progress goes.</summary>
    public IProgress<StudyProgress>? Progress { get; init; }

    /// <summary>The bundled data sets.</summary>
    public DataFolder Data { get => field ??= DataFolder.Find(); init; }

    /// <summary>Finished settings of an interrupted run with the same input; nothing is kept by default.</summary>
    public ISettingStore Settings { get; init; } = new NoSettings();

    /// <summary>The seeds a scale uses unless the reader says otherwise: 5, 10 or 20 from <paramref name="first"/> on.</summary>
    public static IReadOnlyList<long> DefaultSeeds(Scale scale, long first = 1, int? count = null) =>
        [.. Enumerable.Range(0, count ?? scale switch { Scale.Smoke => 5, Scale.Small => 10, _ => 20 }).Select(i => first + i)];

    /// <summary>Random numbers that depend on the seed and the purpose only, not on what else was drawn.</summary>
    /// <param name="seed">One of <see cref="Seeds"/>.</param>
    /// <param name="purpose">What they are for, such as <c>data</c> or <c>sketch, m = 128</c>.</param>
    public RandomStream Random(long seed, string purpose) => new RandomStream(seed).Fork($"{Paper.Slug}/{purpose}");

    /// <summary>The value for the context's scale.</summary>
    public T Pick<T>(T smoke, T small, T full) => Scale switch { Scale.Smoke => smoke, Scale.Small => small, _ => full };

    /// <summary>Says how far the study is.</summary>
    /// <param name="stage">What is being done, in words.</param>
    /// <param name="fraction">Finished share of the whole study, 0 to 1.</param>
    /// <param name="measures">Live values worth watching.</param>
    public void Report(string stage, double fraction, params ReadOnlySpan<(string Name, double Value)> measures) =>
        Progress?.Report(StudyProgress.At(stage, fraction, measures));

    /// <summary>
    /// Computes a setting's result once: an interrupted run that is started again with the same input finds it finished.
    /// The result must be a plain record that System.Text.Json can write and read.
    /// </summary>
    /// <param name="setting">A name unique within the study that says all the result depends on besides the context's scale.</param>
    /// <param name="compute">The computation.</param>
    public T Once<T>(string setting, Func<T> compute)
    {
        if (Settings.Find(setting) is { } kept) return JsonSerializer.Deserialize<T>(kept, LabJson.Plain)!;
        var result = compute();
        Settings.Keep(setting, JsonSerializer.Serialize(result, LabJson.Plain));
        return result;
    }

    private sealed class NoSettings : ISettingStore
    {
        public string? Find(string setting) => null;
        public void Keep(string setting, string json) { }
    }
}

/// <summary>Where the finished settings of a run are kept until it is done.</summary>
public interface ISettingStore
{
    /// <summary>The JSON of a finished setting, or null.</summary>
    string? Find(string setting);

    /// <summary>Keeps a finished setting.</summary>
    void Keep(string setting, string json);
}

/// <summary>How far a study is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Fraction">Finished share, 0 to 1.</param>
/// <param name="Measures">Live values.</param>
public sealed record StudyProgress(string Stage, double Fraction, IReadOnlyList<LiveMeasure> Measures)
{
    /// <summary>Progress with the share brought between 0 and 1.</summary>
    internal static StudyProgress At(string stage, double fraction, ReadOnlySpan<(string Name, double Value)> measures) =>
        new(stage, Math.Clamp(fraction, 0, 1), [.. measures.ToArray().Select(measure => new LiveMeasure(measure.Name, measure.Value))]);
}

/// <summary>A live value of a running study.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Value">Its value.</param>
public sealed record LiveMeasure(string Name, double Value);
