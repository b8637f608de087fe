using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Generated.Tests;

/// <summary>Layers over the steps of a sequence by their definitions, in Keras's layouts: matrices are [inputs][units].</summary>
internal static class PlainSequence
{
    /// <summary>Numbers between −0.8 and 0.8 in an order without a pattern.</summary>
    public static double[] Vector(int length, int seed) => [.. Enumerable.Range(0, length).Select(i => (i * 37 + seed * 53) % 101 / 64.0 - 0.78)];

    public static double[][] Matrix(int rows, int columns, int seed) => [.. Vector(rows * columns, seed).Chunk(columns)];

    public static double[][] Transposed(double[][] matrix) => [.. Enumerable.Range(0, matrix[0].Length).Select(column => matrix.Select(row => row[column]).ToArray())];

    public static double[][] Dense(double[][] steps, double[][] kernel, double[]? bias, Func<double, double>? activation = null) =>
        Map(steps, step => [.. Affine(step, kernel, bias).Select(activation ?? (value => value))]);

    public static double[][] Map(double[][] steps, Func<double[], double[]> layer) => [.. steps.Select(layer)];

    public static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));

    /// <summary>A causal convolution; kernel [positions][inputs of a group][filters].</summary>
    public static double[][] Convolution(double[][] steps, double[][][] kernel, double[] bias, int dilation, int groups, Func<double, double> activation)
    {
        int filters = bias.Length, inputs = kernel[0].Length;
        return [.. steps.Select((_, t) => bias.Select((start, filter) =>
        {
            int first = filter / (filters / groups) * inputs;
            double sum = start;
            for (int position = 0; position < kernel.Length; position++)
            {
                int taken = t - (kernel.Length - 1 - position) * dilation;
                for (int input = 0; taken >= 0 && input < inputs; input++)
                    sum += kernel[position][input][filter] * steps[taken][first + input];
            }

            return activation(sum);
        }).ToArray())];
    }

    /// <summary>Keras's LSTM: gates i, f, c, o.</summary>
    public static double[][] Lstm(double[][] steps, double[][] kernel, double[][] recurrent, double[] bias, double[]? hidden = null, double[]? cell = null)
    {
        int units = recurrent.Length;
        double[] h = [.. hidden ?? new double[units]], c = [.. cell ?? new double[units]];
        return Map(steps, step =>
        {
            double[] sums = [.. Affine(step, kernel, bias).Zip(Affine(h, recurrent, null), (own, before) => own + before)];
            for (int j = 0; j < units; j++)
                c[j] = Sigmoid(sums[units + j]) * c[j] + Sigmoid(sums[j]) * Math.Tanh(sums[2 * units + j]);
            h = [.. c.Select((value, j) => Sigmoid(sums[3 * units + j]) * Math.Tanh(value))];
            return h;
        });
    }

    /// <summary>Keras's GRU with reset_after: gates z, r, h.</summary>
    public static double[][] Gru(double[][] steps, double[][] kernel, double[][] recurrent, double[] bias, double[] recurrentBias)
    {
        int units = recurrent.Length;
        double[] h = new double[units];
        return Map(steps, step =>
        {
            double[] own = Affine(step, kernel, bias), before = Affine(h, recurrent, recurrentBias);
            h = [.. h.Select((value, j) =>
            {
                double update = Sigmoid(own[j] + before[j]), reset = Sigmoid(own[units + j] + before[units + j]);
                return update * value + (1 - update) * Math.Tanh(own[2 * units + j] + reset * before[2 * units + j]);
            })];
            return h;
        });
    }

    /// <summary>PyTorch's RNN.</summary>
    public static double[][] Rnn(double[][] steps, double[][] kernel, double[][] recurrent, double[] bias)
    {
        double[] h = new double[recurrent.Length];
        return Map(steps, step => h = [.. Affine(step, kernel, bias).Zip(Affine(h, recurrent, null), (own, before) => Math.Tanh(own + before))]);
    }

    /// <summary>The tool's outputs for the steps as the lines of a file.</summary>
    public static double[][] Run(string model, double[][] steps)
    {
        string lines = string.Concat(steps.Select(step => string.Join(',', step.Select(value => value.ToString(CultureInfo.InvariantCulture))) + "\n"));
        string shown = ToolRun.SucceedWith(lines, "run", model, "-i", "-", "--header", "no");
        return [.. shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())];
    }

    private static double[] Affine(double[] values, double[][] kernel, double[]? bias) =>
        [.. kernel[0].Select((_, unit) => (bias is null ? 0 : bias[unit]) + values.Select((value, i) => value * kernel[i][unit]).Sum())];
}
