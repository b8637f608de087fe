using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Generated;

/// <summary>What two tensors hold as samples: their first dimension counts the samples, the others are one sample's values.</summary>
internal sealed class TensorRows
{
    /// <summary>Checks that the tensors are inputs and targets of as many samples.</summary>
    /// <exception cref="DataFormatException">They are not.</exception>
    public TensorRows(StoredTensor inputs, StoredTensor targets)
    {
        Inputs = inputs;
        Targets = targets;
        Count = inputs.Shape.Count == 0 ? 0 : inputs.Shape[0];
        if (inputs.Count == 0 || Count == 0)
            throw inputs.Error($"its shape {inputs.ShapeText} has no sample; one index for the samples and others for their values are wanted.");
        if (targets.Count == 0 || targets.Shape.Count == 0 || targets.Shape[0] != Count)
            throw targets.Error($"its shape is {targets.ShapeText}, but there are inputs of {Count} samples.");
        InputSize = SizeOf(inputs);
        TargetSize = SizeOf(targets);
        AreLabels = targets.Type.IsInteger() && TargetSize == 1;
    }

    public StoredTensor Inputs { get; }

    public StoredTensor Targets { get; }

    public long Count { get; }

    public int InputSize { get; }

    /// <summary>The stored values of a sample's target.</summary>
    public int TargetSize { get; }

    /// <summary>Whether the targets are classes, counted from 0.</summary>
    public bool AreLabels { get; }

    /// <summary>Reads all samples.</summary>
    public Dataset<T> ReadAll<T>(IReadOnlyList<string>? classNames, double inputScale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        RequireNames(classNames);
        T[] inputs = Inputs.ToArray<T>();
        Scale(inputs, inputScale);
        if (!AreLabels)
            return new Dataset<T>(inputs, InputSize, Targets.ToArray<T>(), TargetSize, [], [.. classNames ?? []]);

        double[] labels = Targets.ToArray<double>();
        string[] names = [.. classNames ?? Numbered(labels)];
        if (names.Length < 2)
            throw Targets.Error("0 is the only class; at least two are wanted.");
        if ((long)labels.Length * names.Length > Array.MaxLength)
            throw Targets.Error($"an array cannot hold {labels.Length} targets of {names.Length} classes.");
        var targets = new T[labels.Length * names.Length];
        for (int row = 0; row < labels.Length; row++)
            targets[row * names.Length + Label(labels[row], row, names.Length)] = T.One;
        return new Dataset<T>(inputs, InputSize, targets, names.Length, [], names);
    }

    /// <summary>Requires that names, if any, are given for labels, or for as many targets.</summary>
    public void RequireNames(IReadOnlyList<string>? classNames)
    {
        if (classNames is not null && !AreLabels && classNames.Count != TargetSize)
            throw new ArgumentException($"There are {classNames.Count} class names, but {TargetSize} targets.", nameof(classNames));
    }

    /// <summary>The class of a stored label.</summary>
    /// <exception cref="DataFormatException">There is no such class.</exception>
    public int Label(double label, long row, int classes) => label >= 0 && label < classes
        ? (int)label
        : throw Targets.Error(
            string.Create(CultureInfo.InvariantCulture, $"row {row} (counted from 0) is of class {label}; there are classes 0 to {classes - 1}."));

    public static void Scale<T>(Span<T> inputs, double scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (scale == 1)
            return;
        T factor = T.CreateTruncating(scale);
        foreach (ref T input in inputs)
            input *= factor;
    }

    /// <summary>The classes from 0 to the largest label.</summary>
    private IEnumerable<string> Numbered(double[] labels)
    {
        double largest = labels.Max();
        return largest < Dataset.MostUnnamedClasses
            ? Enumerable.Range(0, Math.Max((int)largest + 1, 0)).Select(label => label.ToString(CultureInfo.InvariantCulture))
            : throw Targets.Error(string.Create(CultureInfo.InvariantCulture,
                $"there is a class {largest}, more than labels are thought to have; "
                + $"give the classes names if there are so many, or save numbers as floating-point ones."));
    }

    private static int SizeOf(StoredTensor tensor)
    {
        long size = tensor.Count / tensor.Shape[0];
        return size <= Array.MaxLength ? (int)size : throw tensor.Error($"a sample has {size} values, more than an array can hold.");
    }
}
