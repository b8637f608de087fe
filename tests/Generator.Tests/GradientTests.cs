using System;
using System.Linq;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Backward against central differences of Forward, in double. The differences are taken at four points, so that their
/// error is of the fourth order; points where an activation or a loss is not smooth are avoided (<see cref="Kinks"/>).
/// </summary>
public class GradientTests
{
    private const double Step = 1e-4;

    /// <summary>Of the sum of the magnitudes that make up a slope.</summary>
    private const double Tolerance = 1e-8;

    [Fact]
    public void BackwardIsTheSlopeOfForward()
    {
        (int Checked, int Skipped) count = (0, 0);
        RandomNetworks.Check(_ => { }, specimen => CompareUpstream(specimen, ref count));
        AssertMostWereChecked(count);
    }

    [Fact]
    public void BackwardOfEveryLossIsItsSlope()
    {
        (int Checked, int Skipped) count = (0, 0);
        RandomNetworks.Check(_ => { }, specimen => CompareLosses(specimen, ref count));
        AssertMostWereChecked(count);
    }

    [Fact]
    public void BackwardIsTheSlopeOfForwardForEveryActivationAndLoss()
    {
        (int Checked, int Skipped) count = (0, 0);
        Layer[] layers = [.. Enum.GetValues<Activation>().Select(activation => new Layer(5, activation)), new Layer(5, Activation.Linear, LayerKind.RadialBasis)];
        Architecture[] batch = [.. layers.Select(layer => Architecture.Dense(Precision.Double, 4, layer, layer with { Units = 3 }))];
        RandomNetworks.Check(batch, _ => { }, specimen =>
        {
            CompareUpstream(specimen, ref count);
            CompareLosses(specimen, ref count);
        });
        Assert.Equal(0, count.Skipped);
    }

    [Fact]
    public void AWeightedBatchIsTheSlopeOfTheWeightedMeanForEveryActivationAndLoss()
    {
        (int Checked, int Skipped) count = (0, 0);
        Layer[] layers = [.. Enum.GetValues<Activation>().Select(activation => new Layer(5, activation)), new Layer(5, Activation.Linear, LayerKind.RadialBasis)];
        Architecture[] batch = [.. layers.Select(layer => Architecture.Dense(Precision.Double, 4, layer, layer with { Units = 3 }))];
        RandomNetworks.Check(batch, _ => { }, specimen => CompareWeighted(specimen, ref count));
        Assert.Equal(0, count.Skipped);
    }

    [Fact]
    public void EveryLossOfTheRuntimeIsChecked() => Assert.Equal(
        typeof(ILoss<>).Assembly.GetExportedTypes().Where(type => type.Namespace == "Generated" && type.IsAssignableTo(typeof(ILoss<double>))).Select(type => type.Name).Order(),
        Losses.All.Select(type => type.Name).Order());

    private static void AssertMostWereChecked((int Checked, int Skipped) count) =>
        Assert.True(count.Checked > 9 * count.Skipped, $"{count.Skipped} of {count.Checked + count.Skipped} networks had no smooth point.");

    private static void CompareUpstream(Specimen<double> specimen, ref (int Checked, int Skipped) count)
    {
        if (Count(specimen.InputAwayFromKinks(20 * Step), ref count) is not { } input)
            return;
        double[] upstream = specimen.Numbers(specimen.Shape.OutputSize, -1, 1);
        var gradient = new Guarded<double>(specimen.Shape.ParameterCount);
        var inputGradient = new Guarded<double>(specimen.Shape.InputSize);
        specimen.Network.Backward(new Guarded<double>(input).Span, new Guarded<double>(upstream).Span, gradient.Span, inputGradient.Span);

        double[] output = new double[upstream.Length];
        double Value()
        {
            specimen.Network.Forward(input, output);
            return upstream.Zip(output, (g, y) => g * y).Sum();
        }

        Compare("∂L/∂w", specimen, specimen.Network.Parameters, gradient.Intact(), Value);
        Compare("∂L/∂x", specimen, input, inputGradient.Intact(), Value);
    }

