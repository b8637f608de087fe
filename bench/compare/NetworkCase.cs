using System;
using System.Linq;
using Generated.Onnx;

namespace Generated.Compare;

/// <summary>A generated network without its type: what it is called, its layers and its calls.</summary>
internal sealed class NetworkCase
{
    private NetworkCase(string name, NetworkShape shape, Func<Instance> create) => (Name, Shape, Create) = (name, shape, create);

    /// <summary>Calls <c>Forward</c> directly on the class, as a user does: for a network of some nanoseconds a delegate would show.</summary>
    public delegate void SampleLoop<TNetwork>(TNetwork network, float[] input, float[] output, int calls);

    /// <summary>A pass from inputs to outputs.</summary>
    public delegate void ForwardPass(ReadOnlySpan<float> inputs, Span<float> outputs);

    /// <summary>A pass from inputs and targets to the gradient of the mean loss, which is returned.</summary>
    public delegate float BackwardPass(ReadOnlySpan<float> inputs, ReadOnlySpan<float> targets, Span<float> gradient);

    /// <summary>A parameter vector.</summary>
    public delegate Span<float> Vector();

    /// <summary>The sizes, and what else tells it from others.</summary>
    public string Name { get; }

    /// <summary>The layers.</summary>
    public NetworkShape Shape { get; }

    /// <summary>Makes a network, always with the same parameters.</summary>
    public Func<Instance> Create { get; }

    /// <summary>The multiplications and additions of a sample's forward pass.</summary>
    public long ForwardOperations => 2L * Shape.Layers.Sum(Products);

    /// <summary>
    /// Those that a sample's share of a training step cannot do without: forward, the gradient of the weights, and the gradient of the
    /// inputs of all layers but those that take the network's. The update is not counted.
    /// </summary>
    public long TrainingOperations => 2 * ForwardOperations + 2L * Shape.Layers.Where((layer, i) => !TakesInput(layer, i)).Sum(Products);

    /// <summary>Describes a network class.</summary>
    /// <typeparam name="TNetwork">The class.</typeparam>
    /// <typeparam name="TLoss">The loss that it is trained with.</typeparam>
    /// <param name="name">The sizes, and what else tells it from others.</param>
    /// <param name="samples">Passes one sample forward many times; none, if that is not measured.</param>
    public static NetworkCase Of<TNetwork, TLoss>(string name, SampleLoop<TNetwork>? samples = null)
        where TNetwork : class, INetwork<TNetwork, float>
        where TLoss : struct, ILoss<float> => new(name, TNetwork.Shape, () =>
        {
            TNetwork network = TNetwork.Create(seed: 1);
            return new Instance(
                () => network.Parameters, network.ExportParameters, network.ForwardBatch, network.BackwardBatch<TLoss>,
                (input, output, calls) => samples!(network, input, output, calls), path => network.SaveOnnx(path));
        });

    /// <summary>The products of a layer: its weights, each as often as there are positions.</summary>
    private static long Products(LayerShape layer) => (long)layer.WeightCount * layer.OutputSize / layer.Units;

    private bool TakesInput(LayerShape layer, int index) => layer.Sources.Count == 0 ? index == 0 : layer.Sources.Any(source => source < Shape.Inputs.Count);

    /// <summary>The calls of one network.</summary>
    /// <param name="Parameters">Its parameter vector.</param>
    /// <param name="ExportParameters">Copies its parameters in the canonical order.</param>
    /// <param name="ForwardBatch">Its pass over many samples.</param>
    /// <param name="BackwardBatch">Its gradient.</param>
    /// <param name="Samples">Passes one sample forward, as many times as told.</param>
    /// <param name="SaveOnnx">Writes it as an ONNX model.</param>
    public sealed record Instance(
        Vector Parameters, Instance.Export ExportParameters, ForwardPass ForwardBatch, BackwardPass BackwardBatch,
        Action<float[], float[], int> Samples, Action<string> SaveOnnx)
    {
        /// <summary>Copies parameters.</summary>
        public delegate void Export(Span<float> canonical);
    }
}
