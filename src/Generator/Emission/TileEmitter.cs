using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>
/// Writes the tiles: the innermost kernels, whose sums fill the registers. A tile is written once and inlined where it is
/// used, with sizes and strides as constants. It has at most 32 locals, past which the JIT does not inline.
/// </summary>
internal sealed class TileEmitter(string type)
{
    private readonly SortedDictionary<string, TileShape> _products = new(System.StringComparer.Ordinal);
    private readonly SortedDictionary<string, TileShape> _dots = new(System.StringComparer.Ordinal);

    /// <summary>The name of a product tile, which thereby gets written.</summary>
    public string Product(TileShape tile)
    {
        _products[Words.Name(tile)] = tile;
        return Words.Name(tile);
    }

    /// <summary>The name of a tile of dot products, which thereby gets written.</summary>
    public string Dots(TileShape tile)
    {
        _dots[Words.DotName(tile)] = tile;
        return Words.DotName(tile);
    }

    /// <summary>Writes every tile that was named.</summary>
    public void Write(SourceWriter writer)
    {
        foreach (KeyValuePair<string, TileShape> tile in _products)
            WriteProduct(writer, tile.Key, tile.Value);
        foreach (KeyValuePair<string, TileShape> tile in _dots)
            WriteDots(writer, tile.Key, tile.Value);
    }

