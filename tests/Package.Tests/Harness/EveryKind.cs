using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using Xunit;

namespace Generated.Tests;

/// <summary>A program with a network of each kind: every activation in both precisions, radial basis functions; trained, saved and read by every loss and optimiser.</summary>
internal static class EveryKind
{
    private static readonly Type[] s_public = typeof(Activation).Assembly.GetExportedTypes();

    private static readonly string[] s_losses = [.. s_public
        .Where(type => type.Namespace == "Generated" && type.IsValueType && typeof(ILoss<float>).IsAssignableFrom(type)).Select(type => type.Name)];

    /// <summary>The losses that are defined for probabilities only.</summary>
    private static readonly string[] s_lossesOfProbabilities = [nameof(BinaryCrossEntropy), nameof(CategoricalCrossEntropy), nameof(KullbackLeibler)];

    /// <summary>The losses that take any numbers for logits, which only some outputs give.</summary>
    private static readonly string[] s_lossesOfLogits = [.. s_losses.Where(loss => loss.EndsWith("FromLogits", StringComparison.Ordinal))];

    private static readonly string[] s_optimizers = [.. s_public
        .Where(type => type.BaseType is { IsGenericType: true } && !type.IsAbstract && Bases(type).Any(parent => parent.Name == "Optimizer`1")).Select(type => type.Name.Split('`')[0])];

    /// <summary>How many lines the program prints: one a network.</summary>
    public static int Lines => Networks().Count();

    /// <param name="last">A statement that the program ends with.</param>
    public static string Program(string last)
    {
        var text = new StringBuilder("""
            using System;
            using System.IO;
            using System.Linq;
            using System.Numerics;
            using Generated;

            """);
        foreach (((string name, string type, _), int i) in Networks().Select((network, i) => (network, i)))
        {
            text.Append(name.StartsWith("Step", StringComparison.Ordinal)
                ? $"Exercise.Learn<{name}, {type}>(new {name}(seed: {i}));\n"
                : $"Exercise.Run<{name}, {type}, {Loss(name, i)}>(new {name}(seed: {i}), new {s_optimizers[i % s_optimizers.Length]}<{type}>(0.01));\n");
        }

        Assert.All(s_losses.Concat(s_optimizers), used => Assert.Matches($@"\b{used}\b", text.ToString()));
        text.Append(last).Append("\n\n");
        foreach ((string name, _, string attributes) in Networks())
            text.Append($"{attributes}\ninternal sealed partial class {name};\n\n");
        return text.Append("""
            internal static class Exercise
            {
                public static void Run<TNetwork, T, TLoss>(TNetwork network, IOptimizer<T> optimizer)
                    where TNetwork : class, INetwork<TNetwork, T>
                    where T : unmanaged, IBinaryFloatingPointIeee754<T>
                    where TLoss : struct, ILoss<T>
                {
                    Dataset<T> data = Data<T>();
                    string folder = Directory.CreateTempSubdirectory("generated-").FullName;
                    Trainer<TNetwork, T>? trainer = null;
                    trainer = new Trainer<TNetwork, T>(network)
                    {
                        Epochs = 2, BatchSize = 4, Seed = 1, MaxDegreeOfParallelism = 2, ClipNorm = 1,
                        Schedule = new LinearWarmup(2).Then(new CosineSchedule(4)),
                        EarlyStopping = new EarlyStopping { Patience = 5 }, Validation = data,
                        EpochCompleted = _ => trainer!.SaveCheckpoint(Path.Combine(folder, "checkpoint")),
                    };
                    trainer.Train<TLoss>(data, optimizer);

                    network.SaveWeights(Path.Combine(folder, "weights.safetensors"));
                    var loaded = TNetwork.Create();
                    loaded.LoadWeights(Path.Combine(folder, "weights.safetensors"));
                    Directory.Delete(folder, recursive: true);

                    Pca<T> pca = Pca<T>.Fit(data, Components.Exactly(2));
                    Print<TNetwork, T>(loaded, data, $"{trainer.Evaluate<TLoss>(data).Loss} {pca.ExplainedVariance[0]}");
                }

                public static void Learn<TNetwork, T>(TNetwork network)
                    where TNetwork : class, INetwork<TNetwork, T>
                    where T : unmanaged, IBinaryFloatingPointIeee754<T>
                {
                    Dataset<T> data = Data<T>();
                    LearningHistory history = new PerceptronRule<TNetwork, T>(network) { Epochs = 5 }.Train(data);
                    Print<TNetwork, T>(network, data, $"{history.Epochs[^1].Error}");
                }

                private static Dataset<T> Data<T>()
                    where T : unmanaged, IBinaryFloatingPointIeee754<T>
                {
                    var random = new Random(1);
                    T[] inputs = Enumerable.Range(0, 24).Select(_ => T.CreateChecked(2 * random.NextDouble() - 1)).ToArray();
                    T[] targets = Enumerable.Range(0, 16).Select(i => T.CreateChecked(i % 2)).ToArray();
                    return new Dataset<T>(inputs, inputSize: 3, targets, targetSize: 2);
                }

                private static void Print<TNetwork, T>(TNetwork network, Dataset<T> data, string more)
                    where TNetwork : class, INetwork<TNetwork, T>
                    where T : unmanaged, IBinaryFloatingPointIeee754<T>
                {
                    var outputs = new T[16];
                    network.ForwardBatch(data.Inputs, outputs);
                    Console.WriteLine($"{typeof(TNetwork).Name}: {string.Join(' ', outputs)} {more}");
                }
            }

            """).ToString();
    }

    private static IEnumerable<(string Name, string Type, string Attributes)> Networks()
    {
        foreach ((string type, string precision) in new[] { ("float", "Single"), ("double", "Double") })
        {
            foreach (Activation activation in Enum.GetValues<Activation>())
            {
                // Behind another layer a linear one is a mistake, and one of thresholds does not learn.
                string layers = activation is Activation.Linear or Activation.Step ? "3, 2" : $"3, 5, 2, Hidden = Activation.{activation}";
                yield return ($"{activation}{precision}", type, $"[Network({layers}, Output = Activation.{activation}, Precision = Precision.{precision})]");
            }

            yield return ($"RadialBasis{precision}", type, $"[Network(3, Precision = Precision.{precision})] [RadialBasis(4)] [Dense(2, Activation.Linear)]");
            yield return ($"Wide{precision}", type, $"[Network(3, 70, 2, Hidden = Activation.ReLU, Output = Activation.Softmax, Precision = Precision.{precision})]");
        }
    }

    private static string Loss(string network, int i)
    {
        string[] others = [.. s_losses.Except(s_lossesOfProbabilities).Except(s_lossesOfLogits)];
        return network.StartsWith("Sigmoid", StringComparison.Ordinal) ? nameof(BinaryCrossEntropy)
            : network.StartsWith("Softmax", StringComparison.Ordinal) ? nameof(CategoricalCrossEntropy)
            : network.StartsWith("Wide", StringComparison.Ordinal) ? nameof(KullbackLeibler)
            : network.StartsWith("Linear", StringComparison.Ordinal) || network.StartsWith("LeakyReLU", StringComparison.Ordinal)
                || network.StartsWith("RadialBasis", StringComparison.Ordinal) ? s_lossesOfLogits[i % s_lossesOfLogits.Length]
            : others[i % others.Length];
    }

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? parent = type.BaseType; parent is not null; parent = parent.BaseType)
            yield return parent;
    }
}
