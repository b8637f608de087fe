using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;
using Generated.Generator.Planning;
using Generated.Generator.Shapes;

namespace Generated.Generator.Emission;

/// <summary>Words what the runtime is told of a network: its values, layers and tensors.</summary>
internal sealed class ShapeWords(NetworkPlan plan)
{
    /// <summary>The expression that makes the network's shape.</summary>
    public string Expression
    {
        get
        {
            IEnumerable<string> layers = plan.Layers.Select(layer => "    " + (IsPlain(layer) ? Plain(layer) : General(layer)));
            string all = $"new global::Generated.LayerShape[]\n{{\n{string.Join(",\n", layers)},\n}}";
            if (plan.Graph.IsChain && plan.Layers.All(layer => layer.Node.Spec.Name is null))
                return $"new({all})";
            string inputs = string.Join(", ", plan.Graph.Values.Take(plan.Graph.InputCount)
                .Select(value => $"new global::Generated.ValueShape({Words.Literal(value.Name)}, {Lengths(value.Shape)})"));
            return $"new(\n    new global::Generated.ValueShape[] {{ {inputs} }},\n    {all.Replace("\n", "\n    ")},\n"
                + $"    new int[] {{ {string.Join(", ", plan.Graph.OutputValues)} }})";
        }
    }

    /// <summary>Whether a layer has weights and a bias for each unit, and reads the layer before it.</summary>
    private bool IsPlain(LayerPlan layer) =>
        plan.Graph.IsChain && layer.Node.Spec.Name is null && layer.Parameters.Count == 2 && layer.Parameters[0].Shape.Shape.Count == 2;

    private string Plain(LayerPlan layer) =>
        $"new global::Generated.LayerShape(global::Generated.LayerKind.{layer.Node.Spec.Kind}, {layer.Inputs}, {layer.Units}, "
        + $"global::Generated.Activation.{layer.Activation}, {layer.Parameters[0].Offset}, "
        + $"global::Generated.WeightOrder.{layer.Order}, {layer.Parameters[1].Offset})";

    /// <summary>A tensor a line, and a line for each property that is set.</summary>
    private string General(LayerPlan layer)
    {
        const string tensorType = "global::Generated.ParameterTensor";
        string kind = $"global::Generated.LayerKind.{layer.Node.Spec.Kind}", activation = $"global::Generated.Activation.{layer.Activation}";
        string tensors = layer.Parameters.Count == 0 ? $"new {tensorType}[0]"
            : $"new {tensorType}[]\n    {{\n{string.Concat(layer.Parameters.Select(parameter => $"        {Tensor(layer, parameter)},\n"))}    }}";
        string settings = string.Join(", ", layer.Node.Spec.Settings
            .Select(setting => $"new({Words.Literal(setting.Name)}, {Literals.Of(setting.Value, "double")})"));
        string[] properties =
        [
            layer.Node.Spec.Name is { } name ? $"Name = {Words.Literal(name)}" : "",
            $"Sources = new int[] {{ {string.Join(", ", layer.Node.Sources)} }}",
            $"OutputLengths = {Lengths(layer.Node.Inferred.Output)}",
            settings.Length == 0 ? "" : $"Settings = new global::Generated.LayerSetting[] {{ {settings} }}",
        ];
        return $"new global::Generated.LayerShape({kind}, {layer.Inputs}, {layer.Units}, {activation}, {tensors})\n    {{\n"
            + string.Concat(properties.Where(property => property.Length > 0).Select(property => $"        {property},\n")) + "    }";
    }

    private static string Tensor(LayerPlan layer, ParameterPlan parameter)
    {
        ParameterShape shape = parameter.Shape;
        string order = shape.Shape.Count == 1 ? "" : $", global::Generated.WeightOrder.{layer.Order}";
        return $"new global::Generated.ParameterTensor({Words.Literal(shape.Name)}, global::Generated.ParameterRole.{shape.Role}, "
            + $"new int[] {{ {string.Join(", ", shape.Shape)} }}, "
            + $"{shape.FanIn}, {shape.FanOut}, {parameter.Offset}{order})";
    }

    /// <summary>An array, since C# 12 has no collecting parameters that are spans.</summary>
    private static string Lengths(ValueShape shape) => $"new int[] {{ {string.Join(", ", shape.Lengths)} }}";
}
