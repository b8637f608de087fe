using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Onnx.Import;

/// <summary>Layers one behind the other from one value of a graph: matrices, scaling, and functions of what they give, of which each has one reader.</summary>
internal sealed class GraphSegment(GraphLayers layers, int value, Precision precision, ICollection<string> notes)
{
    private int _value = value;

    /// <summary>The layer whose activation is not reached yet.</summary>
    private Stage? _dense;
    private double[] _weights = [], _bias = [];
    private bool _hasBias;

    /// <summary>What is to be done to the value: scale·x + shift, one number for all features or one for each. None while there is a layer.</summary>
    private double[] _scale = [1], _shift = [0];

    /// <summary>Which of its features are taken, in which order, before that; null for all.</summary>
    private int[]? _selected;
    private Node? _node;

    /// <summary>Whether the scaling begins with what is taken off or added, as a normalisation does.</summary>
    private bool _startsWithShift;

    /// <summary>Adds what a signal computes.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="isGiven">Whether the value is its stage's z already.</param>
    public void Add(Signal signal, bool isGiven)
    {
        Stage stage = signal.Stage;
        _node = signal.Node ?? stage.Node ?? _node;
        if (!isGiven && stage.Weights is not null)
            Begin(stage);
        else if (!isGiven && stage.Selected is { } selected)
            Select(stage, selected);
        else if (!isGiven)
            Scale(stage);

        if (_dense is null && signal.Formula.SingleAtom is { } number && stage.Atom(number) is { Function: "Clip", Argument: { IsAffine: true } argument } clip
            && clip.Upper > 0 && clip.Lower == -clip.Upper && !(clip.Upper == 1 && IsIdentity) && double.IsFinite(clip.Upper))
        {
            Compose([argument.Slope], [argument.Constant]);
            AddNormalization(clip.Upper);
            return;
        }

        ActivationMatch match = ActivationForms.Limits(signal) ?? ActivationForms.Recognize(signal);
        if (_dense is null && IsIdentity)
            _startsWithShift = match.Offset != 0;
        Compose([match.Slope], [match.Offset]);
        if (match.Activation == Activation.Linear)
            return;
        Flush(match.Activation);
        Compose([match.Scale], [match.Shift]);
    }

    private void Scale(Stage stage)
    {
        if (_dense is null && IsIdentity)
            _startsWithShift = stage.Shift is not null && (stage.Scale is null || stage.Node?.Operator == "BatchNormalization");
        Compose(stage.Scale ?? [1], stage.Shift ?? [0]);
    }

    /// <summary>Adds what is still to be done.</summary>
    /// <returns>The value that comes out.</returns>
    public int Finish()
    {
        Flush(Activation.Linear);
        return _value;
    }

    private bool IsIdentity => _selected is null && Array.TrueForAll(_scale, factor => factor == 1) && Array.TrueForAll(_shift, term => term == 0);