    private void WriteProduct(SourceWriter writer, string name, TileShape tile)
    {
        string parts = tile.Parts == 1 ? "" : $", each sum in {Words.Count(tile.Parts, "part")} that alternate";
        writer.Line();
        writer.Line($"/// <summary>{Words.Capitalised(Words.Count(tile.Rows, "row"))} by {Words.Count(tile.Vectors, "vector")} of a product{parts}.</summary>");
        using SourceWriter.Block tileType = writer.Open($"file readonly struct {name} : IProductTile<{type}>");
        writer.Line($"public static int Rows => {tile.Rows};");
        writer.Line();
        writer.Line($"public static int Vectors => {tile.Vectors};");
        writer.Line();
        writer.Line($"""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static void Compute<TVector, TEpilogue>(
                ref {type} a, nuint aRow, nuint aStep, ref {type} b, nuint bStep, nuint count,
                ref {type} start, nuint startRow, ref {type} c, nuint cRow, ref {type} companion)
                where TVector : struct, ISimd<TVector, {type}>
                where TEpilogue : struct, IEpilogue
            """);
        using SourceWriter.Block body = writer.Open();
        for (int row = 0; row < tile.Rows; row++)
        {
            writer.Line($"TVector {string.Join(", ", Vectors(tile).Select(vector =>
                $"{Sum(tile, row, vector, 0)} = TVector.Load(ref start, {Offset("startRow", row, vector)})"))};");
        }

        for (int part = 1; part < tile.Parts; part++)
        {
            for (int row = 0; row < tile.Rows; row++)
                writer.Line($"TVector {string.Join(", ", Vectors(tile).Select(vector => $"{Sum(tile, row, vector, part)} = TVector.Zero"))};");
        }

        writer.Line($"TVector x{string.Concat(tile.Rows == 1 ? [] : Vectors(tile).Select(vector => $", b{vector}"))};");
        if (tile.Parts == 1)
        {
            using (writer.Open("for (; count != 0; count--)"))
            {
                WriteTerms(writer, tile, part: 0);
                WriteAdvance(writer, "");
            }
        }
        else
        {
            using (writer.Open($"for (; count >= {tile.Parts}; count -= {tile.Parts})"))
            {
                for (int part = 0; part < tile.Parts; part++)
                    WriteTerms(writer, tile, part);
                WriteAdvance(writer, $"{tile.Parts} * ");
            }

            writer.Line();
            writer.Line("// What is left over goes to part 0.");
            using (writer.Open("for (; count != 0; count--)"))
            {
                WriteTerms(writer, tile, part: 0);
                WriteAdvance(writer, "");
            }

            writer.Line();
            for (int row = 0; row < tile.Rows; row++)
            {
                foreach (int vector in Vectors(tile))
                {
                    string Part(int part) => Sum(tile, row, vector, part);
                    writer.Line(tile.Parts == 2
                        ? $"{Part(0)} += {Part(1)};"
                        : $"{Part(0)} = ({Part(0)} + {Part(1)}) + ({Part(2)} + {Part(3)});");
                }
            }
        }

        writer.Line();
        for (int row = 0; row < tile.Rows; row++)
        {
            foreach (int vector in Vectors(tile))
                writer.Line($"Tiles.Store<TVector, TEpilogue, {type}>({Sum(tile, row, vector, 0)}, ref c, ref companion, {Offset("cRow", row, vector)});");
        }
    }

    /// <summary>The products of one k (within one part) with all rows and vectors.</summary>
    private static void WriteTerms(SourceWriter writer, TileShape tile, int part)
    {
        string Scaled(string step) => part == 0 ? "" : part == 1 ? step : $"{part} * {step}";
        string Column(int vector)
        {
            string[] offsets = [.. new[] { Scaled("bStep"), Lanes(vector) }.Where(offset => offset.Length > 0)];
            return $"TVector.Load(ref b{(offsets.Length == 0 ? "" : ", " + string.Join(" + ", offsets))})";
        }

        // With several rows, a vector is loaded once for all of them.
        if (tile.Rows > 1)
        {
            foreach (int vector in Vectors(tile))
                writer.Line($"b{vector} = {Column(vector)};");
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            string rowOffset = row == 0 ? "" : row == 1 ? "aRow" : $"{row} * aRow";
            string[] offsets = [.. new[] { rowOffset, Scaled("aStep") }.Where(offset => offset.Length > 0)];
            writer.Line($"x = TVector.Create({(offsets.Length == 0 ? "a" : $"Unsafe.Add(ref a, {string.Join(" + ", offsets)})")});");
            foreach (int vector in Vectors(tile))
            {
                string sum = Sum(tile, row, vector, part);
                writer.Line($"{sum} = TVector.MultiplyAdd(x, {(tile.Rows > 1 ? $"b{vector}" : Column(vector))}, {sum});");
            }
        }
    }

    private static void WriteAdvance(SourceWriter writer, string steps)
    {
        writer.Line($"a = ref Unsafe.Add(ref a, {steps}aStep);");
        writer.Line($"b = ref Unsafe.Add(ref b, {steps}bStep);");
    }

    private void WriteDots(SourceWriter writer, string name, TileShape tile)
    {
        writer.Line();
        writer.Line($"/// <summary>Dot products of {Words.Count(tile.Rows, "row")} with {Words.Count(tile.Vectors, "unit")}.</summary>");
        using SourceWriter.Block tileType = writer.Open($"file readonly struct {name} : IDotTile<{type}>");
        writer.Line($"public static int Rows => {tile.Rows};");
        writer.Line();
        writer.Line($"public static int Units => {tile.Vectors};");
        writer.Line();
        writer.Line($"""
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            public static void Compute<TBlock, TEpilogue>(
                ref {type} a, ref {type} b, nuint count, ref {type} start, nuint startStep, ref {type} c, nuint cRow, ref {type} companion)
                where TBlock : struct, ISimdBlock<TBlock, {type}>
                where TEpilogue : struct, IEpilogue
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
                    writer.Line($"{sum} = TBlock.MultiplyAdd(x, {(tile.Rows > 1 ? $"b{unit}" : Row("b", "count", unit))}, {sum});");
                }
            }
        }

        writer.Line();
        for (int row = 0; row < tile.Rows; row++)
        {
            // Four at once where lanes can be exchanged between them; the others one by one.
            int unit = 0;
            for (; type == "float" && unit + 4 <= tile.Vectors; unit += 4)
            {
                writer.Line($"Tiles.StoreFourDots<TBlock, TEpilogue>(\n    {string.Join(", ", Enumerable.Range(unit, 4).Select(u => Sum(tile, row, u, 0)))}, {DotArguments(row, unit, "startStep, ")});");
            }

            for (; unit < tile.Vectors; unit++)
                writer.Line($"Tiles.StoreDot<TBlock, TEpilogue, {type}>({Sum(tile, row, unit, 0)}, {DotArguments(row, unit, "")});");
        }
    }

    private static string DotArguments(int row, int unit, string startStep)
    {
        string start = startStep.Length == 0 ? unit == 0 ? "start" : $"Unsafe.Add(ref start, {Times(unit, "startStep")})" : Words.At("start", Times(unit, "startStep"));
        string offset = string.Join(" + ", new[] { Times(row, "cRow"), Words.Number(unit) }.Where(term => term != "0").DefaultIfEmpty("0"));
        return $"{Words.At("a", Times(row, "count"))}, {Words.At("b", Times(unit, "count"))}, count, {start}, {startStep}ref c, ref companion, {offset}";
    }

    private static IEnumerable<int> Vectors(TileShape tile) => Enumerable.Range(0, tile.Vectors);

    private static string Sum(TileShape tile, int row, int vector, int part) =>
        $"sum{(tile.Rows > 10 ? $"{row:00}" : $"{row}")}{vector}{(tile.Parts == 1 ? "" : $"Part{part}")}";

    private static string Lanes(int vector) => vector == 0 ? "" : vector == 1 ? "(nuint)TVector.Count" : $"{vector} * (nuint)TVector.Count";

    private static string Times(int factor, string stride) => factor == 0 ? "0" : factor == 1 ? stride : $"{factor} * {stride}";

    private static string Offset(string stride, int row, int vector)
    {
        string[] terms = [.. new[] { row == 0 ? "" : Times(row, stride), Lanes(vector) }.Where(term => term.Length > 0)];
        return terms.Length == 0 ? "0" : string.Join(" + ", terms);
    }
}
