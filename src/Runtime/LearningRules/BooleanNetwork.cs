using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;

namespace Generated;

/// <summary>Sets the weights of a threshold network with one hidden layer so that it computes Boolean functions.</summary>
/// <remarks>
/// A hidden unit computes an implicant with the positive literals P and the negative literals N, an output unit the disjunction of the
/// hidden units H that belong to it:
/// <code>
/// h = step(Σᵢ∈P xᵢ − Σᵢ∈N xᵢ − |P| + ½)
/// y = step(Σⱼ∈H hⱼ − ½)
/// </code>
/// For inputs of 0 and 1 all sums are odd multiples of ½, so no sum comes near the threshold. McCulloch, Pitts: A logical calculus of the
/// ideas immanent in nervous activity, 1943. Units that are left over have weights of 0, are always off, and are not listened to.
/// </remarks>
public static class BooleanNetwork
{
    /// <summary>Makes a network with one output compute a Boolean function: <c>BooleanNetwork.Load(new Xor(), [false, true, true, false])</c>.</summary>
    /// <param name="network">
    /// The network: two dense layers with the activation <see cref="Activation.Step"/>, the hidden one with a unit for every implicant.
    /// </param>
    /// <param name="truthTable">The function's 2ⁿ values as <see cref="DisjunctiveForm.Reduce"/> takes them: the first input changes most slowly.</param>
    /// <exception cref="ArgumentException">
    /// The network is not such a network, has other numbers of inputs or outputs, or too few hidden units. Nothing is written.
    /// </exception>
    public static void Load<TNetwork, T>(INetwork<TNetwork, T> network, ReadOnlySpan<bool> truthTable)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Load(network, DisjunctiveForm.Reduce(truthTable));

    /// <summary>Makes a network compute a Boolean function per output. An implicant that several outputs share takes one hidden unit.</summary>
    /// <param name="network">
    /// The network: two dense layers with the activation <see cref="Activation.Step"/>, the hidden one with a unit for every implicant.
    /// </param>
    /// <param name="functions">A function for each output, in order, all of the network's number of inputs.</param>
    /// <exception cref="ArgumentException">
    /// The network is not such a network, has other numbers of inputs or outputs, or too few hidden units. Nothing is written.
    /// </exception>
    public static void Load<TNetwork, T>(INetwork<TNetwork, T> network, params ReadOnlySpan<DisjunctiveForm> functions)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkShape shape = TNetwork.Shape;
        if (shape.Layers is not [{ Kind: LayerKind.Dense, Activation: Activation.Step } hidden, { Kind: LayerKind.Dense, Activation: Activation.Step } output])
        {
            throw new ArgumentException(
                $"Two dense layers with the activation Step are wanted, "
                + $"as in [Network(2, 2, 1, Hidden = Activation.Step, Output = Activation.Step)]; this network is {shape}.", nameof(network));
        }

        if (functions.Length != shape.OutputSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"There are {functions.Length} functions, but the network has {shape.OutputSize} outputs."), nameof(functions));
        }

        var unitOf = new Dictionary<Implicant, int>();
        foreach (DisjunctiveForm function in functions)
        {
            ArgumentNullException.ThrowIfNull(function, nameof(functions));
            if (function.InputCount != shape.InputSize)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"The function has {function.InputCount} inputs, but the network has {shape.InputSize}."), nameof(functions));
            }

            foreach (Implicant implicant in function.Implicants)
                unitOf.TryAdd(implicant, unitOf.Count);
        }

        if (unitOf.Count > hidden.Units)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"{unitOf.Count} hidden units are needed, one for each implicant; the network {shape} has {hidden.Units}."), nameof(network));
        }

        Span<T> parameters = network.Parameters;
        T half = T.CreateChecked(0.5);
        parameters.Clear();
        parameters.Slice(hidden.BiasOffset, hidden.Units).Fill(-half);
        foreach ((Implicant implicant, int unit) in unitOf)
        {
            for (int input = 0; input < hidden.Inputs; input++)
            {
                parameters[hidden.WeightIndex(input, unit)] = (implicant.Positive >> input & 1) != 0 ? T.One
                    : (implicant.Negative >> input & 1) != 0 ? -T.One : T.Zero;
            }

            parameters[hidden.BiasIndex(unit)] = half - T.CreateChecked(BitOperations.PopCount((uint)implicant.Positive));
        }

        for (int i = 0; i < functions.Length; i++)
        {
            foreach (Implicant implicant in functions[i].Implicants)
                parameters[output.WeightIndex(unitOf[implicant], i)] = T.One;
            parameters[output.BiasIndex(i)] = -half;
        }
    }
}
