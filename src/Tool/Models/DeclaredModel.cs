using System;
using System.IO;
using System.Linq;
using Generated.Tool.Compilation;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Generated.Tool.Models;

/// <summary>
/// A file of weights that says how its network is declared, as files of networks that are no chains of dense layers do. The declaration is compiled by the
/// generator, which so has the last word on every layer; before that it must be attributes with constants and nothing else.
/// </summary>
internal static class DeclaredModel
{
    private const string ClassName = "Declared";

    private static readonly string[] s_attributes = ["Network", "Input", "Output", .. Enum.GetNames<LayerKind>()];
    private static readonly string[] s_enumerations = [nameof(Activation), nameof(Padding), nameof(Precision)];

    /// <summary>Reads the network, if the file says how it is declared.</summary>
    /// <param name="file">The file, which stays open.</param>
    /// <returns>The model; null if the file does not say.</returns>
    /// <exception cref="DataFormatException">What the file says is no declaration, or its tensors are others.</exception>
    /// <exception cref="ToolException">The generator does not accept the declaration.</exception>
    public static NetworkModel? Read(TensorFile file)
    {
        if (!file.Metadata.TryGetValue(NetworkDeclaration.MetadataKey, out string? declaration))
            return null;
        string source = $"{declaration}\npublic sealed partial class {ClassName};";
        if (!IsDeclaration(source))
        {
            throw new DataFormatException(
                file.Name, $"its metadata has the declaration '{PrintableText.Of(declaration)}', which is not a list of attributes such as [Network(3, 1)].");
        }

        (NetworkShape shape, Precision precision) = CompiledNetwork.Describe($"using Generated;\n{source}", ClassName, $"The network of {file.Name}");
        return new NetworkModel(Path.GetFileNameWithoutExtension(file.Name), shape, GraphWeights.Read<double>(file, shape, [], names: null), precision)
        {
            Labels = LabelsOf(file),
        };
    }

    /// <summary>What a file says the outputs are called; empty if it does not.</summary>
    public static string[] LabelsOf(TensorFile file) =>
        file.Metadata.TryGetValue(StatedLabels.MetadataKey, out string? text) && StatedLabels.LabelsIn(text) is { } labels ? [.. labels] : [];

    private static bool IsDeclaration(string source)
    {
        CompilationUnitSyntax unit = SyntaxFactory.ParseCompilationUnit(source);
        return !unit.ContainsDiagnostics && !unit.ContainsDirectives && unit.Usings.Count == 0 && unit.Externs.Count == 0 && unit.AttributeLists.Count == 0
            && unit.Members is [ClassDeclarationSyntax { Members.Count: 0, BaseList: null, TypeParameterList: null, Identifier.Text: ClassName } declared]
            && declared.AttributeLists.Count > 0 && declared.AttributeLists.All(list => list.Target is null && list.Attributes.All(IsAttribute));
    }

    private static bool IsAttribute(AttributeSyntax attribute) =>
        attribute.Name is IdentifierNameSyntax { Identifier.Text: var name } && s_attributes.Contains(name)
        && (attribute.ArgumentList is not { } list || list.Arguments.All(argument => IsConstant(argument.Expression)));

    private static bool IsConstant(ExpressionSyntax expression) => expression switch
    {
        LiteralExpressionSyntax => true,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.UnaryMinusExpression, Operand: LiteralExpressionSyntax } => true,
        MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.Text: var type }, Name: IdentifierNameSyntax } =>
            s_enumerations.Contains(type),
        CollectionExpressionSyntax collection =>
            collection.Elements.All(element => element is ExpressionElementSyntax { Expression: var item } && IsConstant(item)),
        _ => false,
    };
}
