using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>
/// The shapes of a recurrent layer: the weights of the inputs [gates · units][features] and of the last outputs [gates · units][units], and a bias beside
/// each, as PyTorch has them.
/// </summary>
internal static class RecurrentInference
{
    public static InferredLayer Infer(RecurrentSpec layer, ValueShape input)
    {
        if (input.Rank != 2 && !input.IsStream)
            return InferredLayer.Impossible($"takes a sequence, but is given {input}");
        int gates = GatesOf(layer.Cell), units = layer.Units, rows = (int)System.Math.Min(int.MaxValue, (long)gates * units);
        ValueShape output = input.WithFeatures(units);
        return new InferredLayer(
            input, output,
            new([
                new ParameterShape("weight_ih_l0", ParameterRole.GateWeight, new([rows, input.Features]), input.Features, units),
                new ParameterShape("weight_hh_l0", ParameterRole.RecurrentWeight, new([rows, units]), units, units),
                new ParameterShape("bias_ih_l0", ParameterRole.GateBias, new([rows]), input.Features, units),
                new ParameterShape("bias_hh_l0", ParameterRole.GateBias, new([rows]), units, units),
            ]),
            Operations: 2L * input.Positions * rows * ((long)input.Features + units))
        {
            // The gates, the last outputs and sums of them, of each step and of one more.
            Kept = 3L * (input.Positions + 1) * rows,
        };
    }

    /// <summary>The gates of a cell.</summary>
    public static int GatesOf(RecurrentCell cell) => cell switch
    {
        RecurrentCell.Rnn => 1,
        RecurrentCell.Gru => 3,
        _ => 4,
    };
}