    private static void CompareLosses(Specimen<double> specimen, ref (int Checked, int Skipped) count)
    {
        foreach (Loss<double> loss in Losses.For<double>(specimen.Shape.Layers[^1]))
        {
            if (Count(specimen.InputAwayFromKinks(20 * Step), ref count) is not { } input)
                continue;
            double[] output = new double[specimen.Shape.OutputSize];
            specimen.Network.Forward(input, output);
            double[] target = specimen.Target(loss, output);
            var gradient = new Guarded<double>(specimen.Shape.ParameterCount);
            double value = specimen.Network.Backward(loss, new Guarded<double>(input).Span, new Guarded<double>(target).Span, gradient.Span);
            Assert.Equal(loss.Value(output, target), value);

            Compare($"{loss}: ∂L/∂w", specimen, specimen.Network.Parameters, gradient.Intact(), () =>
            {
                specimen.Network.Forward(input, output);
                return loss.Value(output, target);
            });
        }
    }

    private static void CompareWeighted(Specimen<double> specimen, ref (int Checked, int Skipped) count)
    {
        double[] weights = [0.5, 0, 3];
        foreach (Loss<double> loss in Losses.For<double>(specimen.Shape.Layers[^1]))
        {
            double[] inputs = [], targets = [], output = new double[specimen.Shape.OutputSize];
            foreach (double _ in weights)
            {
                if (Count(specimen.InputAwayFromKinks(20 * Step), ref count) is not { } input)
                    return;
                specimen.Network.Forward(input, output);
                inputs = [.. inputs, .. input];
                targets = [.. targets, .. specimen.Target(loss, output)];
            }

            double Value()
            {
                double sum = 0;
                for (int row = 0; row < weights.Length; row++)
                {
                    specimen.Network.Forward(inputs.AsSpan(row * specimen.Shape.InputSize, specimen.Shape.InputSize), output);
                    sum += weights[row] * loss.Value(output, targets.AsSpan(row * output.Length, output.Length));
                }

                return sum / weights.Length;
            }

            var gradient = new Guarded<double>(specimen.Shape.ParameterCount);
            double value = specimen.Network.BackwardBatch(loss, new Guarded<double>(inputs).Span, new Guarded<double>(targets).Span, new Guarded<double>(weights).Span, gradient.Span);
            Assert.Equal(Value(), value, 1e-13 * (1 + Math.Abs(value)));
            Compare($"{loss}, weighted: ∂L/∂w", specimen, specimen.Network.Parameters, gradient.Intact(), Value);
        }
    }

    private static double[]? Count(double[]? input, ref (int Checked, int Skipped) count)
    {
        if (input is null)
            count.Skipped++;
        else
            count.Checked++;
        return input;
    }

    /// <summary>Compares the slopes along random directions, in which every variable takes part, and along some of the axes.</summary>
    private static void Compare(string what, Specimen<double> specimen, Span<double> variables, ReadOnlySpan<double> gradient, Func<double> value)
    {
        for (int i = 0; i < 3; i++)
            Compare($"{what} along random direction {i}", variables, gradient, specimen.Direction(variables.Length), value);

        int stride = Math.Max(1, variables.Length / 16);
        for (int axis = 0; axis < variables.Length; axis += stride)
        {
            double[] direction = new double[variables.Length];
            direction[axis] = 1;
            Compare($"{what}[{axis}]", variables, gradient, direction, value);
        }
    }

    private static void Compare(string what, Span<double> variables, ReadOnlySpan<double> gradient, double[] direction, Func<double> value)
    {
        (double slope, double magnitude) = (0, 0);
        for (int i = 0; i < direction.Length; i++)
        {
            slope += gradient[i] * direction[i];
            magnitude += Math.Abs(gradient[i] * direction[i]);
        }

        double[] centre = variables.ToArray();
        double difference = (8 * (At(variables, 1) - At(variables, -1)) - (At(variables, 2) - At(variables, -2))) / (12 * Step);
        centre.CopyTo(variables);
        Assert.True(Math.Abs(difference - slope) <= Tolerance * (1 + magnitude), $"{what} is {slope:R}, but the central difference is {difference:R}.");

        double At(Span<double> point, int steps)
        {
            for (int i = 0; i < point.Length; i++)
                point[i] = centre[i] + steps * Step * direction[i];
            return value();
        }
    }
}
