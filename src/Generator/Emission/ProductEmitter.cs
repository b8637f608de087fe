using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>One operand of a product: an expression for its first element and its strides.</summary>
internal readonly record struct Operand(string Name, string RowStride, string StepStride);

/// <summary>
/// A product <c>C = epilogue(start + A·B)</c> in terms of the emitted code. C has <paramref name="Columns"/> columns; each
/// sum has <paramref name="Count"/> terms.
/// </summary>
internal sealed record Product(
    ProductPlan Plan, int Columns, string Count, Operand A, Operand B, Start Start, string C, string Companion, string Epilogue);

/// <summary>What the sums of a product start from.</summary>
internal enum Start
{
    Zero, Bias, C,
}

/// <summary>Writes the loops over tiles that make up a product.</summary>
internal sealed class ProductEmitter(TileEmitter tiles, NetworkPlan network)
{
    private readonly string _type = network.Type();

    /// <summary>The register type for a lane class.</summary>
    public string Register(LaneClass lanes) => lanes switch
    {
        LaneClass.Full => "TVector",
        LaneClass.Bits128 => $"Simd128<{_type}>",
        _ => $"Scalar<{_type}>",
    };

    /// <summary>A product with <c>rows</c> rows, any number of them.</summary>
    public void WriteAnyRows(SourceWriter writer, Product product)
    {
        ForEachRegisterFile(writer, product.Plan, (tile, row, wide) =>
        {
            using (writer.Open($"if (rows >= {tile.Rows})"))
            {
                // Recomputing a few rows in a full tile is faster than computing them one by one.
                writer.Line("// The last tile may overlap the one before it: it computes the same values again.");
                using (writer.Open($"for (nuint done = 0; done < rows; done += {tile.Rows})"))
                {
                    writer.Line($"nuint row = Math.Min(done, rows - {tile.Rows});");
                    WriteColumns(writer, product, tile, wide, "row");
                }
            }

            using (writer.Open("else"))
            {
                using (writer.Open("for (nuint row = 0; row < rows; row++)"))
                    WriteColumns(writer, product, row, wide, "row");
            }
        });
    }

    /// <summary>A product that is added to C, whose number of rows is known. Tiles must not overlap here: nothing may be added twice.</summary>
    public void WriteKnownRows(SourceWriter writer, Product product, int rows)
    {
        ForEachRegisterFile(writer, product.Plan, (tile, leftOver, wide) =>
        {
            int whole = rows / tile.Rows * tile.Rows;
            if (whole == tile.Rows)
            {
                WriteColumnsApart(writer, product, tile, wide, "0");
            }
            else
            {
                using (writer.Open($"for (nuint row = 0; row < {whole}; row += {tile.Rows})"))
                    WriteColumnsApart(writer, product, tile, wide, "row");
            }

            if (leftOver.Rows > 0)
            {
                writer.Line();
                writer.Line($"// {Capitalised(Words.Count(leftOver.Rows, "row"))} left over.");
                WriteColumnsApart(writer, product, leftOver, wide, Words.Number(whole));
            }
        });
    }

    private void ForEachRegisterFile(SourceWriter writer, ProductPlan plan, System.Action<TileShape, TileShape, bool> write)
    {
        if (plan.Lanes != LaneClass.Full)
        {
            write(plan.Narrow, plan.NarrowRow, false);
            return;
        }

        using (writer.Open($"if (TVector.Count == {network.LaneCount})"))
        {
            writer.Line($"// 32 registers: tiles of {Words.Describe(plan.Wide)} vectors.");
            write(plan.Wide, plan.WideRow, true);
        }

        using (writer.Open("else"))
        {
            writer.Line($"// 16 registers: tiles of {Words.Describe(plan.Narrow)} vectors.");
            write(plan.Narrow, plan.NarrowRow, false);
        }
    }

