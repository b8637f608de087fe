using System;
using System.Linq;
using System.Numerics;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>Truth tables as threshold networks, over all inputs.</summary>
public partial class BooleanNetworkTests
{
    [Fact]
    public void EveryFunctionOfOneToThreeInputs()
    {
        for (int function = 0; function < 4; function++)
            AssertComputes(new Threshold1(), [.. Enumerable.Range(0, 2).Select(row => (function >> row & 1) != 0)]);
        for (int function = 0; function < 16; function++)
            AssertComputes(new Threshold2(), [.. Enumerable.Range(0, 4).Select(row => (function >> row & 1) != 0)]);
        for (int function = 0; function < 256; function++)
            AssertComputes(new Threshold3(), [.. Enumerable.Range(0, 8).Select(row => (function >> row & 1) != 0)]);
    }

    [Fact]
    public void ThousandsOfRandomFunctionsOfMoreInputs()
    {
        AssertComputesRandomFunctions<Threshold4, float>(1500);
        AssertComputesRandomFunctions<Threshold5, double>(1000);
        AssertComputesRandomFunctions<Threshold6, float>(600);
        AssertComputesRandomFunctions<Threshold8, float>(150);
        AssertComputesRandomFunctions<Threshold10, double>(20);
    }

    [Fact]
    public void AFunctionOfSixteenInputs()
    {
        // A random disjunction of conjunctions.
        var random = new RandomGenerator(1);
        (int Positive, int Negative)[] terms = [.. Enumerable.Range(0, 60).Select(_ =>
        {
            int literals = random.NextInt(1 << 16) & random.NextInt(1 << 16), signs = random.NextInt(1 << 16);
            return (literals & signs, literals & ~signs);
        })];
        AssertComputes(new Threshold16(), [.. Enumerable.Range(0, 1 << 16).Select(row => terms.Any(term => (row & term.Positive) == term.Positive && (row & term.Negative) == 0))]);
    }

    [Fact]
    public void SeveralOutputsShareTheirImplicants()
    {
        // The full adder: the sum has four implicants, the carry three, and none is the same; a second sum costs nothing.
        DisjunctiveForm sum = DisjunctiveForm.Reduce([.. Enumerable.Range(0, 8).Select(row => BitOperations.PopCount((uint)row) % 2 == 1)]);
        DisjunctiveForm carry = DisjunctiveForm.Reduce([.. Enumerable.Range(0, 8).Select(row => BitOperations.PopCount((uint)row) >= 2)]);
        var network = new FullAdder();
        BooleanNetwork.Load(network, sum, carry, sum);
        for (int row = 0; row < 8; row++)
        {
            float[] y = new float[3];
            network.Forward([row >> 2 & 1, row >> 1 & 1, row & 1], y);
            int ones = BitOperations.PopCount((uint)row);
            Assert.Equal([ones % 2, ones / 2, ones % 2], y);
        }
    }

    [Fact]
    public void UnitsLeftOverAreNotListenedTo()
    {
        var network = new Threshold3(seed: 1);
        network.Parameters.Fill(7);
        BooleanNetwork.Load(network, [false, false, false, false, false, false, false, true]);
        NetworkShape shape = Threshold3.Shape;
        int used = Enumerable.Range(0, 4).Count(unit => network.Parameters[shape.Layers[1].WeightIndex(unit, 0)] != 0);
        Assert.Equal(1, used);
        foreach (bool constant in new[] { true, false })
        {
            network.Parameters.Fill(7);
            AssertComputes(network, [.. Enumerable.Repeat(constant, 8)]);
        }
    }

    [Fact]
    public void TooFewHiddenUnitsAreRefusedWithTheNumberThatIsNeeded()
    {
        var network = new FullAdder(seed: 1);
        float[] before = network.Parameters.ToArray();
        DisjunctiveForm parity = DisjunctiveForm.Reduce([.. Enumerable.Range(0, 8).Select(row => BitOperations.PopCount((uint)row) % 2 == 1)]);
        DisjunctiveForm other = DisjunctiveForm.Reduce([.. Enumerable.Range(0, 8).Select(row => BitOperations.PopCount((uint)row) % 2 == 0)]);
        var error = Assert.Throws<ArgumentException>("network", () => BooleanNetwork.Load(network, parity, other, parity));
        Assert.StartsWith("8 hidden units are needed, one for each implicant; the network 3 → 7 Step → 3 Step has 7.", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void NetworksThatDoNotFitAreRefused()
    {
        bool[] xor = [false, true, true, false];
        var error = Assert.Throws<ArgumentException>("network", () => BooleanNetwork.Load(new ThresholdUnit(), xor));
        Assert.StartsWith("Two dense layers with the activation Step are wanted", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("network", () => BooleanNetwork.Load(new SigmoidNetwork(), xor));
        Assert.Throws<ArgumentException>("network", () => BooleanNetwork.Load(new DeepMadaline(), xor));
        Assert.Throws<ArgumentException>("functions", () => BooleanNetwork.Load(new FullAdder(), xor));
        Assert.Throws<ArgumentException>("functions", () => BooleanNetwork.Load(new Threshold3(), xor));
        Assert.Throws<ArgumentException>("truthTable", () => BooleanNetwork.Load(new Threshold2(), [true, false, true]));
    }

    private static void AssertComputesRandomFunctions<TNetwork, T>(int count)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int inputs = TNetwork.Shape.InputSize;
        var random = new RandomGenerator((ulong)inputs);
        TNetwork network = TNetwork.Create();
        for (int i = 0; i < count; i++)
        {
            double density = random.NextDouble();
            AssertComputes(network, [.. Enumerable.Range(0, 1 << inputs).Select(_ => random.NextDouble() < density)]);
        }
    }

    private static void AssertComputes<TNetwork, T>(INetwork<TNetwork, T> network, bool[] table)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        BooleanNetwork.Load(network, table);
        int inputs = TNetwork.Shape.InputSize;
        T[] x = [.. Enumerable.Range(0, table.Length).SelectMany(row => Enumerable.Range(0, inputs).Select(i => T.CreateChecked(row >> (inputs - 1 - i) & 1)))];
        T[] y = new T[table.Length];
        network.ForwardBatch(x, y);
        Assert.Equal(table.Select(value => value ? T.One : T.Zero), y);
    }

    [Network(1, 1, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold1;

    [Network(2, 2, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold2;

    [Network(3, 4, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold3;

    // 2ⁿ⁻¹ units are enough for any function of n inputs.
    [Network(4, 8, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold4;

    [Network(5, 16, 1, Hidden = Activation.Step, Output = Activation.Step, Precision = Precision.Double)]
    private sealed partial class Threshold5;

    [Network(6, 32, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold6;

    [Network(8, 128, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold8;

    [Network(10, 512, 1, Hidden = Activation.Step, Output = Activation.Step, Precision = Precision.Double)]
    private sealed partial class Threshold10;

    [Network(16, 100, 1, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class Threshold16;

    [Network(3, 7, 3, Hidden = Activation.Step, Output = Activation.Step)]
    private sealed partial class FullAdder;
}
