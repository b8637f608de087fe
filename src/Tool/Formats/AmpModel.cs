using System;
using System.Collections.Generic;

namespace Generated.Tool.Formats;

/// <summary>
/// A model of Neural Amp Modeler: an architecture, its sizes, and all numbers in one array. Of an LSTM they are, for each layer: the weights
/// [4·units][inputs + units] with the gates i, f, g, o, their biases, the hidden state and the cell that it starts from; then the head's weights and bias.
/// </summary>
internal static class AmpModel
{
    private const int Most = 1 << 14;

    /// <summary>Reads a model.</summary>
    /// <param name="root">What the file holds.</param>
    /// <param name="path">The file.</param>
    public static JsonModel Read(JsonValue root, string path)
    {
        string architecture = root["architecture"].Text;
        JsonValue config = root["config"];
        if (architecture is not ("LSTM" or "WaveNet"))
            throw root["architecture"].Error($"expected 'LSTM' or 'WaveNet', which are read, but got '{architecture}'.");
        int inputs = architecture == "LSTM" ? config["input_size"].Integer(1, Most) : 1;
        var layers = new LayerList(path, inputs);
        var state = new List<double>();
        IReadOnlyList<JsonValue> weights = root.Find("weights")?.Items ?? [];
        int read = 0;
        double[] Take(int length)
        {
            if (length > weights.Count - read)
                throw root["weights"].Error(LayerList.Text($"expected more numbers for these sizes, but got {weights.Count}."));
            double[] values = new double[length];
            for (int i = 0; i < length; i++)
                values[i] = weights[read++].Number;
            return values;
        }

        if (architecture == "LSTM")
            ReadRecurrent(layers, config, state, Take);
        else
            new AmpWaveNet(layers, Take).Read(config);
        if (read != weights.Count)
            throw root["weights"].Error(LayerList.Text($"expected {read} numbers for these sizes, but got {weights.Count}."));
        return new JsonModel(layers.Build(), "Neural Amp Modeler", state);
    }

    private static void ReadRecurrent(LayerList layers, JsonValue config, List<double> state, Func<int, double[]> take)
    {
        int units = config["hidden_size"].Integer(1, Most / 4), count = config["num_layers"].Integer(1, Most);
        for (int i = 0; i < count; i++)
        {
            (double[] ofInput, double[] ofState) = Split(take(4 * units * (layers.Features + units)), layers.Features, units);
            layers.Add(LayerList.Text($"Lstm({units})"), units, ofInput, ofState, take(4 * units), new double[4 * units]);
            state.AddRange(take(2 * units));
        }

        layers.Add("Dense(1)", 1, take(units), take(1));
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
