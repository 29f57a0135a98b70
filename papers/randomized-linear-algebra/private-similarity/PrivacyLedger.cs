using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// What was spent on one data set: a file that stays with its owner. Releases add up (ε of all of them together), so a release is refused when it would
/// exceed the budget, which is set once.
/// </summary>
/// <param name="Budget">The ε that all releases together may spend.</param>
/// <param name="Releases">What was released.</param>
internal sealed record PrivacyLedger(double Budget, IReadOnlyList<LedgerEntry> Releases)
{
    private static readonly JsonSerializerOptions Json = new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>ε spent so far.</summary>
    public double Spent => Releases.Sum(release => release.Epsilon);

    /// <summary>
    /// Spends ε: reads the ledger, or begins one, adds the release and writes it back before any noise is drawn. A run that ends after that has spent its ε,
    /// which is the safe side. Two runs at the same time cannot both spend: the file is held while it is read and written.
    /// </summary>
    /// <exception cref="ToolException">The ledger is damaged, has no room for ε, or another budget; or there is none and no budget is given.</exception>
    public static PrivacyLedger Spend(string path, double? budget, LedgerEntry entry)
    {
        try
        {
            using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var ledger = file.Length == 0 ? Begin(path, budget, file) : Read(path, file);
            if (budget is { } given && given != ledger.Budget)
                throw new ToolException($"{path}: the budget was set to {Show(ledger.Budget)} with the first release and cannot become {Show(given)}. Leave --budget out.");
            if (ledger.Spent + entry.Epsilon > ledger.Budget * (1 + 1e-12))
                throw new ToolException($"{path}: {Show(ledger.Spent)} of ε = {Show(ledger.Budget)} is spent, {Show(Math.Max(0, ledger.Budget - ledger.Spent))} is left, and --epsilon asks for {Show(entry.Epsilon)}. Answer the queries from a summary released before; that costs nothing.");
            ledger = ledger with { Releases = [.. ledger.Releases, entry] };
            file.SetLength(0);
            JsonSerializer.Serialize(file, ledger, Json);
            file.Flush(flushToDisk: true);
            return ledger;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path}: the ledger cannot be read and written ({error.Message.TrimEnd('.')}). Nothing was released.", error);
        }
    }

    private static PrivacyLedger Begin(string path, double? budget, FileStream file)
    {
        if (budget is { } given) return new PrivacyLedger(given, []);
        file.Dispose();
        File.Delete(path);
        throw new ToolException($"{path}: there is no ledger yet. Set the ε that all releases from this data set may spend together with --budget.");
    }

    private static PrivacyLedger Read(string path, FileStream file)
    {
        try
        {
            var ledger = JsonSerializer.Deserialize<PrivacyLedger>(file, Json);
            if (ledger is { Budget: > 0, Releases: not null } && double.IsFinite(ledger.Budget) && ledger.Releases.All(release => release is { Epsilon: > 0 })) return ledger;
        }
        catch (JsonException)
        {
            // told below
        }
        throw new ToolException($"{path}: this is no ledger of releases, or it is damaged. Nothing was released; restore the file or name another.");
    }

    private static string Show(double value) => Numbers.Short(value);
}

/// <summary>One release.</summary>
/// <param name="Epsilon">ε.</param>
/// <param name="What">What was released.</param>
/// <param name="At">When, in universal time.</param>
internal sealed record LedgerEntry(double Epsilon, string What, DateTime At);