    /// <summary>All columns of a tile's rows; the last tile may overlap the one before it.</summary>
    private void WriteColumns(SourceWriter writer, Product product, TileShape tile, bool wide, string row)
    {
        (string width, bool always, bool once) = Width(product, tile, wide);
        if (once)
        {
            WriteTile(writer, product, tile, row, "0", product.C, $"{product.Columns}");
            return;
        }

        if (always)
        {
            using (writer.Open($"for (nuint column = 0; column < {product.Columns}; column += {width})"))
                WriteTile(writer, product, tile, row, "column", product.C, $"{product.Columns}");
            return;
        }

        using (writer.Open($"for (nuint next = 0; next < {product.Columns}; next += {width})"))
        {
            writer.Line($"nuint column = Math.Min(next, {product.Columns} - {width});");
            WriteTile(writer, product, tile, row, "column", product.C, $"{product.Columns}");
        }
    }

    /// <summary>
    /// All columns of a tile's rows, none of them twice: where they are not a multiple of the tile's width, the last tile
    /// goes to spare memory, and only what the others have not added is copied from there.
    /// </summary>
    private void WriteColumnsApart(SourceWriter writer, Product product, TileShape tile, bool wide, string row)
    {
        (string width, bool always, _) = Width(product, tile, wide);
        if (always)
        {
            WriteColumns(writer, product, tile, wide, row);
            return;
        }

        using (writer.Open())
        {
            writer.Line("nuint column = 0;");
            using (writer.Open($"for (; column + {width} <= {product.Columns}; column += {width})"))
                WriteTile(writer, product, tile, row, "column", product.C, $"{product.Columns}");
            using (writer.Open($"if (column < {product.Columns})"))
            {
                writer.Line($"nuint last = {product.Columns} - {width};");
                WriteTile(writer, product, tile, row, "last", "spare", width, spare: true);
                writer.Line($"CopyRows({Words.At("spare", "column - last")}, {width}, {Words.At(product.C, Sum(Times(row, product.Columns), "column"))}, {product.Columns}, "
                    + $"rows: {tile.Rows}, columns: {product.Columns} - column);");
            }
        }
    }

    private void WriteTile(SourceWriter writer, Product product, TileShape tile, string row, string column, string c, string cRow, bool spare = false)
    {
        string a = Words.At(product.A.Name, Times(row, product.A.RowStride));
        string b = Words.At(product.B.Name, column);
        string place = Sum(Times(row, product.Columns), column);
        string start = product.Start switch
        {
            Start.Zero => "ref zeros, 0",
            Start.Bias => $"{Words.At("bias", column)}, 0",
            _ => $"{Words.At(product.C, place)}, {product.Columns}",
        };
        writer.Line($"{tiles.Product(tile)}<{Register(product.Plan.Lanes)}, {product.Epilogue}>(");
        writer.Line($"    {a}, {product.A.RowStride}, {product.A.StepStride}, {b}, {product.B.StepStride}, {product.Count},");
        writer.Line($"    {start}, {(spare ? "ref spare" : Words.At(c, place))}, {cRow}, {Words.At(product.Companion, place)});");
    }

    /// <summary>The columns of a tile, whether they always divide the product's columns, and whether one tile has them all.</summary>
    private (string Text, bool Always, bool Once) Width(Product product, TileShape tile, bool wide)
    {
        int columns = product.Columns;
        if (wide || product.Plan.Lanes != LaneClass.Full)
        {
            int lanes = wide ? network.LaneCount : product.Plan.Lanes == LaneClass.Bits128 ? network.QuarterLaneCount : 1;
            int width = tile.Vectors * lanes;
            return ($"{width}", columns % width == 0, columns == width);
        }

        // 256 bits or 128: what the wider divides, the narrower does too.
        string text = tile.Vectors == 1 ? "(nuint)TVector.Count" : $"{tile.Vectors} * (nuint)TVector.Count";
        return (text, columns % (tile.Vectors * network.LaneCount / 2) == 0, false);
    }

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static string Times(string row, string stride) => row == "0" ? "0" : stride == "1" ? row : $"{row} * {stride}";

    private static string Times(string row, int stride) => Times(row, Words.Number(stride));

    private static string Sum(string left, string right) => left == "0" ? right : right == "0" ? left : $"{left} + {right}";
}
