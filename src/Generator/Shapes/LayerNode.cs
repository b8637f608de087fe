using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>One layer in its network: what it reads and writes, and its parameters.</summary>
/// <param name="Number">The layer's number; the first after the input is 1.</param>
/// <param name="Spec">The layer as declared.</param>
/// <param name="Sources">The indices of the values that it reads, in order.</param>
/// <param name="Output">The index of the value that it computes.</param>
/// <param name="Inferred">What follows from the declaration and the shapes of what it reads.</param>
internal sealed record LayerNode(int Number, LayerSpec Spec, EquatableArray<int> Sources, int Output, InferredLayer Inferred)
{
    /// <summary>What the layer's output is called.</summary>
    public string Name => Architecture.NameOf(Spec, Number);

    /// <summary>The index of the first value that it reads.</summary>
    public int Input => Sources[0];

    /// <summary>The elements of one sample of the first value that the layer reads.</summary>
    public int Inputs => Inferred.Input.Size;

    /// <summary>The elements of one sample that the layer computes.</summary>
    public int Units => Inferred.Output.Size;

    /// <summary>The parameter tensors, in the canonical order.</summary>
    public EquatableArray<ParameterShape> Parameters => Inferred.Parameters;

    /// <summary>The number of parameters.</summary>
    public long ParameterCount => Parameters.Sum(parameter => parameter.Count);
}

/// <summary>What follows from a layer's declaration and the shapes of what it reads.</summary>
/// <param name="Input">The shape of the first value that it reads.</param>
/// <param name="Output">The shape of what it computes.</param>
/// <param name="Parameters">The parameter tensors, in the canonical order.</param>
/// <param name="Operations">Multiplications and additions for one sample, without activation functions.</param>
internal sealed record InferredLayer(ValueShape Input, ValueShape Output, EquatableArray<ParameterShape> Parameters, long Operations)
{
    /// <summary>Why there is no such layer, as the end of a sentence about it; null if there is.</summary>
    public string? Problem { get; private init; }

    /// <summary>The argument of the attribute that is to blame, or empty where it is the layer as a whole.</summary>
    public string Argument { get; private init; } = "";

    /// <summary>Elements that the layer keeps of a sample besides its output, at most; 0 where they are few.</summary>
    public long Kept { get; init; }

    /// <summary>A layer that cannot be.</summary>
    /// <param name="problem">Why, as the end of a sentence about the layer.</param>
    /// <param name="argument">The argument that is to blame, or empty.</param>
    public static InferredLayer Impossible(string problem, string argument = "") =>
        new(default, default, default, 0) { Problem = problem, Argument = argument };

    /// <summary>A layer that needs to know how many steps there are, where time has no end.</summary>
    public static InferredLayer Endless(string verb) => Impossible(
        $"{verb}, but a streaming network's steps have no end: give the input a number of steps, [Input(\"x\", Steps = 128)]");

    /// <summary>A layer that takes values of one shape, and gives one of it, with an operation for each element of each value after the first.</summary>
    /// <param name="inputs">The shapes of the values.</param>
    /// <param name="verb">What the layer does with them, for the message if the shapes differ.</param>
    /// <param name="argument">The argument that then is to blame.</param>
    public static InferredLayer Alike(IReadOnlyList<ValueShape> inputs, string verb, string argument) =>
        inputs.FirstOrDefault(input => input != inputs[0]) is { Rank: > 0 } other
            ? Impossible($"{verb} values of one shape, but is given {inputs[0]} and {other}", argument)
            : new InferredLayer(inputs[0], inputs[0], new([]), Operations: (inputs.Count - 1L) * inputs[0].Size);
}
