namespace Praxis.Lab;

/// <summary>The style of the HTML report: the system's fonts, one accent, light and dark, and paper.</summary>
internal static class HtmlStyle
{
    public const string Sheet = """
        :root { --ink: #1c1e21; --quiet: #5b6168; --line: #d8dce0; --ground: #fff; --panel: #f6f7f8; --accent: #1f5fbf; --holds: #1a7f4b; --fails: #b3261e; --open: #8a6100; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e6e8ea; --quiet: #a0a7ae; --line: #3a4046; --ground: #15181b; --panel: #1d2125; --accent: #7fb0ff; --holds: #5fcf95; --fails: #ff8f86; --open: #e3b550; }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 52rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
        h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; text-wrap: balance; }
        h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; padding-bottom: .25rem; border-bottom: 1px solid var(--line); }
        p { margin: .5rem 0; max-width: 70ch; }
        small, .by, .reach, dt, caption { color: var(--quiet); }
        small { font-size: .875rem; }
        .notice { border: 1px solid var(--open); border-left-width: 4px; padding: .5rem .75rem; }
        .claim { border-left: 4px solid var(--line); padding: .25rem 0 .25rem 1rem; margin: 1.5rem 0; break-inside: avoid; }
        .claim.holds { border-color: var(--holds); } .claim.holds .sign, .claim.holds .verdict strong { color: var(--holds); }
        .claim.fails { border-color: var(--fails); border-left-style: double; } .claim.fails .sign, .claim.fails .verdict strong { color: var(--fails); }
        .claim.inconclusive { border-color: var(--open); border-left-style: dashed; } .claim.inconclusive .sign, .claim.inconclusive .verdict strong { color: var(--open); }
        .id { color: var(--quiet); margin-right: .25rem; } .sign { font-weight: 700; } .reach { margin-left: .5rem; }
        .says { font-size: 1.05rem; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: .75rem 0 0; }
        dd { margin: 0; max-width: 65ch; overflow-wrap: anywhere; }
        .number { font-variant-numeric: tabular-nums; } @media (min-width: 36rem) { strong.number { white-space: nowrap; } }
        figure { margin: 1.5rem 0; break-inside: avoid; } figure svg { width: 100%; height: auto; } figcaption { font-weight: 600; margin-bottom: .5rem; }
        .wide { overflow-x: auto; margin: 1rem 0; }
        table { border-collapse: collapse; font-size: .9rem; } caption { text-align: left; padding-bottom: .5rem; }
        th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        th.number, td.number { text-align: right; }
        @media (max-width: 36rem) { dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: .5rem; } }
        @media print { body { font-size: 10.5pt; } main { max-width: none; padding: 0; } .wide { overflow: visible; } }
        """;
}
