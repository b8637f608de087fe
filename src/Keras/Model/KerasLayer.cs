using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Generated.Keras.Model;

/// <summary>A layer, as the architecture states it.</summary>
internal sealed class KerasLayer
{
    private readonly JsonElement _config;

    public KerasLayer(string className, string name, JsonElement config) => (ClassName, Name, _config) = (className, name, config);

    public string ClassName { get; }

    public string Name { get; }

    /// <summary>What its weights are under in an archive: <c>dense_1</c> for the second layer of the class <c>Dense</c>, whatever its name.</summary>
    public string ArchiveName { get; init; } = "";

    /// <summary>The names of the layers whose outputs it takes.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>What an error says before the reason.</summary>
    public string Place => $"layer '{Name}' ({ClassName})";

    /// <summary>Keras's name for what belongs to a class, by the steps of <c>naming.to_snake_case</c>: <c>conv1d</c>, <c>layer_normalization</c>.</summary>
    public static string SnakeCase(string className)
    {
        string name = Regex.Replace(className, @"\W+", "");
        name = Regex.Replace(name, "(.)([A-Z][a-z]+)", "$1_$2");
        return Regex.Replace(name, "([a-z])([A-Z])", "$1_$2").ToLowerInvariant();
    }

    public JsonElement? Value(string name) =>
        _config.ValueKind == JsonValueKind.Object && _config.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null
            ? value : null;

    public bool Flag(string name, bool missing) => Value(name) is not { } value ? missing : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong(name, value),
    };

    public string Text(string name, string missing) => Value(name) is not { } value ? missing
        : value.ValueKind == JsonValueKind.String ? value.GetString()! : throw Wrong(name, value);

    public double Number(string name, double missing) => Value(name) is not { } value ? missing
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Wrong(name, value);

    /// <summary>A size: a whole number of at least 1.</summary>
    public int Size(string name) => Value(name) is { } value ? Whole(name, value) : throw new ModelException($"'{name}' is missing.");

    /// <summary>A size in each direction; one number is that in all of them.</summary>
    public int[] Sizes(string name, int directions, int[] missing)
    {
        if (Value(name) is not { } value)
            return missing;
        if (value.ValueKind == JsonValueKind.Number)
            return [.. Enumerable.Repeat(Whole(name, value), directions)];
        return value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == directions
            ? [.. value.EnumerateArray().Select(size => Whole(name, size))] : throw Wrong(name, value);
    }

    /// <summary>A size that is the same in all directions, as everything but a kernel is here.</summary>
    public int SameSize(string name, int directions, int[] missing)
    {
        int[] sizes = Sizes(name, directions, missing);
        return sizes.Distinct().Count() == 1 ? sizes[0]
            : throw new ModelException($"'{name}' is {string.Join("×", sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)))}; "
                + "only equal numbers in both directions are supported.");
    }

    /// <summary>The shape of a sample; null if the layer does not state one.</summary>
    public int[]? Shape(string name)
    {
        if (Value(name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() is < 2 or > 4)
            throw new ModelException($"its shape is {ShortText(value)}; vectors, sequences and images are supported.");
        return [.. value.EnumerateArray().Skip(1).Select(length => length.ValueKind != JsonValueKind.Null ? Whole(name, length)
            : throw new ModelException($"its shape is {ShortText(value)}; every length but the batch's must be fixed. Save the model with fixed lengths."))];
    }

    /// <summary>Requires that the layer works on the last dimension, that of the features.</summary>
    public void RequireLastAxis(int rank)
    {
        if (Value("axis") is not { } axis)
            return;
        JsonElement only = axis.ValueKind == JsonValueKind.Array && axis.GetArrayLength() == 1 ? axis[0] : axis;
        if (only.ValueKind != JsonValueKind.Number || !only.TryGetInt32(out int number) || (number != -1 && number != rank))
            throw new ModelException($"'axis' is {ShortText(axis)}; only the last, that of the features, is supported.");
    }

    public static string ShortText(JsonElement value) => value.GetRawText() is { Length: > 60 } text ? text[..60] + "…" : value.GetRawText();

    private static int Whole(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int size) && size > 0 ? size : throw Wrong(name, value);

    private static ModelException Wrong(string name, JsonElement value) => new($"'{name}' has the unexpected value {ShortText(value)}.");
}
