using System;
using System.Collections.Generic;
using System.Linq;
using Generated.Bench;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Generated.Compare;

/// <summary>libtorch through TorchSharp, on one thread, as a .NET program would use it.</summary>
internal sealed class LibTorch : IContestant
{
    /// <summary>Loads the library, if it is there and this system's C++ library is new enough.</summary>
    public LibTorch()
    {
        try
        {
            set_num_threads(1);
            Name += FormattableString.Invariant($" {typeof(torch).Assembly.GetName().Version!.ToString(3)}, libtorch {__version__}");
        }
        catch (Exception e) when (e is TypeInitializationException or DllNotFoundException or NotSupportedException)
        {
            Missing = "bench/compare/run.sh fetches libtorch; it loads where libstdc++ is of GCC 13 or newer";
        }
    }

    /// <inheritdoc/>
    public string Name { get; } = "TorchSharp";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public Entry? Enter(Job job)
    {
        Tensor inputs = tensor(job.Inputs, [job.Rows, .. new TorchNetwork(job).InputLengths.Select(length => (long)length)]);
        return job.IsTraining ? EnterTraining(job, inputs) : EnterForward(job, inputs);
    }

    private static Entry EnterForward(Job job, Tensor inputs)
    {
        var network = new Module(job, keepsLogits: false);
        float[][] results;
        using (no_grad())
            results = [.. network.Forward(inputs).Select(output => output.data<float>().ToArray())];
        return new Entry(
            [
                SideBySide.Timed(calls =>
                {
                    using IDisposable mode = inference_mode();
                    for (int i = 0; i < calls; i++)
                    {
                        using DisposeScope scope = NewDisposeScope();
                        network.Forward(inputs);
                    }
                }),
            ],
            job.RowByRow(results));
    }

    private static Entry EnterTraining(Job job, Tensor inputs)
    {
        Activation output = job.Network.Shape.Layers[^1].Activation;
        Tensor targets = tensor(job.Targets, [job.Rows, job.Network.Shape.OutputSize]);
        if (output == Activation.Softmax)
            targets = targets.argmax(1);
        Func<Tensor, Tensor> loss = output switch
        {
            Activation.Softmax => logits => nn.functional.cross_entropy(logits, targets),
            Activation.Sigmoid => values => nn.functional.binary_cross_entropy(values, targets),
            _ => values => (values - targets).square().sum() * (0.5 / job.Rows),
        };
        Func<Tensor> Step(float rate)
        {
            var network = new Module(job, keepsLogits: true);
            optim.Optimizer optimizer = job.Work == Work.AdamStep ? optim.Adam(network.Parameters, rate) : optim.SGD(network.Parameters, rate);
            return () =>
            {
                optimizer.zero_grad();
                Tensor value = loss(network.Forward(inputs)[0]);
                value.backward();
                optimizer.step();
                return value;
            };
        }

        Func<Tensor> compared = Step(Job.ShowingRate), timed = Step(Job.ResidingRate);
        float[] losses = [.. Enumerable.Range(0, Job.ComparedSteps).Select(_ => compared().item<float>())];
        return new Entry(
            [
                SideBySide.Timed(calls =>
                {
                    for (int i = 0; i < calls; i++)
                    {
                        using DisposeScope scope = NewDisposeScope();
                        SideBySide.Consume(timed().item<float>());
                    }
                }),
            ],
            losses);
    }

    /// <summary>The layers as functions of tensors.</summary>
    private sealed class Module
    {
        private readonly TorchNetwork _network;
        private readonly Func<Tensor[], Tensor>[] _layers;

        /// <param name="job">The job.</param>
        /// <param name="keepsLogits">Whether a softmax at the end is left to the loss.</param>
        public Module(Job job, bool keepsLogits)
        {
            _network = new TorchNetwork(job);
            _layers = [.. _network.Layers.Select((layer, i) => Function(layer, keepsLogits && i == _network.Layers.Count - 1))];
        }

        public List<Parameter> Parameters { get; } = [];

        public Tensor[] Forward(Tensor input)
        {
            var values = new Tensor[_layers.Length + 1];
            values[0] = input;
            for (int i = 0; i < _layers.Length; i++)
                values[i + 1] = _layers[i](Array.ConvertAll(_network.Layers[i].Sources, source => values[source]));
            return Array.ConvertAll(_network.Outputs, output => values[output]);
        }

        private Func<Tensor[], Tensor> Function(TorchLayer layer, bool keepsLogits)
        {
            Parameter[] tensors = [.. layer.Tensors.Zip(
                layer.Shapes, (values, shape) => new Parameter(tensor(values, [.. shape.Select(length => (long)length)])))];
            Parameters.AddRange(tensors);
            long[] stride = [layer.Stride, layer.Stride], padding = [layer.Padding, layer.Padding], size = [layer.Size, layer.Size];
            Func<Tensor[], Tensor> sum = layer.Kind switch
            {
                "Dense" => x => nn.functional.linear(x[0], tensors[0], tensors[1]),
                "Conv2D" => x => nn.functional.conv2d(x[0], tensors[0], tensors[1], stride, padding),
                "MaxPool" => x => nn.functional.max_pool2d(x[0], size, stride),
                "Flatten" => x => x[0].flatten(1),
                "Add" => x => x[0] + x[1],
                _ => throw new NotSupportedException($"The comparison has no layer {layer.Kind}."),
            };
            return layer.Activation switch
            {
                "Linear" => sum,
                "ReLU" => x => sum(x).relu_(),
                "Tanh" => x => sum(x).tanh_(),
                "Sigmoid" => x => sum(x).sigmoid_(),
                "Softmax" => keepsLogits ? sum : x => nn.functional.softmax(sum(x), 1),
                _ => throw new NotSupportedException($"The comparison has no activation {layer.Activation}."),
            };
        }
    }
}
