using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text.Json;

namespace Generated.Tool.Formats;

/// <summary>A value of a JSON file that knows where it is, so that errors say so.</summary>
/// <param name="file">The file.</param>
/// <param name="place">Where the value is, as in <c>layers[2].weights</c>; empty for all of the file.</param>
/// <param name="element">The value.</param>
internal readonly struct JsonValue(string file, string place, JsonElement element)
{
    /// <summary>A property that must be there.</summary>
    public JsonValue this[string name] => Find(name) ?? throw Error($"expected the property '{name}', but it is missing.");

    /// <summary>The elements of an array.</summary>
    public IReadOnlyList<JsonValue> Items
    {
        get
        {
            Require(JsonValueKind.Array, "an array");
            (string origin, string at) = (File, Place);
            return [.. element.EnumerateArray().Select((item, i) => new JsonValue(origin, string.Create(CultureInfo.InvariantCulture, $"{at}[{i}]"), item))];
        }
    }

    /// <summary>The names of the properties, in their order.</summary>
    public IReadOnlyList<string> Names => element.ValueKind == JsonValueKind.Object ? [.. element.EnumerateObject().Select(property => property.Name)] : [];

    /// <summary>The text.</summary>
    public string Text
    {
        get
        {
            Require(JsonValueKind.String, "a text");
            return element.GetString()!;
        }
    }

    /// <summary>Whether it is true and not false.</summary>
    public bool Flag => element.ValueKind is JsonValueKind.True or JsonValueKind.False
        ? element.ValueKind == JsonValueKind.True
        : throw Error("expected true or false.");

    /// <summary>The number, which must be finite in single precision.</summary>
    public double Number
    {
        get
        {
            Require(JsonValueKind.Number, "a number");
            double number = element.GetDouble();
            return float.IsFinite((float)number) ? number : throw Error("expected a finite number.");
        }
    }

    private string File { get; } = file;

    private string Place { get; } = place;

    /// <summary>A property, or null if there is none.</summary>
    public JsonValue? Find(string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return null;
        return new JsonValue(File, Place.Length == 0 ? name : $"{Place}.{name}", value);
    }

    /// <summary>The whole number.</summary>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    public int Integer(int least, int most)
    {
        double number = Number;
        return number == (int)number && number >= least && number <= most
            ? (int)number
            : throw Error(string.Create(CultureInfo.InvariantCulture, $"expected a whole number from {least} to {most}, but got {number}."));
    }

    /// <summary>The whole number, which some writers put into an array.</summary>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    public int IntegerOrOnly(int least, int most) =>
        element.ValueKind == JsonValueKind.Array && element.GetArrayLength() == 1 ? Items[0].Integer(least, most) : Integer(least, most);

    /// <summary>The lengths of nested arrays, by the first of each.</summary>
    public int[] TensorShape()
    {
        var shape = new List<int>();
        for (JsonElement inner = element; inner.ValueKind == JsonValueKind.Array; inner = inner[0])
        {
            shape.Add(inner.GetArrayLength());
            if (shape[^1] == 0)
                throw Error("expected numbers, but the array is empty.");
        }

        return [.. shape];
    }

    /// <summary>The numbers of nested arrays, row-major.</summary>
    /// <param name="shape">The lengths that they must have.</param>
    public double[] Tensor(params int[] shape)
    {
        int[] found = TensorShape();
        if (!found.SequenceEqual(shape))
            throw Error($"expected the shape [{List(shape)}], but got [{List(found)}].");
        var values = new List<double>();
        Flatten(this, shape, depth: 0, values);
        return [.. values];
    }

    /// <summary>An error in this value.</summary>
    public DataFormatException Error(string problem) => new(File, Place.Length == 0 ? problem : $"{Place}: {problem}");

    private static void Flatten(JsonValue value, int[] shape, int depth, List<double> values)
    {
        if (depth == shape.Length)
        {
            values.Add(value.Number);
            return;
        }

        IReadOnlyList<JsonValue> items = value.Items;
        if (items.Count != shape[depth])
            throw value.Error(string.Create(CultureInfo.InvariantCulture, $"expected {shape[depth]} elements, as its neighbours have, but got {items.Count}."));
        foreach (JsonValue item in items)
            Flatten(item, shape, depth + 1, values);
    }

    private void Require(JsonValueKind kind, string what)
    {
        if (element.ValueKind != kind)
            throw Error($"expected {what}.");
    }

    private static string List(IEnumerable<int> lengths) => string.Join(", ", lengths.Select(length => length.ToString(CultureInfo.InvariantCulture)));
}
