using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Shapes;
using Microsoft.CodeAnalysis;

namespace Generated.Generator.Diagnostics;

/// <summary>A rule about what flows where in a network. <see cref="Wiring"/> finds the mistakes; each rule has those of one kind.</summary>
internal abstract class WiringAnalyzer(DiagnosticDescriptor descriptor, WiringMistake mistake) : DeclarationAnalyzer(descriptor)
{
    internal sealed override IEnumerable<Mistake> Find(DeclaredNetwork network) =>
        DeclarationReader.ReadArchitecture(network) is not { } architecture ? [] :
        from problem in Wiring.Of(architecture).Problems
        where problem.Mistake == mistake
        select new Mistake(Where(network, problem), Subject(problem), network.Type.Name, problem.Text);

    private static string Subject(WiringProblem problem) => problem.Part switch
    {
        WiringPart.Layer => $"Layer {problem.Number}",
        WiringPart.Input => $"Input {problem.Number}",
        _ => "[Output]",
    };

    private static Location Where(DeclaredNetwork network, WiringProblem problem)
    {
        AttributeData attribute = problem.Part switch
        {
            WiringPart.Input when !network.InputAttributes.IsEmpty => network.InputAttributes[problem.Number - 1],
            WiringPart.Layer when !network.LayerAttributes.IsEmpty => network.LayerAttributes[problem.Number - 1],
            WiringPart.Output when network.OutputAttribute is { } output => output,
            _ => network.Attribute,
        };
        return problem.Argument.Length == 0 ? attribute.Location()
            : char.IsUpper(problem.Argument[0]) ? attribute.NamedLocation(problem.Argument)
            : attribute.Argument(problem.Argument) is { Kind: TypedConstantKind.Array } && attribute.AttributeConstructor!.Parameters.Length == 1
                ? attribute.SizeLocation(problem.Index)
            : attribute.ArgumentLocation(problem.Argument);
    }
}
