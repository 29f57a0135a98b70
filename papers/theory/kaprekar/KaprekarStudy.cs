using System.Numerics;
using Praxis.Lab;

namespace Praxis.Papers.Theory.Kaprekar;

/// <summary>
/// Enumerates every three-digit number of every base up to a limit, and every multiset of digits in base 10 up to a limit of digits.
/// All counts are exact, so the seeds play no part. The baseline of the measured counts is the closed theory of three digits.
/// </summary>
[Paper("kaprekar")]
public sealed class KaprekarStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var largestBase = context.Pick(smoke: 16, small: 40, full: 64);
        var mostDigits = context.Pick(smoke: 7, small: 10, full: 12);
        var found = new FindingsBuilder();

        var tables = new List<StepTable>();
        for (var b = 2; b <= largestBase; b++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"three digits, base {b}", 0.6 * (b - 1) / (largestBase - 1));
            tables.Add(StepTable.Enumerate(b));
        }
        CheckConstants(found, tables, largestBase);
        CheckModes(found, tables);
        CheckDifferences(found, tables);

        var decimalMaps = new List<KaprekarMap>();
        for (var d = 2; d <= mostDigits; d++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"base 10, {d} digits", 0.6 + 0.4 * (d - 2) / (mostDigits - 1));
            decimalMaps.Add(KaprekarMap.Of(new KaprekarRoutine(10, d)));
        }
        CheckDecimal(found, decimalMaps, mostDigits);

        found.Add(KaprekarFigures.Histograms(tables));
        found.Add(KaprekarFigures.SpreadMap(largestBase));
        found.Add(KaprekarFigures.Tree6174());
        found.Add(FourDigitTable(context.Pick(smoke: 10, small: 20, full: 40), cancel));
        found.Remark("Steps are counted to the first arrival: the constant itself needs 0 steps. A convention that counts the confirming repeat shifts every count by one.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1: every number ends where the formula says.</summary>
    private static void CheckConstants(FindingsBuilder found, List<StepTable> tables, int largestBase)
    {
        long exceptions = 0;
        foreach (var table in tables)
            exceptions += ThreeDigits.Constant(table.Base) is { } constant
                ? table.Numbers - (table.Arrivals.TryGetValue([constant], out var arrived) ? arrived : 0)
                : table.Arrivals.Where(attractor => attractor.Key.Count != 2).Sum(attractor => attractor.Value);
        found.Observe("C1", "exceptions", $"bases 2 to {largestBase}", 0, exceptions);
        found.Remark($"C1 was enumerated on all {tables.Sum(table => table.Numbers):N0} three-digit numbers of bases 2 to {largestBase}; the closed form K* = (B/2)(B² − 1) follows for every even base from s′ = max(B − s, s − 1).");
    }

    /// <summary>C2: the most common number of steps, counted with and without numbers that start with 0.</summary>
    private static void CheckModes(FindingsBuilder found, List<StepTable> tables)
    {
        var even = tables.Where(table => int.IsEvenInteger(table.Base)).ToList();
        found.Observe("C2", "other-mode", "leading zeros allowed", 0, even.Count(table => table.Mode(leadingZeros: true) != 3));
        found.Observe("C2", "other-mode", "first digit not 0", 0, even.Count(table => table.Mode(leadingZeros: false) != 3));
        found.Add(new FindingsTable(
            "Most common number of steps to the constant (even bases) or to the cycle (odd bases), three digits",
            ["base", "ends at", "mode, leading zeros allowed", "mode, first digit not 0", "most steps"],
            [.. tables.Select(table => (IReadOnlyList<string>)
            [
                $"{table.Base}",
                ThreeDigits.Constant(table.Base) is { } constant ? $"{constant}" : "a cycle of two",
                $"{table.Mode(leadingZeros: true)}", $"{table.Mode(leadingZeros: false)}", $"{table.All.Keys.Max()}",
            ])]));
        var others = even.Where(table => table.Mode(leadingZeros: true) != 3).Select(table => table.Base).ToList();
        found.Remark($"Three steps is the most common count in every even base enumerated except {string.Join(" and ", others)}, where it is one step.");
    }

    /// <summary>C4: count(t) − count(t+1) = 24t for t ≥ 2, whatever the base.</summary>
    private static void CheckDifferences(FindingsBuilder found, List<StepTable> tables)
    {
        int entries = 0, violations = 0;
        foreach (var table in tables.Where(table => int.IsEvenInteger(table.Base)))
            for (var t = 2; t + 1 <= table.Base / 2; t++)
            {
                entries++;
                if (table.All.GetValueOrDefault(t + 1) - table.All.GetValueOrDefault(t + 2) != 24L * t) violations++;
            }
        found.Observe("C4", "differences", $"{entries} entries", 0, violations);
        found.Remark("C4 tests our reading of the recurring pattern: along a row of the table neighbouring counts differ by 24t, the same numbers in every even base. Which pattern the paper calls Pascal-like is not certain.");
    }

    /// <summary>C3: the constants of base 10.</summary>
    private static void CheckDecimal(FindingsBuilder found, List<KaprekarMap> maps, int mostDigits)
    {
        found.Observe("C3", "differing-lengths", $"2 to {mostDigits} digits", 0, maps.Count(map => map.Constant != (map.Routine.Length switch
        {
            3 => 495,
            4 => 6174,
            _ => (BigInteger?)null,
        })));
        found.Add(new FindingsTable(
            "Base 10: where numbers end",
            ["digits", "fixed points", "cycles (length × how many)", "most steps", "largest basin"],
            [.. maps.Select(map => (IReadOnlyList<string>)
            [
                $"{map.Routine.Length}",
                string.Join(", ", map.Attractors.Where(a => a.Cycle.Count == 1).Select(a => $"{a.Cycle[0]}")) is { Length: > 0 } points ? points : "none",
                string.Join(", ", map.Attractors.Where(a => a.Cycle.Count > 1).GroupBy(a => a.Cycle.Count).Select(g => $"{g.Key} × {g.Count()}")) is { Length: > 0 } cycles ? cycles : "none",
                $"{map.Attractors.Max(a => a.StepCounts.Keys.Max())}",
                $"{100.0 * (double)map.Attractors.Max(a => a.Basin) / (double)map.Attractors.Aggregate(BigInteger.Zero, (sum, a) => sum + a.Basin):0.0} %",
            ])]));
        found.Remark($"C3 was looked at up to {mostDigits} digits; more digits are not covered by the enumeration.");
    }

    private static FindingsTable FourDigitTable(int largestBase, CancellationToken cancel)
    {
        var rows = new List<IReadOnlyList<string>>();
        for (var b = 2; b <= largestBase; b++)
        {
            cancel.ThrowIfCancellationRequested();
            var map = KaprekarMap.Of(new KaprekarRoutine(b, 4));
            if (map.Constant is { } constant)
                rows.Add([$"{b}", $"{constant}", $"{map.Attractors[0].StepCounts.Keys.Max()}"]);
        }
        return new FindingsTable($"Bases up to {largestBase} with a four-digit constant", ["base", "constant", "most steps"], rows);
    }
}
