using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// Turns the chain of affine maps and activations that leads to an output into dense layers. Scaling by constants, before a layer, between its sums and its
/// activation, or after it, goes into that layer's weights and biases, in double precision.
/// </summary>
internal sealed class LayerBuilder(Precision precision)
{
    private readonly List<DenseLayer> _layers = [];
    private readonly LayerNamer _names = new();

    /// <summary>The layer whose activation is not reached yet.</summary>
    private Stage? _dense;
    private double[] _weights = [], _bias = [];

    /// <summary>The scaling that went into this layer from before it.</summary>
    private Folding? _folding;

    /// <summary>What is to be done to the next layer's inputs: scale·x + shift, one number for all or one for each. Kept while there is no layer.</summary>
    private double[] _scale = [1], _shift = [0];

    /// <summary>What computes that, last of all.</summary>
    private Node? _scaling;

    /// <summary>The layers that lead to an output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="precision">In what the network will compute.</param>
    /// <exception cref="NodeException">The chain is not one of dense layers, or scales inputs so that the answer would be lost in them.</exception>
    public static IReadOnlyList<DenseLayer> Build(Signal output, Precision precision)
    {
        var chain = new List<Signal>();
        for (Signal? signal = output; signal is not null; signal = signal.Stage.Previous)
            chain.Add(signal);
        chain.Reverse();
        var builder = new LayerBuilder(precision);
        foreach (Signal signal in chain)
            builder.Add(signal);
        return builder.Finish(output);
    }

    private void Add(Signal signal)
    {
        Stage stage = signal.Stage;
        if (stage.Weights is not null)
            Begin(stage);
        else if (stage.Previous is not null)
            Compose(stage.Scale ?? [1], stage.Shift ?? [0]);

        ActivationMatch match;
        try
        {
            match = ActivationForms.Recognize(signal);
        }
        catch (NodeException e) when (signal.Node is { } node)
        {
            throw new NodeException($"{node.Place}: {e.Message}");
        }

        Compose([match.Slope], [match.Offset]);
        _scaling = signal.Node;
        if (match.Activation == Activation.Linear)
            return;
        if (_dense is null)
            throw new NodeException($"{signal.Node!.Place}: there is no dense layer before the activation {match.Activation}.");
        End(match.Activation);
        Compose([match.Scale], [match.Shift]);
    }

    private IReadOnlyList<DenseLayer> Finish(Signal output)
    {
        if (_dense is not null)
            End(Activation.Linear);
        else if (!IsIdentity && _layers.Count > 0)
            throw new NodeException($"{output.Node!.Place}: its scaling follows the last activation, and there is no dense layer behind to fold it into.");
        return _layers.Count > 0 ? _layers : throw new NodeException("there is no dense layer between the input and the output.");
    }

    private bool IsIdentity => Array.TrueForAll(_scale, factor => factor == 1) && Array.TrueForAll(_shift, term => term == 0);

    private void Begin(Stage stage)
    {
        // Two layers without an activation between stay two.
        if (_dense is not null)
            End(Activation.Linear);
        _dense = stage;
        _weights = stage.Weights!;
        _bias = new double[stage.Units];
        _folding = null;
        if (IsIdentity)
            return;

        // W·(scale·x + shift).
        _folding = new Folding(stage, _scaling!, _scale, _shift, precision);
        _bias = [.. _folding.Moved];
        (_scale, _shift) = ([1], [0]);
    }

    /// <summary>Scales and shifts what there is so far.</summary>
    private void Compose(double[] scale, double[] shift)
    {
        if (_dense is not null)
        {
            for (int unit = 0; unit < _bias.Length; unit++)
            {
                double factor = At(scale, unit);
                _bias[unit] = factor == 1 ? _bias[unit] + At(shift, unit) : factor * _bias[unit] + At(shift, unit);
                if (factor == 1)
                    continue;
                _folding?.Scale(unit, factor);
                foreach (ref double weight in _weights.AsSpan(unit * _dense.Inputs, _dense.Inputs))
                    weight *= factor;
            }

            return;
        }

        int length = Math.Max(Math.Max(_scale.Length, _shift.Length), Math.Max(scale.Length, shift.Length));
        double[] scales = new double[length], shifts = new double[length];
        for (int i = 0; i < length; i++)
        {
            scales[i] = At(scale, i) * At(_scale, i);
            shifts[i] = At(scale, i) * At(_shift, i) + At(shift, i);
        }

        (_scale, _shift) = (scales, shifts);
    }

    private void End(Activation activation)
    {
        Stage stage = _dense!;
        if (_layers.Count > 0 && _layers[^1].Units != stage.Inputs)
            throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"{stage.Node!.Place}: its weights take {stage.Inputs} inputs, but the layer before it has {_layers[^1].Units} units."));
        _folding?.Require(_bias, activation, isFirst: _layers.Count == 0);
        if (precision == Precision.Single && _weights.Concat(_bias).FirstOrDefault(IsBeyondSingle) is not 0 and var large)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"{stage.Node!.Place}: with what is folded into it, it has a weight or bias of {large:G4}, beyond the range of single precision."));
        }

        _layers.Add(new DenseLayer(_names.NameOf(stage, _layers.Count + 1), stage.Inputs, stage.Units, activation, _weights, _bias));
        _dense = null;
    }

    private static bool IsBeyondSingle(double value) => double.IsFinite(value) && !float.IsFinite((float)value);

    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values[index];
}
