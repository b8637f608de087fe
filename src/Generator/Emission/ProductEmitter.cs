using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Planning;

namespace Generated.Generator.Emission;

/// <summary>What happens to B on the way to the tiles.</summary>
internal enum StripMethod
{
    /// <summary>It is taken from where it lies.</summary>
    None,

    /// <summary>It is copied to the memory <c>packed</c>, a strip of a tile's columns at a time.</summary>
    Copy,

    /// <summary>The same, from where it lies transposed.</summary>
    Transpose,
}

/// <summary>Words products: the call of a tile for each register file.</summary>
internal static class ProductEmitter
{
    /// <summary>Writes a product with any number of rows.</summary>
    /// <param name="writer">Receives the statements.</param>
    /// <param name="product">The product.</param>
    /// <param name="type">The floating-point type.</param>
    /// <param name="arguments">The operands.</param>
    /// <param name="strips">What happens to B on the way to the tiles.</param>
    public static void Write(SourceWriter writer, ProductPlan product, string type, string arguments, StripMethod strips = StripMethod.None)
    {
        string method = strips switch { StripMethod.Copy => "Strips.Multiply", StripMethod.Transpose => "Strips.MultiplyTransposed", _ => "Tiles.Multiply" };
        string packed = strips == StripMethod.None ? "" : ", ref packed";
        string Call(TileShape tile, TileShape row) =>
            $"{method}<{Words.Name(tile, type)}, {Words.Name(row, type)}, TVector, {Name(product.Epilogue)}, {type}>(\n    {arguments}{packed});";
        WriteForEachRegisterFile(writer, type, Call(product.Wide, product.WideRow), Call(product.Narrow, product.NarrowRow));
    }

    /// <summary>Writes dot products with any number of rows.</summary>
    /// <param name="writer">Receives the statements.</param>
    /// <param name="dots">The dot products.</param>
    /// <param name="type">The floating-point type.</param>
    /// <param name="arguments">The operands.</param>
    public static void Write(SourceWriter writer, DotPlan dots, string type, string arguments)
    {
        string Call(TileShape tile, TileShape row) =>
            $"Tiles.Dots<{Words.DotName(tile)}, {Words.DotName(row)}, TBlock, {Name(dots.Epilogue)}, {type}>(\n    {arguments});";
        using (writer.Open($"if (typeof(TBlock) == typeof(Simd512<{type}>))"))
            writer.Line(Call(dots.Wide, dots.WideRow));
        using (writer.Open("else"))
            writer.Line(Call(dots.Narrow, dots.Narrow));
    }

    /// <summary>Writes an addition to a gradient.</summary>
    /// <param name="writer">Receives the statements.</param>
    /// <param name="addition">The addition.</param>
    /// <param name="type">The floating-point type.</param>
    /// <param name="gradient">The reference to the gradient of the tensor, some elements on.</param>
    /// <param name="left">The operand whose columns are the gradient's rows.</param>
    /// <param name="leftWidth">Its columns.</param>
    /// <param name="right">The operand whose columns are the gradient's.</param>
    /// <param name="columns">Its columns.</param>
    public static void Write(
        SourceWriter writer, AdditionPlan addition, string type, Func<int, string> gradient, string left, int leftWidth, string right, int columns)
    {
        string Passes(IEnumerable<AdditionPass> passes) => string.Join("\n", passes.Select(pass =>
            $"Tiles.AddTransposed{(pass.InSpare ? "InSpare" : "")}<{Words.Name(pass.Tile, type)}, TVector, {type}>(\n"
            + $"    {Words.At(left, pass.FirstRow)}, aColumns: {leftWidth}, ref {right}, count: rows, {gradient(pass.FirstRow * columns)}, "
            + $"{(pass.InSpare ? "ref spare, " : "")}rows: {pass.Rows}, columns: {columns});"));
        WriteForEachRegisterFile(writer, type, Passes(addition.Wide), Passes(addition.Narrow));
    }

    private static string Name(Epilogue epilogue) => epilogue.Kind == EpilogueKind.Keep ? "Keep" : $"{epilogue.Kind}<{epilogue.Activation}>";

    /// <summary>Writes what is done with 32 registers of 64 bytes and what with 16 registers, or, where that is the same, both at once.</summary>
    private static void WriteForEachRegisterFile(SourceWriter writer, string type, string wide, string narrow)
    {
        if (wide == narrow)
        {
            writer.Line(wide);
            return;
        }

        using (writer.Open($"if (typeof(TVector) == typeof(Simd512<{type}>))"))
        {
            writer.Line("// 32 registers of 64 bytes.");
            writer.Line(wide);
        }

        using (writer.Open("else"))
        {
            writer.Line("// 16 registers.");
            writer.Line(narrow);
        }
    }
}
