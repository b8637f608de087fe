using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>
/// Turns the chain of affine maps and activations that leads to an output into dense layers. Scaling by constants, before a layer, between its sums and its
/// activation, or after it, goes into that layer's weights and biases, in double precision.
/// </summary>
internal sealed class LayerBuilder(Precision precision, ICollection<string> notes)
{
    private readonly List<DenseLayer> _layers = [];
    private readonly LayerNamer _names = new();

    /// <summary>The layer whose activation is not reached yet.</summary>
    private Stage? _dense;
    private double[] _weights = [], _bias = [];

    /// <summary>What is taken of the next layer's inputs, before that is scaled; null for all. Kept while there is no layer.</summary>
    private int[]? _selected;

    /// <summary>Of how many inputs it is taken, and by what, last of all.</summary>
    private int _selectedFrom;
    private Stage? _selecting;

    /// <summary>The scaling that went into this layer from before it.</summary>
    private Folding? _folding;

    /// <summary>What is to be done to the next layer's inputs: scale·x + shift, one number for all or one for each. Kept while there is no layer.</summary>
    private double[] _scale = [1], _shift = [0];

    /// <summary>What computes that, last of all.</summary>
    private Node? _scaling;

    /// <summary>The layers that lead to an output.</summary>
    /// <param name="output">The output.</param>
    /// <param name="precision">In what the network will compute.</param>
    /// <param name="notes">Where to say which units and inputs are not used.</param>
    /// <exception cref="NodeException">The chain is not one of dense layers, or scales inputs so that the answer would be lost in them.</exception>
    public static IReadOnlyList<DenseLayer> Build(Signal output, Precision precision, ICollection<string> notes)
    {
        var chain = new List<Signal>();
        for (Signal? signal = output; signal is not null; signal = signal.Stage.Previous)
            chain.Add(signal);
        chain.Reverse();
        var builder = new LayerBuilder(precision, notes);
        foreach (Signal signal in chain)
            builder.Add(signal);
        return builder.Finish(output);
    }

    private void Add(Signal signal)
    {
        Stage stage = signal.Stage;
        if (stage.Weights is not null)
            Begin(stage);
        else if (stage.Selected is not null)
            Select(stage);
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
        if (_layers.Count == 0)
            throw new NodeException("there is no dense layer between the input and the output.");
        if (!IsIdentity)
        {
            string problem = ActivationForms.OtherLimitsOf(output) ?? "its scaling follows the last activation";
            throw new NodeException($"{output.Node!.Place}: {problem}, and there is no dense layer behind to fold it into.");
        }

        return _selected is null ? _layers : throw new NodeException(
            $"{_selecting!.Node!.Place}: it takes some of the values that Softmax gives, which depend on all of them, and no dense layer follows.");
    }

    private bool IsIdentity => Array.TrueForAll(_scale, factor => factor == 1) && Array.TrueForAll(_shift, term => term == 0);

    private void Begin(Stage stage)
    {
        // Two layers without an activation between stay two.
        if (_dense is not null)
            End(Activation.Linear);
        stage = _selected is not null ? WithZeros(stage) : Copied(stage);
        _dense = stage;
        _weights = stage.Weights!;
        _bias = new double[stage.Units];
        _folding = null;
        if (!IsIdentity)
        {
            // W·(scale·x + shift).
            _folding = new Folding(stage, _scaling!, _scale, _shift, precision);
            _bias = [.. _folding.Moved];
        }

        (_scale, _shift) = ([1], [0]);
    }

    /// <summary>The layer with weights that may be changed: those of the graph are read again where it turns out to be no chain.</summary>
    private static Stage Copied(Stage stage)
    {
        stage.Node!.Context.Budget.TakeElements(stage.Weights!.Length);
        return new Stage(stage.Previous, stage.Node)
        {
            Weights = [.. stage.Weights],
            WeightsName = stage.WeightsName,
            IsDouble = stage.IsDouble,
            Inputs = stage.Inputs,
            Units = stage.Units,
        };
    }

