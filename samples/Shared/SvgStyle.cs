namespace Generated.Samples;

/// <summary>How the samples' pictures look. Blue and orange are told apart by colour-blind readers too; the ten digits' colours stand beside the digits themselves.</summary>
internal static class SvgStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        <style>
        text { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", sans-serif; font-size: 14px; fill: #1d2125; }
        .title { font-size: 25px; font-weight: 650; }
        .subtitle { font-size: 15px; fill: #4d555d; }
        .heading { font-size: 16px; font-weight: 650; text-anchor: middle; }
        .row { font-size: 18px; font-weight: 650; text-anchor: end; }
        .side { font-size: 13px; fill: #4d555d; text-anchor: end; }
        .detail { font-size: 13px; fill: #4d555d; text-anchor: middle; }
        .detail.side { text-anchor: end; }
        .caption { font-size: 13.5px; text-anchor: middle; }
        .good { fill: #1b6e3c; font-weight: 600; }
        .bad { fill: #b3261e; font-weight: 600; }
        .tick { font-size: 12px; fill: #5d656d; }
        .tick.below { text-anchor: middle; }
        .tick.beside { text-anchor: end; }
        .frame { fill: none; stroke: #8a929a; }
        .panel { fill: #fdf0e1; }
        .plain { fill: #f6f7f8; }
        .region { fill: #bcd7f0; shape-rendering: crispEdges; }
        .grid { stroke: #dfe3e6; }
        .boundary { stroke: #1d2125; stroke-width: 2.5; stroke-linecap: round; }
        .hidden { stroke: #6b4ea0; stroke-width: 1.5; stroke-dasharray: 5 4; }
        .faint { stroke: #6b4ea0; stroke-width: 0.75; stroke-opacity: 0.45; }
        .curve { fill: none; stroke-width: 2.25; stroke-linejoin: round; }
        .first { stroke: #2166ac; }
        .second { stroke: #b4560a; }
        .third { stroke: #6b4ea0; }
        .target { fill: none; stroke: #1d2125; stroke-width: 1.5; stroke-dasharray: 2 4; }
        .one { fill: #2166ac; stroke: #ffffff; stroke-width: 1.5; }
        .zero { fill: #ffffff; stroke: #b4560a; stroke-width: 3; }
        .dot { stroke: #ffffff; stroke-width: 0.4; }
        .dot.one { fill: #2166ac; stroke-width: 0.4; }
        .dot.zero { fill: #d9741a; stroke: #ffffff; stroke-width: 0.4; }
        .section { font-size: 19px; font-weight: 650; }
        .start { font-weight: 650; }
        .start.detail { font-weight: 400; text-anchor: start; }
        .pixel { shape-rendering: crispEdges; }
        .image { fill: none; stroke: #c3c9ce; }
        .digit { font-size: 12px; font-weight: 700; text-anchor: middle; }
        .d0 { fill: #2166ac; }
        .d1 { fill: #d9741a; }
        .d2 { fill: #1b8a4a; }
        .d3 { fill: #c62828; }
        .d4 { fill: #7b4fb5; }
        .d5 { fill: #7a4a32; }
        .d6 { fill: #d6569c; }
        .d7 { fill: #5d656d; }
        .d8 { fill: #8f8a00; }
        .d9 { fill: #0899a8; }
        .wrong { fill: none; stroke: #b3261e; stroke-width: 3; }
        </style>

        """;
}
