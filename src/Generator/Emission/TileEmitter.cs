using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>
/// Writes the tiles: the innermost kernels, whose sums fill the registers. A tile is written once and inlined where it is
/// used, with sizes and strides as constants. It has at most 32 locals, past which the JIT does not inline.
/// </summary>
internal sealed class TileEmitter(NetworkPlan plan)
{
    private readonly string _type = plan.Type();

    /// <summary>The elements of 128 bits.</summary>
    private int Quarter => plan.QuarterLaneCount;

    /// <summary>Writes every tile, by name.</summary>
    public void Write(SourceWriter writer)
    {
        foreach (TilePlan tile in plan.ProductTiles.OrderBy(tile => Words.Name(tile.Shape, _type), StringComparer.Ordinal))
            WriteProduct(writer, tile);
        foreach (TilePlan tile in plan.DotTiles.OrderBy(tile => Words.DotName(tile.Shape), StringComparer.Ordinal))
            WriteDots(writer, tile);
    }

    private void WriteProduct(SourceWriter writer, TilePlan use)
    {
        TileShape tile = use.Shape;
        string parts = tile.Parts == 1 ? "" : $", each sum in {Words.Count(tile.Parts, "part")} that alternate: {(tile.Parts == 2 ? "A and B" : "A to D")}";
        string reading = tile.Reading switch
        {
            TileReading.Spread => " Broadcast values are loaded 128 bits at a time: a single row is limited by its loads.",
            TileReading.Streamed => " The weights exceed the nearest cache and are asked for ahead of time.",
            _ => "",
        };
        writer.Line();
        writer.Line($"/// <summary>{Words.Count(tile.Rows, "row")} × {Words.Count(tile.Vectors, "vector")} of a product{parts}.{reading}</summary>");
        using SourceWriter.Block tileType = writer.Open($"file readonly struct {Words.Name(tile, _type)} : IProductTile<{_type}>");
        writer.Line($"public static int Rows => {tile.Rows};");
        writer.Line($"public static int Vectors => {tile.Vectors};");
        writer.Line();
        writer.Line($"""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static void IProductTile<{_type}>.Compute<TVector, TEpilogue>(
                ref {_type} a, nuint aRow, nuint aStep, ref {_type} b, nuint bStep, nuint count,
                ref {_type} start, nuint startRow, ref {_type} c, nuint cRow, ref {_type} companion)
            """);
        using SourceWriter.Block body = writer.Open();
        if (tile.Vectors > 1 || tile.Reading == TileReading.Streamed)
            writer.Line("nuint lanes = (nuint)TVector.Count;");
        for (int row = 0; row < tile.Rows; row++)
        {
            writer.Line($"TVector {string.Join(", ", Vectors(tile).Select(vector =>
                $"{Sum(tile, row, vector, 0)} = TVector.Load(ref start, {Offset("startRow", row, vector)})"))};");
        }

        for (int part = 1; part < tile.Parts; part++)
        {
            writer.Line($"TVector {string.Join(", ", Enumerable.Range(0, tile.Rows)
                .SelectMany(row => Vectors(tile).Select(vector => $"{Sum(tile, row, vector, part)} = TVector.Zero")))};");
        }

        string columns = string.Concat(tile.Rows == 1 ? [] : Vectors(tile).Select(vector => $", b{vector}"));
        writer.Line($"TVector x{(tile.Reading == TileReading.Spread ? ", inputs" : "")}{columns};");
        WriteLoop(writer, tile, use.Step, spread: tile.Reading == TileReading.Spread);
        if (use.LeavesParts && tile.Parts < use.Step)
            WriteLoop(writer, tile, tile.Parts, spread: false);
        if (use.LeavesTerms)
        {
            writer.Line();
            if (tile.Parts > 1)
                writer.Line("// What is left over goes to part A.");
            WriteLoop(writer, tile, 1, spread: false);
        }

        writer.Line();
        for (int row = 0; row < tile.Rows && tile.Parts > 1; row++)
        {
            foreach (int vector in Vectors(tile))
            {
                string Part(int part) => Sum(tile, row, vector, part);
                writer.Line(tile.Parts == 2
                    ? $"{Part(0)} += {Part(1)};"
                    : $"{Part(0)} = ({Part(0)} + {Part(1)}) + ({Part(2)} + {Part(3)});");
            }
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            for (int vector = 0; vector < tile.Vectors; vector += 4)
            {
                IEnumerable<string> sums = Enumerable.Range(vector, Math.Min(4, tile.Vectors - vector)).Select(v => Sum(tile, row, v, 0));
                writer.Line($"Tiles.Store<TVector, TEpilogue, {_type}>(ref c, ref companion, {Offset("cRow", row, vector)}, {string.Join(", ", sums)});");
            }
        }
    }

    /// <summary>The loop that takes so many terms of each sum at a time.</summary>
    private void WriteLoop(SourceWriter writer, TileShape tile, int step, bool spread)
    {
        using (writer.Open(step == 1 ? "for (; count != 0; count--)" : $"for (; count >= {step}; count -= {step})"))
        {
            for (int term = 0; term < step; term++)
                WriteTerms(writer, tile, term, spread);
            string steps = step == 1 ? "" : $"{step} * ";
            writer.Line($"a = ref Unsafe.Add(ref a, {steps}aStep);");
            writer.Line($"b = ref Unsafe.Add(ref b, {steps}bStep);");
        }
    }

    /// <summary>The products of one term with all rows and vectors.</summary>
    private void WriteTerms(SourceWriter writer, TileShape tile, int term, bool spread)
    {
        string Column(int vector)
        {
            string[] offsets = [.. new[] { Scaled(term, "bStep"), Lanes(vector) }.Where(offset => offset.Length > 0)];
            return $"TVector.Load(ref b{(offsets.Length == 0 ? "" : ", " + string.Join(" + ", offsets))})";
        }

        // With several rows, a vector is loaded once for all of them.
        if (tile.Rows > 1)
            writer.Line(string.Join(" ", Vectors(tile).Select(vector => $"b{vector} = {Column(vector)};")));
        if (spread && term % Quarter == 0)
            writer.Line($"inputs = TVector.LoadRepeated({Words.At("a", term)});");
        for (int row = 0; row < tile.Rows; row++)
        {
            string[] offsets = [.. new[] { Scaled(row, "aRow"), Scaled(term, "aStep") }.Where(offset => offset.Length > 0)];
            string broadcast = spread ? $"x = TVector.Spread(inputs, {term % Quarter});"
                : $"x = TVector.{(offsets.Length == 0 ? "Create(a)" : $"Broadcast(ref a, {string.Join(" + ", offsets)})")};";
            IEnumerable<string> products = Vectors(tile).Select(vector =>
                $"{Sum(tile, row, vector, term % tile.Parts)}.AddProduct(x, {(tile.Rows > 1 ? $"b{vector}" : Column(vector))});");
            if (tile.Rows > 1)
            {
                writer.Line($"{broadcast} {string.Join(" ", products)}");
                continue;
            }

            writer.Line(broadcast);
            foreach ((string product, int vector) in products.Select((product, vector) => (product, vector)))
            {
                writer.Line(product);
                if (tile.Reading == TileReading.Streamed)
                {
                    string[] steps = [Scaled(term, "bStep"), $"{TilePlan.PrefetchVectors + vector} * lanes"];
                    writer.Line($"Processor.Prefetch(ref b, {string.Join(" + ", steps.Where(offset => offset.Length > 0))});");
                }
            }
        }
    }

    private static string Scaled(int factor, string stride) => factor == 0 ? "" : factor == 1 ? stride : $"{factor} * {stride}";

    private void WriteDots(SourceWriter writer, TilePlan use)
    {
        TileShape tile = use.Shape;
        writer.Line();
        writer.Line($"/// <summary>The dot products of {Words.Count(tile.Rows, "row")} with {Words.Count(tile.Vectors, "unit")}.</summary>");
        using SourceWriter.Block tileType = writer.Open($"file readonly struct {Words.DotName(tile)} : IDotTile<{_type}>");
        writer.Line($"public static int Rows => {tile.Rows};");
        writer.Line($"public static int Units => {tile.Vectors};");
        writer.Line();
        writer.Line($"""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            static void IDotTile<{_type}>.Compute<TBlock, TEpilogue>(
                ref {_type} a, ref {_type} b, nuint count, ref {_type} start, ref {_type} c, nuint cRow, ref {_type} companion)
            """);
        using SourceWriter.Block body = writer.Open();
        for (int row = 0; row < tile.Rows; row++)
            writer.Line($"TBlock {string.Join(", ", Vectors(tile).Select(unit => $"{Sum(tile, row, unit, 0)} = TBlock.Zero"))};");
        writer.Line($"TBlock x{string.Concat(tile.Rows == 1 ? [] : Vectors(tile).Select(unit => $", b{unit}"))};");
        using (writer.Open("for (nuint k = 0; k + (nuint)TBlock.Count <= count; k += (nuint)TBlock.Count)"))
        {
            string Row(string matrix, string stride, int index) =>
                $"TBlock.Load(ref {matrix}, {(index == 0 ? "" : index == 1 ? $"{stride} + " : $"{index} * {stride} + ")}k)";
            if (tile.Rows > 1)
            {
                foreach (int unit in Vectors(tile))
                    writer.Line($"b{unit} = {Row("b", "count", unit)};");
            }

            for (int row = 0; row < tile.Rows; row++)
            {
                writer.Line($"x = {Row("a", "count", row)};");
                foreach (int unit in Vectors(tile))
                {
                    string sum = Sum(tile, row, unit, 0);
                    writer.Line($"{sum}.AddProduct(x, {(tile.Rows > 1 ? $"b{unit}" : Row("b", "count", unit))});");
                }
            }
        }

        writer.Line();
        for (int row = 0; row < tile.Rows; row++)
        {
            // Four at once where lanes can be exchanged between them; the others one by one.
            int unit = 0;
            for (; use.FoldsFour && unit + 4 <= tile.Vectors; unit += 4)
                WriteStore("StoreFourDots<TBlock, TEpilogue>", row, unit, 4);
            for (; unit < tile.Vectors; unit++)
                WriteStore($"StoreDot<TBlock, TEpilogue, {_type}>", row, unit, 1);
        }

        void WriteStore(string method, int row, int unit, int count)
        {
            string sums = string.Join(", ", Enumerable.Range(unit, count).Select(u => Sum(tile, row, u, 0)));
            string offset = string.Join(" + ", new[] { Times(row, "cRow"), Words.Number(unit) }.Where(term => term != "0").DefaultIfEmpty("0"));
            string rest = use.LeavesTerms ? $"{Words.At("a", Times(row, "count"))}, {Words.At("b", Times(unit, "count"))}, count, " : "";
            writer.Line($"Tiles.{method}({sums}, {rest}{Words.At("start", unit)}, ref c, ref companion, {offset});");
        }
    }

    private static IEnumerable<int> Vectors(TileShape tile) => Enumerable.Range(0, tile.Vectors);

    private static string Sum(TileShape tile, int row, int vector, int part) =>
        $"r{row}v{vector}{(tile.Parts == 1 ? "" : $"{(char)('A' + part)}")}";

    private static string Lanes(int vector) => vector == 0 ? "" : vector == 1 ? "lanes" : $"{vector} * lanes";

    private static string Times(int factor, string stride) => factor == 0 ? "0" : factor == 1 ? stride : $"{factor} * {stride}";

    private static string Offset(string stride, int row, int vector)
    {
        string[] terms = [.. new[] { row == 0 ? "" : Times(row, stride), Lanes(vector) }.Where(term => term.Length > 0)];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }
}
