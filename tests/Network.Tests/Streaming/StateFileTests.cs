using System;
using System.IO;
using Xunit;

namespace Generated.Tests;

/// <summary>A state's file is checked as a whole before anything of the state is changed.</summary>
public class StateFileTests : IDisposable
{
    private readonly string _file = Path.Combine(Path.GetTempPath(), $"generated-{Guid.NewGuid():N}.safetensors");

    public void Dispose() => File.Delete(_file);

    [Fact]
    public void TheFileHasATensorForEachLayersMemory()
    {
        var state = new ConvolutionMemoryResidualStreamSingle.State();
        state.SaveState(_file);
        using var file = TensorFile.Open(_file);
        Assert.Equal([4L, 6L], file["layer2.history"].Shape);
        Assert.Equal([6L], file["layer5.hidden"].Shape);
        Assert.Equal([6L], file["layer5.cell"].Shape);
        Assert.Equal(3, file.Tensors.Count);
    }

    [Fact]
    public void TheFileOfAnotherNetworkIsRefused()
    {
        var network = new LongShortTermMemoryStreamSingle(1);
        var state = new LongShortTermMemoryStreamSingle.State();
        network.Step([1], state, new float[1]);
        float[] before = new float[state.Length], after = new float[state.Length];
        state.Export(before);

        new GatedRecurrentUnitStreamSingle.State().SaveState(_file);
        Assert.Contains("[8], but expected [16]", Assert.Throws<DataFormatException>(() => state.LoadState(_file)).Message, StringComparison.Ordinal);
        new PlainRecurrentStreamDouble.State().SaveState(_file);
        Assert.Throws<DataFormatException>(() => state.LoadState(_file));
        TensorFile.Save<float>(_file, [new NamedTensor<float>("layer1.hidden", [16], new float[16])]);
        Assert.Contains("no tensor 'layer1.cell'", Assert.Throws<DataFormatException>(() => state.LoadState(_file)).Message, StringComparison.Ordinal);
        TensorFile.Save<float>(_file,
        [
            new NamedTensor<float>("layer1.hidden", [16], new float[16]), new NamedTensor<float>("layer1.cell", [16], new float[16]),
            new NamedTensor<float>("layer2.hidden", [1], new float[1]),
        ]);
        Assert.Contains("'layer2.hidden'", Assert.Throws<DataFormatException>(() => state.LoadState(_file)).Message, StringComparison.Ordinal);
        state.Export(after);
        Assert.Equal(before, after);
        Assert.Throws<ArgumentException>(() => state.CopyTo(new GatedRecurrentUnitStreamSingle.State()));
    }

    [Fact]
    public void AStreamsParametersAreSavedByPyTorchsNames()
    {
        var network = new MemoryFromAStateStreamSingle(3);
        network.SaveWeights(_file);
        using (var file = TensorFile.Open(_file))
        {
            Assert.Equal([20L, 3L], file["layer1.weight_ih_l0"].Shape);
            Assert.Equal([20L, 5L], file["layer1.weight_hh_l0"].Shape);
            Assert.Equal([12L], file["layer2.bias_hh_l0"].Shape);
        }

        var again = new MemoryFromAStateStreamSingle();
        again.LoadWeights(_file);
        Assert.Equal(network.Parameters.ToArray(), again.Parameters.ToArray());

        // As PyTorch calls the modules of a model, and of single cells.
        var rest = new float[MemoryFromAStateStreamSingle.ParameterCount];
        network.ExportParameters(rest);
        Rename("lstm.weight_ih_l0", "lstm.weight_hh_l0", "lstm.bias_ih_l0", "lstm.bias_hh_l0", "gru.weight_ih_l0", "gru.weight_hh_l0", "gru.bias_ih_l0", "gru.bias_hh_l0");
        Rename("a.weight_ih", "a.weight_hh", "a.bias_ih", "a.bias_hh", "b.weight_ih", "b.weight_hh", "b.bias_ih", "b.bias_hh");

        void Rename(params string[] names)
        {
            int[][] shapes = [[20, 3], [20, 5], [20], [20], [12, 5], [12, 4], [12], [12], [2, 4], [2]];
            var tensors = new NamedTensor<float>[10];
            for (int i = 0, at = 0; i < tensors.Length; i++)
            {
                int length = shapes[i].Length == 1 ? shapes[i][0] : shapes[i][0] * shapes[i][1];
                tensors[i] = new NamedTensor<float>(i < 8 ? names[i] : i == 8 ? "head.weight" : "head.bias", shapes[i], rest.AsMemory(at, length));
                at += length;
            }

            TensorFile.Save(_file, tensors);
            var renamed = new MemoryFromAStateStreamSingle();
            renamed.LoadWeights(_file);
            Assert.Equal(network.Parameters.ToArray(), renamed.Parameters.ToArray());
        }
    }

    [Fact]
    public void ParametersStartAsInPyTorch()
    {
        var network = new OddStreamDouble(5);
        foreach ((LayerShape layer, double limit) in new[] { (OddStreamDouble.Shape.Layers[2], 1 / Math.Sqrt(20)), (OddStreamDouble.Shape.Layers[4], 1 / Math.Sqrt(40)) })
        {
            foreach (ParameterTensor tensor in layer.Parameters)
            {
                ReadOnlySpan<double> values = network.Parameters.Slice(tensor.Offset, tensor.Length);
                double largest = 0, sum = 0;
                foreach (double value in values)
                    (largest, sum) = (Math.Max(largest, Math.Abs(value)), sum + value * value);
                Assert.InRange(largest, 0.9 * limit, limit);
                // The variance of U(±a) is a²/3.
                Assert.Equal(limit * limit / 3, sum / values.Length, 0.3 * limit * limit / 3);
            }
        }
    }
}
