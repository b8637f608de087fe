using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Generated.Generator.Diagnostics;

/// <summary>A call that trains a network by gradients, such as <c>trainer.Train&lt;MeanSquaredError&gt;(…)</c>.</summary>
/// <param name="Network">The network's declaration.</param>
/// <param name="Layers">Its layers.</param>
/// <param name="Loss">The loss, or null where the call has its own.</param>
/// <param name="LossLocation">Where the loss is named.</param>
/// <param name="NameLocation">Where the called method is named.</param>
internal readonly record struct TrainingCall(
    DeclaredNetwork Network, IReadOnlyList<LayerSpec> Layers, ITypeSymbol? Loss, Location LossLocation, Location NameLocation)
{
    /// <summary>
    /// The training that a call is, or null. It is recognised by what it is given: a type parameter that is a network, one that is a
    /// loss, and an optimiser or a name that begins with Train. So whatever trains by gradients is meant, not the trainers known today;
    /// only the generalised delta rule, whose loss is its own, is known by name.
    /// </summary>
    public static TrainingCall? Of(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (method.ContainingType is null || !(method.Name.StartsWith("Train", System.StringComparison.Ordinal) || method.Parameters.Any(IsOptimizer)))
            return null;
        ITypeSymbol? loss = Argument(method, "ILoss");
        bool isDeltaRule = method.ContainingType.Name == "GeneralizedDeltaRule" && DeclaredNetwork.IsOfRuntime(method.ContainingType);
        if (Argument(method, "INetwork") is not INamedTypeSymbol type || (loss is null && !isDeltaRule))
            return null;
        if (DeclaredNetwork.Of(type, call.SemanticModel!.Compilation) is not { } network || DeclarationReader.ReadLayers(network) is not { } layers)
            return null;

        SyntaxNode name = call.Syntax is InvocationExpressionSyntax invocation
            ? invocation.Expression switch
            {
                MemberAccessExpressionSyntax access => access.Name,
                MemberBindingExpressionSyntax binding => binding.Name,
                var other => other,
            }
            : call.Syntax;
        int index = loss is null ? -1 : method.TypeArguments.IndexOf(loss, 0, SymbolEqualityComparer.Default);
        SyntaxNode named = name is GenericNameSyntax generic && index >= 0 && index < generic.TypeArgumentList.Arguments.Count
            ? generic.TypeArgumentList.Arguments[index]
            : name;
        return new TrainingCall(network, layers, loss, named.GetLocation(), name.GetLocation());
    }

    private static bool IsOptimizer(IParameterSymbol parameter) =>
        parameter.Type is INamedTypeSymbol type
        && type.AllInterfaces.Add(type)
            .Any(candidate => candidate.Name == "IOptimizer" && DeclaredNetwork.IsOfRuntime(candidate));

    /// <summary>What a method, or the type it is called on, is given for the type parameter that must be such a thing.</summary>
    private static ITypeSymbol? Argument(IMethodSymbol method, string constraint)
    {
        IEnumerable<(ITypeParameterSymbol Parameter, ITypeSymbol Argument)> pairs =
            method.TypeParameters.Zip(method.TypeArguments, (parameter, argument) => (parameter, argument))
            .Concat(method.ContainingType.TypeParameters.Zip(method.ContainingType.TypeArguments, (parameter, argument) => (parameter, argument)));
        return pairs.FirstOrDefault(pair => pair.Parameter.ConstraintTypes.Any(type => type.Name == constraint && DeclaredNetwork.IsOfRuntime(type))).Argument;
    }
}
