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
        var label = new FailedValue(
            $"{node.Place}: its first output is a label; its second one, '{node.Proto.Output.ElementAtOrDefault(1)}', is the classes' scores.");
        bool isLogistic = node.Text("post_transform", "NONE") == "LOGISTIC";
        if (classes == 1 && labels == 2)
        {
            return isLogistic ? [label, SecondOfTwo(Sums(node, 1, coefficients, intercepts), node)]
                : throw new NodeException("it has the coefficients of one class and the names of two, and no logistic function; state those of both.");
        }

        // Of two classes with opposite sums, as scikit-learn's exporter writes its logistic regression, σ(−z) is 1 − σ(z).
        if (isLogistic && classes == 2 && coefficients.Length % 2 == 0 && AreOpposite(coefficients) && AreOpposite(intercepts))
            return [label, SecondOfTwo(Sums(node, 1, coefficients[(coefficients.Length / 2)..], intercepts[(intercepts.Length / 2)..]), node)];
        return [label, Transformed(Sums(node, classes, coefficients, intercepts), node)];
    }

    private static Signal SecondOfTwo(Signal sums, Node node) =>
        new(sums.Stage, Transformed(sums, node).Formula, sums.Layout, node) { IsSecondOfTwo = true };

    private static bool AreOpposite(float[] values)
    {
        for (int i = 0, half = values.Length / 2; i < half; i++)
        {
            if (values[i] != -values[half + i])
                return false;
        }

        return true;
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
        SampleOrder order = node.Signal(0).Layout.Order == SampleOrder.Single ? SampleOrder.Single : SampleOrder.Rows;
        Signal sums = DenseOperators.Product(DenseOperators.Ordered(node.Signal(0), order), weights, isTransposed: false, 1, order, name: null, node);
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
