using System;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

/// <summary>
/// Generated networks against the scalar reference: each tensor over eight samples to 1e-12 of its largest magnitude in
/// double, 1e-5 in single (random networks have up to 100 inputs a layer; a sum of so many terms alone may be off by 100·2⁻²⁴ of their magnitude).
/// </summary>
public class ReferenceTests
{
    private const int Samples = 8;
    private const double SingleTolerance = 1e-5, DoubleTolerance = 1e-12;

    [Fact]
    public void ActivationsAgreeWithTheScalarReference() => RandomNetworks.Check(
        specimen => CompareActivations(specimen, SingleTolerance), specimen => CompareActivations(specimen, DoubleTolerance));

    [Fact]
    public void GradientsAgreeWithTheScalarReference() => RandomNetworks.Check(
        specimen => CompareGradients(specimen, SingleTolerance), specimen => CompareGradients(specimen, DoubleTolerance));

    private static void CompareActivations<T>(Specimen<T> specimen, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int layer = 1; layer <= specimen.Shape.Layers.Count; layer++)
        {
            var comparison = new Comparison($"activation of layer {layer}", tolerance);
            for (int sample = 0; sample < Samples; sample++)
            {
                if (specimen.InputAwayFromKinks(Margin<T>()) is not { } input)
                    continue;
                var activation = new Guarded<T>(specimen.Shape.Layers[layer - 1].Units);
                specimen.Network.Activate(new Guarded<T>(input).Span, layer, activation.Span);
                comparison.Add(specimen.Reference.Activation(Specimen<T>.Doubles(input), layer), Specimen<T>.Doubles(activation.Intact()));
            }

            comparison.Assert();
        }
    }

    private static void CompareGradients<T>(Specimen<T> specimen, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parameters = new Comparison("∂L/∂w", tolerance);
        var inputs = new Comparison("∂L/∂x", tolerance);
        for (int sample = 0; sample < Samples; sample++)
        {
            if (specimen.InputAwayFromKinks(Margin<T>()) is not { } input)
                continue;
            T[] upstream = specimen.Numbers(specimen.Shape.OutputSize, -1, 1);
            var gradient = new Guarded<T>(specimen.Shape.ParameterCount);
            var inputGradient = new Guarded<T>(specimen.Shape.InputSize);
            specimen.Network.Backward(new Guarded<T>(input).Span, new Guarded<T>(upstream).Span, gradient.Span, inputGradient.Span);

            double[] expected = new double[specimen.Shape.ParameterCount];
            specimen.Reference.Output(Specimen<T>.Doubles(input));
            ReadOnlySpan<double> expectedOfInput = specimen.Reference.Backward(Specimen<T>.Doubles(upstream), expected);
            parameters.Add(expected, Specimen<T>.Doubles(gradient.Intact()));
            inputs.Add(expectedOfInput, Specimen<T>.Doubles(inputGradient.Intact()));
        }

        parameters.Assert();
        inputs.Assert();
    }

    /// <summary>How far a sum must be from where rounding could turn a derivative or a step over.</summary>
    private static double Margin<T>() => typeof(T) == typeof(float) ? 1e-4 : 1e-9;

    /// <summary>The error of a tensor, relative to its largest magnitude.</summary>
    private sealed class Comparison(string what, double tolerance)
    {
        private double _error, _magnitude;

        public void Add(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual)
        {
            for (int i = 0; i < expected.Length; i++)
            {
                Xunit.Assert.True(double.IsFinite(actual[i]), $"{what}[{i}] is {actual[i]}.");
                _error = Math.Max(_error, Math.Abs(actual[i] - expected[i]));
                _magnitude = Math.Max(_magnitude, Math.Abs(expected[i]));
            }
        }

        public void Assert() => Xunit.Assert.True(_error <= tolerance * _magnitude, $"{what} is off by {_error:E2}, where its largest magnitude is {_magnitude:E2}.");
    }
}
