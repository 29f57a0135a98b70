using System.Collections.Concurrent;
using Dapper;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>The finished settings of a run, kept in the store until the run is done. Safe for several threads.</summary>
public sealed class KeptSettings : ISettingStore
{
    private readonly PraxisStore _store;
    private readonly string _slug;
    private readonly string _scale;
    private readonly string _seeds;
    private readonly string _fingerprint;
    private readonly ConcurrentDictionary<string, bool> _own = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _takenOver = new(StringComparer.Ordinal);

    internal KeptSettings(PraxisStore store, string slug, string scale, string seeds, string fingerprint)
    {
        (_store, _slug, _scale, _seeds) = (store, slug, scale, seeds);
        // Numbers of an earlier build of the numerics must not be mixed with those of this one.
        _fingerprint = $"{fingerprint}/{typeof(Tensor).Module.ModuleVersionId:N}";
    }

    /// <summary>How many settings an earlier, unfinished run had computed.</summary>
    public int TakenOver => _takenOver.Count;

    /// <inheritdoc/>
    public string? Find(string setting)
    {
        using var connection = _store.Connect();
        var kept = connection.ExecuteScalar<string?>(
            """
            SELECT result FROM run_settings
            WHERE slug = @_slug AND scale = @_scale AND seeds = @_seeds AND fingerprint = @_fingerprint AND setting = @setting
            """,
            new { _slug, _scale, _seeds, _fingerprint, setting });
        if (kept is not null && !_own.ContainsKey(setting)) _takenOver[setting] = true;
        return kept;
    }

    /// <inheritdoc/>
    public void Keep(string setting, string json)
    {
        _own[setting] = true;
        using var connection = _store.Connect();
        connection.Execute(
            """
            INSERT INTO run_settings (slug, scale, seeds, fingerprint, setting, result)
            VALUES (@_slug, @_scale, @_seeds, @_fingerprint, @setting, @json)
            ON CONFLICT DO UPDATE SET result = excluded.result
            """,
            new { _slug, _scale, _seeds, _fingerprint, setting, json });
    }
}
