namespace Generated.Samples.Digits;

/// <summary>How the report looks: one column on a phone, two on a screen, light or dark as the reader's system is.</summary>
internal static class ReportStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root {
          --page: #fcfcfa; --paper: #f1f1ec; --text: #1d2125; --quiet: #5d656d; --line: #dcdcd5;
          --blue: #2166ac; --red: #c0392b; --orange: #b4560a; --on-colour: #ffffff;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #15181b; --paper: #202529; --text: #e6e8ea; --quiet: #9ba5ae; --line: #343b41;
            --blue: #6db3f2; --red: #f2796b; --orange: #f0a04b; --on-colour: #10151a;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0; background: var(--page); color: var(--text);
          font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif;
          font-variant-numeric: tabular-nums;
        }
        main { max-width: 1120px; margin: 0 auto; padding: 48px 24px 32px; }
        h1 { margin: 0; font-size: 2.1rem; line-height: 1.15; letter-spacing: -0.02em; font-weight: 650; text-wrap: balance; }
        h2 { margin: 0; font-size: 1.2rem; letter-spacing: -0.01em; font-weight: 650; }
        .summary { margin: 10px 0 0; max-width: 46em; font-size: 1.1rem; color: var(--quiet); }
        .note { margin: 2px 0 14px; max-width: 40em; font-size: 0.9rem; color: var(--quiet); }
        .note b { font-weight: 600; }
        section { margin-top: 44px; }
        svg { display: block; width: 100%; height: auto; }

        .facts {
          display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 18px 28px;
          margin: 32px 0 0; padding: 22px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line);
        }
        .facts dt { font-size: 0.82rem; color: var(--quiet); }
        .facts dd { margin: 1px 0 0; font-weight: 600; overflow-wrap: anywhere; }

        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 0 48px; }
        section.pair { row-gap: 36px; }

        svg text { font-size: 14px; fill: var(--text); }
        svg .tick, svg .label { fill: var(--quiet); font-size: 13.5px; }
        .grid { stroke: var(--line); }
        .axis { stroke: var(--quiet); }
        .curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round; }
        .curve.first { stroke: var(--blue); stroke-dasharray: 1 5; stroke-width: 2.75; }
        .curve.second { stroke: var(--orange); }
        .point.first, svg .value.first { fill: var(--blue); }
        .point.second, svg .value.second { fill: var(--orange); }
        svg .value { font-weight: 600; }
        .strip { fill: transparent; }
        .strip:hover { fill: var(--quiet); fill-opacity: 0.15; }

        .matrix { max-width: 540px; }
        .matrix .class { font-weight: 600; }
        .cell { fill: var(--paper); }
        rect.right { fill: var(--blue); }
        rect.wrong { fill: var(--orange); }
        b.right { color: var(--blue); }
        b.wrong { color: var(--orange); }
        svg .count.strong { fill: var(--on-colour); font-weight: 600; }

        .gallery { display: grid; grid-template-columns: repeat(auto-fill, minmax(76px, 1fr)); gap: 16px; }
        .weights { grid-template-columns: repeat(8, 1fr); gap: 16px 24px; }
        figure { margin: 0; }
        figcaption { margin-top: 4px; font-weight: 600; line-height: 1.3; text-align: center; }
        figcaption small { display: block; font-size: 0.8rem; font-weight: 400; color: var(--quiet); }
        .pixels { background: var(--paper); border-radius: 3px; shape-rendering: crispEdges; }
        .pixels .positive { fill: var(--text); }
        .weights .positive { fill: var(--red); }
        .negative { fill: var(--blue); }
        stop.positive { stop-color: var(--red); }
        stop.negative { stop-color: var(--blue); }
        b.positive { color: var(--red); }
        b.negative { color: var(--blue); }
        .scale { max-width: 320px; margin: 18px auto 0; }
        .paper { fill: var(--paper); }

        footer { margin-top: 48px; padding-top: 16px; border-top: 1px solid var(--line); font-size: 0.85rem; color: var(--quiet); }
        @media (max-width: 600px) {
          main { padding: 28px 16px 24px; }
          h1 { font-size: 1.65rem; }
          .facts { grid-template-columns: repeat(2, 1fr); gap: 14px 18px; }
          section { margin-top: 34px; }
          .chart text, .chart .tick, .chart .label { font-size: 16px; }
          .weights { grid-template-columns: repeat(4, 1fr); gap: 12px 14px; }
        }
        @media print { section, figure { break-inside: avoid; } }
        """;
}
