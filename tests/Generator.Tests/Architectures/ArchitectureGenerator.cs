using System;
using System.Collections.Generic;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;

namespace Generated.Tests;

/// <summary>Random architectures, and smaller ones to search for the least that still fails.</summary>
internal static class ArchitectureGenerator
{
    /// <summary>Many networks go into one compilation, which takes a second whatever it holds.</summary>
    public const int BatchSize = 24;

    public static Arbitrary<Architecture[]> Batches { get; } = Arb.From(Gen.ArrayOf(Architectures(), BatchSize), Shrink);

    private static Gen<Architecture> Architectures() =>
        from precision in Gen.Elements(Precision.Single, Precision.Double)
        from sizes in Gen.Frequency((3, Gen.Constant(Sizes())), (1, Gen.Constant(TinySizes())))
        from inputs in sizes
        from count in Gen.Choose(1, 4)
        from layers in Gen.ArrayOf(Layers(sizes), count)
        from longForm in Gen.Elements(true, false)
        from site in Gen.Elements<Site>(Site.All)
        select new Architecture(precision, inputs, layers, longForm, site);

    private static Gen<Layer> Layers(Gen<int> sizes) =>
        from units in sizes
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from kind in Gen.Frequency((7, Gen.Constant(LayerKind.Dense)), (1, Gen.Constant(LayerKind.RadialBasis)))
        select kind == LayerKind.Dense ? new Layer(units, activation) : new Layer(units, Activation.Linear, kind);

    /// <summary>Mostly around the widths of registers, where remainders change; now and then a wide one.</summary>
    private static Gen<int> Sizes() => Gen.Frequency((11, Gen.Choose(1, 40)), (1, Gen.Elements(64, 100)));

    /// <summary>For networks without loops; whole registers among them.</summary>
    private static Gen<int> TinySizes() => Gen.Frequency((4, Gen.Choose(1, 7)), (1, Gen.Elements(8, 16)));

    /// <summary>A failing batch comes down to one network, then that network to a smaller one.</summary>
    private static IEnumerable<Architecture[]> Shrink(Architecture[] batch) =>
        batch.Length > 1 ? batch.Select(architecture => new[] { architecture }) : Smaller(batch[0]).Select(architecture => new[] { architecture });

    private static IEnumerable<Architecture> Smaller(Architecture architecture)
    {
        IReadOnlyList<Layer> layers = architecture.Layers;
        for (int i = 0; layers.Count > 1 && i < layers.Count; i++)
            yield return architecture with { Layers = [.. layers.Where((_, index) => index != i)] };
        if (architecture.Site != Site.InNamespace)
            yield return architecture with { Site = Site.InNamespace };
        if (architecture is { LongForm: true, HasRadialBasis: false })
            yield return architecture with { LongForm = false };
        foreach (int inputs in SmallerSizes(architecture.Inputs))
            yield return architecture with { Inputs = inputs };
        for (int i = 0; i < layers.Count; i++)
        {
            int at = i;
            Architecture With(Layer layer) => architecture with { Layers = [.. layers.Select((other, index) => index == at ? layer : other)] };
            foreach (int units in SmallerSizes(layers[i].Units))
                yield return With(layers[i] with { Units = units });
            if (layers[i] is not { Kind: LayerKind.Dense, Activation: Activation.Linear })
                yield return With(new Layer(layers[i].Units, Activation.Linear));
        }
    }

    private static IEnumerable<int> SmallerSizes(int size) => new[] { 1, size / 2, size - 1 }.Where(smaller => smaller >= 1 && smaller < size).Distinct();
}