    private void Begin(Stage stage)
    {
        // Factors alone go into the weights, if these stay normal numbers.
        if (_dense is not null || stage.Convolution is not null || !Array.TrueForAll(_shift, term => term == 0)
            || Array.Exists(_scale, factor => factor != 0 && Math.Abs(Math.Log2(Math.Abs(factor))) > 32))
            Flush(Activation.Linear);
        int features = layers.FeaturesOf(_value);
        int given = _selected?.Length ?? features;
        if (stage.Convolution is null && stage.Inputs != given)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"{stage.Node!.Place}: its weights take {stage.Inputs} inputs, but {given} are given."));
        }

        _weights = [.. stage.Weights!];
        if (_selected is not null || Array.Exists(_scale, factor => factor != 1))
        {
            // What is not taken has the weight 0.
            stage.Node!.Context.Budget.TakeElements((long)stage.Units * features);
            int[] taken = _selected ?? [.. Enumerable.Range(0, features)];
            _weights = new double[Tensor.CountOf([stage.Units, features])];
            for (int unit = 0; unit < stage.Units; unit++)
            {
                for (int i = 0; i < taken.Length; i++)
                    _weights[unit * features + taken[i]] += stage.Weights![unit * taken.Length + i] * At(_scale, i);
            }
        }

        (_dense, _bias, _scale, _shift, _selected, _hasBias) = (stage, new double[stage.Units], [1], [0], null, false);
    }

    private void Select(Stage stage, int[] selected)
    {
        if (_dense is { Convolution: null })
        {
            int columns = _weights.Length / _bias.Length, units = _bias.Length;
            if (selected.Max() >= units)
                throw new NodeException($"{stage.Node!.Place}: it takes a part of more values than there are.");
            int used = selected.Distinct().Count();
            if (used < units)
            {
                notes.Add(string.Create(CultureInfo.InvariantCulture,
                    $"Of the {units} units of a layer, {used} are used ({stage.Node!.Place}); the others are left out."));
            }

            stage.Node!.Context.Budget.TakeElements((long)selected.Length * columns);
            double[] weights = _weights, bias = _bias;
            _weights = [.. selected.SelectMany(unit => weights.AsSpan(unit * columns, columns).ToArray())];
            _bias = Array.ConvertAll(selected, unit => bias[unit]);
            return;
        }

        Flush(Activation.Linear, keepsSelection: true);
        _selected = _selected is { } before ? Array.ConvertAll(selected, index => before[index]) : selected;
        // Neighbours are a layer; others wait for the weights that read them.
        if (IsRange(_selected))
            FlushSelection();
    }

    private void Compose(double[] scale, double[] shift)
    {
        if (_dense is not null)
        {
            int columns = _weights.Length / _bias.Length;
            _hasBias |= shift.Length > 1 || shift[0] != 0;
            for (int unit = 0; unit < _bias.Length; unit++)
            {
                double factor = At(scale, unit);
                _bias[unit] = factor == 1 ? _bias[unit] + At(shift, unit) : factor * _bias[unit] + At(shift, unit);
                if (factor == 1)
                    continue;
                foreach (ref double weight in _weights.AsSpan(unit * columns, columns))
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

    private void Flush(Activation activation, bool keepsSelection = false)
    {
        if (_dense is { } stage)
        {
            RequireRange([.. _weights, .. _bias]);
            int columns = _weights.Length / _bias.Length;
            int[] shape = stage.Convolution is { } convolution ? [.. convolution.Shape] : [_bias.Length, columns];
            var weights = new ModelTensor("weight", ParameterRole.Weight, shape, _weights);
            int[] lengths = stage.Convolution is { } given ? [.. given.Lengths] : [.. layers.LengthsOf(_value).SkipLast(1), _bias.Length];
            _value = layers.Add(
                stage.Convolution?.Kind ?? LayerKind.Dense, [_value], lengths,
                _hasBias ? [weights, new("bias", ParameterRole.Bias, [_bias.Length], _bias)] : [weights],
                stage.Convolution?.Settings ?? [], stage, activation);
            _dense = null;
            return;
        }

        if (keepsSelection && Array.TrueForAll(_scale, factor => factor == 1) && Array.TrueForAll(_shift, term => term == 0))
            return;
        FlushSelection();
        if (!IsIdentity && _startsWithShift && layers.IsInput(_value) && activation == Activation.Linear && Array.TrueForAll(_scale, factor => factor > 0))
        {
            AddNormalization(double.PositiveInfinity);
        }
        else if (!IsIdentity)
        {
            int features = layers.FeaturesOf(_value);
            double[] scale = Spread(_scale, features), shift = Spread(_shift, features);
            RequireRange([.. scale, .. shift]);
            _value = layers.Add(
                LayerKind.Scale, [_value], layers.LengthsOf(_value),
                [new("weight", ParameterRole.Gain, [features], scale), new("bias", ParameterRole.Bias, [features], shift)], [], null, activation);
        }
        else if (activation != Activation.Linear)
        {
            _value = layers.Add(LayerKind.Activation, [_value], layers.LengthsOf(_value), [], [], null, activation);
        }

        (_scale, _shift, _startsWithShift) = ([1], [0], false);
    }

    /// <summary>(x − m)/s for scale·x + shift, limited to ±clip.</summary>
    private void AddNormalization(double clip)
    {
        FlushSelection();
        int features = layers.FeaturesOf(_value);
        double[] scale = Spread(_scale, features), shift = Spread(_shift, features);
        if (Array.Exists(scale, factor => !(factor > 0)))
            throw new NodeException("it limits what is multiplied by a number that is not above 0, which no normalisation does.");
        double[] deviation = Array.ConvertAll(scale, factor => 1 / factor), mean = [.. shift.Zip(scale, (term, factor) => 0 - term / factor)];
        RequireRange([.. deviation, .. mean]);
        _value = layers.Add(
            LayerKind.Normalization, [_value], layers.LengthsOf(_value),
            [new("mean", ParameterRole.Mean, [features], mean), new("deviation", ParameterRole.Deviation, [features], deviation)],
            [new("Clip", clip)], null);
        (_scale, _shift) = ([1], [0]);
    }

    private void FlushSelection()
    {
        if (_selected is not { } selected)
            return;
        if (!IsRange(selected))
            throw new NodeException("it takes values that do not stand side by side, and no dense layer reads them.");
        if (selected.Length < layers.FeaturesOf(_value))
        {
            int[] lengths = [.. layers.LengthsOf(_value).SkipLast(1), selected.Length];
            _value = layers.Add(LayerKind.Slice, [_value], lengths, [], [new("Start", selected[0]), new("Length", selected.Length)], null);
        }

        _selected = null;
    }

    private void RequireRange(IEnumerable<double> values)
    {
        if (precision == Precision.Single && values.FirstOrDefault(value => double.IsFinite(value) && !float.IsFinite((float)value)) is not 0 and var large)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"{_node?.Place}: with what is folded into it, it has a parameter of {large:G4}, beyond the range of single precision."));
        }
    }

    private static bool IsRange(int[] selected) => selected.Select((index, i) => index - i).Distinct().Count() == 1;

    private static double[] Spread(double[] values, int length)
    {
        if (values.Length == length)
            return values;
        double[] spread = new double[length];
        Array.Fill(spread, values.Length == 1 ? values[0]
            : throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"it has {values.Length} constants for {length} features.")));
        return spread;
    }

    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values[index];
}
