using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using DataType = Generated.Onnx.Proto.TensorProto.Types.DataType;

namespace Generated.Onnx.Import.Operators;

/// <summary>The operators of <c>ai.onnx.ml</c>, as scikit-learn's exporter writes linear models and what stands around networks.</summary>
internal static class MachineLearningOperators
{
    public static Dictionary<string, Func<Node, Value[]>> All { get; } = new(StringComparer.Ordinal)
    {
        ["Scaler"] = node => [Scaler(node)],
        ["ZipMap"] = node => [node.Input(0)],
        ["LinearRegressor"] = node => [LinearRegressor(node)],
        ["LinearClassifier"] = LinearClassifier,
        ["Normalizer"] = _ => throw new NodeException("it divides each sample by its own length, which a dense layer cannot."),
        ["ArrayFeatureExtractor"] = _ => throw new NodeException("it gives labels; read the values that they are chosen by."),
        ["LabelEncoder"] = _ => throw new NodeException("it gives labels; read the values that they are chosen by."),
    };

    /// <summary>(x − offset)·scale.</summary>
    private static Signal Scaler(Node node)
    {
        Signal input = node.Signal(0);
        Tensor offset = Vector(node.Floats("offset") ?? [0]), scale = Vector(node.Floats("scale") ?? [1]);
        return DenseOperators.ScaledBy(DenseOperators.ShiftedBy(input, DenseOperators.Negated(offset, node), node), scale, node);
    }

    private static Signal LinearRegressor(Node node)
    {
        float[] coefficients = node.Floats("coefficients") ?? [], intercepts = node.Floats("intercepts") ?? [];
        return Transformed(Sums(node, (int)Math.Clamp(node.Int("targets", 1), 0, int.MaxValue), coefficients, intercepts), node);
    }

    /// <summary>A class by its number or name, and the scores of all. Of two classes whose scores are 1 − p and p, the network computes p.</summary>
    private static Value[] LinearClassifier(Node node)
    {
        float[] coefficients = node.Floats("coefficients") ?? [], intercepts = node.Floats("intercepts") ?? [];
        int labels = Math.Max(node.Ints("classlabels_ints")?.Length ?? 0, node.Texts("classlabels_strings")?.Length ?? 0);
        int classes = intercepts.Length > 0 ? intercepts.Length : labels;
        if (classes == 1 && labels == 2)
            throw new NodeException("it has the coefficients of one class and the names of two; state those of both.");
        var label = new FailedValue($"{node.Place}: its first output is a label; its second one, '{node.Proto.Output.ElementAtOrDefault(1)}', is the classes' scores.");
        if (!IsLogisticRegression(node, classes, coefficients, intercepts))
            return [label, Transformed(Sums(node, classes, coefficients, intercepts), node)];

        Signal second = Sums(node, 1, coefficients[(coefficients.Length / 2)..], intercepts.Length > 0 ? intercepts[1..] : []);
        return [label, new Signal(second.Stage, Transformed(second, node).Formula, second.Layout, node) { IsSecondOfTwo = true }];
    }

    /// <summary>
    /// Whether of two classes, the first has the coefficients of the second with the other sign, and σ follows: σ(−z) = 1 − σ(z). So scikit-learn's
    /// exporter writes its logistic regression.
    /// </summary>
    private static bool IsLogisticRegression(Node node, int classes, float[] coefficients, float[] intercepts)
    {
        int features = coefficients.Length / 2;
        return classes == 2 && coefficients.Length == 2 * features && node.Text("post_transform", "NONE") == "LOGISTIC"
            && coefficients.AsSpan(0, features).SequenceEqual([.. coefficients.Skip(features).Select(value => -value)])
            && (intercepts.Length == 0 || intercepts[0] == -intercepts[1]);
    }

    /// <summary>The sums of each class or target, whose coefficients are a row.</summary>
    private static Signal Sums(Node node, int rows, float[] coefficients, float[] intercepts)
    {
        if (rows == 0 || coefficients.Length == 0 || coefficients.Length % rows != 0 || intercepts.Length != 0 && intercepts.Length != rows)
        {
            throw new NodeException(string.Create(CultureInfo.InvariantCulture,
                $"it has {coefficients.Length} coefficients and {intercepts.Length} intercepts, which do not fit {rows} outputs."));
        }

        var weights = new Tensor(DataType.Float, [rows, coefficients.Length / rows], Array.ConvertAll(coefficients, value => (double)value));
        Signal sums = DenseOperators.Product(node.Signal(0), weights, isTransposed: false, 1, SampleOrder.Rows, name: null, node);
        return intercepts.Length == 0 ? sums : DenseOperators.ShiftedBy(sums, Vector(intercepts), node);
    }

    private static Signal Transformed(Signal sums, Node node)
    {
        string transform = node.Text("post_transform", "NONE");
        string? function = transform switch
        {
            "NONE" => null,
            "LOGISTIC" => "Sigmoid",
            "SOFTMAX" => "Softmax",
            _ => throw new NodeException($"its post_transform is {transform}; NONE, LOGISTIC and SOFTMAX are read."),
        };
        return function is null ? sums : sums.With(sums.Stage.Apply(function, sums.Formula, node), node);
    }

    private static Tensor Vector(float[] values) => new(DataType.Float, [values.Length], Array.ConvertAll(values, value => (double)value));
}
