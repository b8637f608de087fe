using System;
using System.Globalization;
using System.IO;
using System.Security.Cryptography;
using Generated.Tool.Models;
using Microsoft.CodeAnalysis.CSharp;

namespace Generated.Tool.Importing;

/// <summary>A model as the source of a network class whose weights are compiled in.</summary>
/// <param name="model">The model.</param>
/// <param name="className">The class's name.</param>
/// <param name="namespace">Its namespace; the global one if null.</param>
/// <param name="origin">The file that the model was read from.</param>
/// <param name="facts">What to say of the network's outputs; empty if nothing.</param>
internal sealed class ImportedNetwork(NetworkModel model, string className, string? @namespace, string origin, string facts)
{
    /// <summary>The model.</summary>
    public NetworkModel Model => model;

    /// <summary>The class's name.</summary>
    public string ClassName => className;

    /// <summary>The class's namespace; null for the global one.</summary>
    public string? Namespace => @namespace;

    /// <summary>The name of the file of weights beside the class.</summary>
    public string WeightsFile => className + ".safetensors";

    /// <summary>The source of the class.</summary>
    /// <param name="weightsPath">The file of weights, by its path from the project's folder.</param>
    public string Source(string weightsPath) => string.Create(CultureInfo.InvariantCulture, $"""
        using Generated;
        {(@namespace is null ? "" : $"\nnamespace {@namespace};\n")}
        /// <summary>The network {model.Shape}.{(facts.Length > 0 ? " " + Escape(facts) : "")}</summary>
        /// <remarks>Imported from <c>{Escape(Path.GetFileName(origin))}</c>, SHA-256 {Sha256()}.</remarks>
        {NetworkDeclaration.AttributesOf(model.Shape, model.Precision, $"Weights = {SymbolDisplay.FormatLiteral(weightsPath, quote: true)}")}
        public sealed partial class {className};

        """);

    private string Sha256()
    {
        using FileStream file = File.OpenRead(origin);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>A text of the file in a comment, which it must not end.</summary>
    private static string Escape(string text) => Listing.Printable(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);
}
