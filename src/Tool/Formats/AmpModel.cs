using System;
using System.Collections.Generic;

namespace Generated.Tool.Formats;

/// <summary>
/// A model of Neural Amp Modeler: an architecture, its sizes, and all numbers in one array. Of an LSTM they are, for each layer: the weights
/// [4·units][inputs + units] with the gates i, f, g, o, their biases, the hidden state and the cell that it starts from; then the head's weights and bias.
/// </summary>
internal static class AmpModel
{
    private const int Most = 1 << 16;

    /// <summary>Reads a model.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="path">The file.</param>
    public static JsonModel Read(JsonValue root, string path)
    {
        string architecture = root["architecture"].Text;
        if (architecture != "LSTM")
            throw root["architecture"].Error($"expected 'LSTM', the architecture of Neural Amp Modeler that is read, but got '{architecture}'.");
        JsonValue config = root["config"];
        int inputs = config["input_size"].Integer(1, Most), units = config["hidden_size"].Integer(1, Most), count = config["num_layers"].Integer(1, Most);
        IReadOnlyList<JsonValue> weights = root["weights"].Items;
        long expected = 4L * units * (inputs + units) + (count - 1) * 8L * units * units + count * 6L * units + units + 1;
        if (weights.Count != expected)
            throw root["weights"].Error(LayerList.Text($"expected {expected} numbers for {count} layers of {units} units, but got {weights.Count}."));

        int read = 0;
        double[] Take(int length)
        {
            double[] values = new double[length];
            for (int i = 0; i < length; i++)
                values[i] = weights[read++].Number;
            return values;
        }

        var layers = new LayerList(path, inputs);
        var state = new List<double>();
        for (int i = 0; i < count; i++)
        {
            (double[] ofInput, double[] ofState) = Split(Take(4 * units * (layers.Features + units)), layers.Features, units);
            layers.Add(LayerList.Text($"Lstm({units})"), units, ofInput, ofState, Take(4 * units), new double[4 * units]);
            state.AddRange(Take(2 * units));
        }

        layers.Add("Dense(1)", 1, Take(units), Take(1));
        return new JsonModel(layers.Build(), "Neural Amp Modeler", state);
    }

    /// <summary>Parts rows of weights of the input and of the state before.</summary>
    private static (double[] OfInput, double[] OfState) Split(double[] rows, int inputs, int units)
    {
        double[] ofInput = new double[4 * units * inputs], ofState = new double[4 * units * units];
        for (int row = 0; row < 4 * units; row++)
        {
            rows.AsSpan(row * (inputs + units), inputs).CopyTo(ofInput.AsSpan(row * inputs));
            rows.AsSpan(row * (inputs + units) + inputs, units).CopyTo(ofState.AsSpan(row * units));
        }

        return (ofInput, ofState);
    }
}