    /// <summary>Takes some of the values that there are so far: units of a layer, or of what the next layer's inputs will be.</summary>
    private void Select(Stage stage)
    {
        int[] selected = stage.Selected!;
        Budget budget = stage.Node!.Context.Budget;
        int given = _dense is not null ? _bias.Length : _selected is not null ? _selected.Length : _layers.Count > 0 ? _layers[^1].Units : stage.Inputs;
        if (given != stage.Inputs)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"{stage.Node.Place}: it takes a part of {stage.Inputs} values, but {given} are given."));
        }

        if (_dense is not null)
        {
            NoteUnused(stage, _names.NextNameOf(_dense, _layers.Count + 1), _bias.Length);
            budget.TakeElements((long)selected.Length * (_dense.Inputs + 4));
            _weights = Rows(_weights, _dense.Inputs, selected);
            _bias = Array.ConvertAll(selected, unit => _bias[unit]);
            _folding?.Select(selected);
            return;
        }

        (_scale, _shift) = (Part(_scale, selected), Part(_shift, selected));
        if (_selected is null && _layers.Count > 0 && _layers[^1] is { Activation: not Activation.Softmax } layer)
        {
            // Each unit's activation is of its own sum alone.
            NoteUnused(stage, layer.Name, layer.Units);
            budget.TakeElements((long)selected.Length * (layer.Inputs + 1));
            _layers[^1] = new DenseLayer(layer.Name, layer.Inputs, selected.Length, layer.Activation, Rows(layer.Weights.Span, layer.Inputs, selected),
                Array.ConvertAll(selected, unit => layer.Bias.Span[unit]));
            return;
        }

        if (_selected is null)
            _selectedFrom = stage.Inputs;
        _selecting = stage;
        _selected = _selected is { } before ? Array.ConvertAll(selected, value => before[value]) : selected;
        if (_selected.Distinct().Count() < _selected.Length)
            throw new NodeException($"{stage.Node.Place}: it takes a value twice, and no dense layer before it has a unit for each.");
    }

    /// <summary>The layer with a zero weight for each input that it does not read, and the scaling before it with none of those.</summary>
    private Stage WithZeros(Stage stage)
    {
        int[] selected = _selected!;
        Node node = _selecting!.Node!;
        if (selected.Length != stage.Inputs)
            throw Mismatch(stage, selected.Length);
        int inputs = _selectedFrom;
        node.Context.Budget.TakeElements(((long)stage.Units + 2) * inputs);
        var weights = new double[Tensor.CountOf([stage.Units, inputs])];
        for (int unit = 0; unit < stage.Units; unit++)
        {
            for (int i = 0; i < selected.Length; i++)
                weights[unit * inputs + selected[i]] = stage.Weights![unit * selected.Length + i];
        }

        (_scale, _shift) = (Spread(_scale, 1), Spread(_shift, 0));
        if (selected.Length < inputs)
        {
            string values = _layers.Count == 0 ? "inputs" : $"units of layer '{_layers[^1].Name}'";
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"Of {inputs} {values}, {selected.Length} are read ({node.Place}); the weights of the others are 0."));
        }

        _selected = null;
        return new Stage(stage.Previous, stage.Node)
        {
            Weights = weights,
            WeightsName = stage.WeightsName,
            IsDouble = stage.IsDouble,
            Inputs = inputs,
            Units = stage.Units,
        };

        double[] Spread(double[] values, double missing)
        {
            if (values.Length == 1)
                return values;
            var spread = new double[inputs];
            Array.Fill(spread, missing);
            for (int i = 0; i < selected.Length; i++)
                spread[selected[i]] = values[i];
            return spread;
        }
    }

    private void NoteUnused(Stage stage, string layer, int units)
    {
        int used = stage.Selected!.Distinct().Count();
        if (used < units)
            notes.Add(string.Create(CultureInfo.InvariantCulture,
                $"Of the {units} units of layer '{layer}', {used} are used ({stage.Node!.Place}); the others are left out."));
    }

    private static double[] Rows(ReadOnlySpan<double> matrix, int columns, int[] selected)
    {
        var rows = new double[Tensor.CountOf([selected.Length, columns])];
        for (int i = 0; i < selected.Length; i++)
            matrix.Slice(selected[i] * columns, columns).CopyTo(rows.AsSpan(i * columns));
        return rows;
    }

    private static double[] Part(double[] values, int[] selected) => values.Length == 1 ? values : Array.ConvertAll(selected, value => values[value]);

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
            throw Mismatch(stage, _layers[^1].Units);
        _folding?.Require(_bias, activation, isFirst: _layers.Count == 0);
        if (precision == Precision.Single && _weights.Concat(_bias).FirstOrDefault(IsBeyondSingle) is not 0 and var large)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"{stage.Node!.Place}: with what is folded into it, it has a weight or bias of {large:G4}, beyond the range of single precision."));
        }

        _layers.Add(new DenseLayer(_names.NameOf(stage, _layers.Count + 1), stage.Inputs, _bias.Length, activation, _weights, _bias));
        _dense = null;
    }

    private static NodeException Mismatch(Stage stage, int given) => new(string.Create(CultureInfo.InvariantCulture,
        $"{stage.Node!.Place}: its weights take {stage.Inputs} inputs, but the layer before it has {given} units."));

    private static bool IsBeyondSingle(double value) => double.IsFinite(value) && !float.IsFinite((float)value);

    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values[index];
}
