using System;
using System.Globalization;
using System.IO;
using System.Linq;
using PureHDF;

namespace Generated.Keras.Model;

/// <summary>An array of a file, row-major.</summary>
internal sealed record Tensor(int[] Shape, double[] Values, bool IsDouble);

/// <summary>The groups, arrays and texts of an HDF5 file.</summary>
internal sealed class HdfFile : IDisposable
{
    private readonly byte[] _bytes;
    private readonly IDisposable _file;
    private readonly IH5Group _root;

    public HdfFile(byte[] bytes)
    {
        _bytes = bytes;
        (_root, _file) = Try("it cannot be opened", () =>
        {
            var file = H5File.Open(new MemoryStream(bytes, writable: false), leaveOpen: false);
            return ((IH5Group)file, (IDisposable)file);
        });
    }

    public static bool IsHdf(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0x89, .. "HDF\r\n"u8, 0x1A, (byte)'\n']);

    public bool Has(string path) => Try($"'{path}' cannot be looked up", () => _root.LinkExists(path));

    /// <summary>A text attribute of the root, or null.</summary>
    public string? Text(string attribute) =>
        Try($"the attribute '{attribute}' cannot be read", () => _root.AttributeExists(attribute) ? _root.Attribute(attribute).Read<string>() : null);

    /// <summary>The texts of a group's attribute.</summary>
    public string[] Texts(string group, string attribute) => Try($"the attribute '{attribute}' of '{group}' cannot be read", () =>
    {
        IH5Attribute found = _root.Group(group).Attribute(attribute);
        // An empty list has no strings, and a type of numbers.
        return found.Space.Dimensions.Contains(0UL) ? [] : found.Read<string[]>();
    });

    /// <summary>An array of floating-point numbers of the shape that its layer has.</summary>
    /// <exception cref="ModelException">It is not there, damaged, or of another shape or type.</exception>
    public Tensor Read(string path, int[] shape)
    {
        if (!Has(path))
            throw new ModelException($"its array '{path}' is missing from the file.");
        IH5Dataset dataset = Try($"the array '{path}' cannot be opened", () => _root.Dataset(path));
        (ulong[] lengths, H5DataTypeClass type, int size, H5DataLayoutClass layout) = Try($"the array '{path}' cannot be described",
            () => (dataset.Space.Dimensions, dataset.Type.Class, dataset.Type.Size, dataset.Layout.Class));
        if (!lengths.Select(length => (long)length).SequenceEqual(shape.Select(length => (long)length)))
            throw new ModelException($"its array '{path}' has the shape {TextOf(lengths)}, but the architecture says {TextOf(shape)}.");
        if (type != H5DataTypeClass.FloatingPoint || size is not (2 or 4 or 8)
            || layout is not (H5DataLayoutClass.Compact or H5DataLayoutClass.Contiguous or H5DataLayoutClass.Chunked))
            throw new ModelException($"its array '{path}' is of {type} with {size} bytes; floating-point numbers of 2, 4 or 8 bytes are read.");

        // Compressed or not, an honest file has not many more numbers than bytes.
        long count = shape.Aggregate(1L, (product, length) => product > Array.MaxLength ? product : product * length);
        if (count > (2 << 20) + 8L * _bytes.Length)
            throw new ModelException($"its array '{path}' has the shape {TextOf(shape)}, far larger than the file.");
        double[] values = Try($"the array '{path}' cannot be read", () => size switch
        {
            2 => Array.ConvertAll(dataset.Read<Half[]>(), value => (double)value),
            4 => Array.ConvertAll(dataset.Read<float[]>(), value => (double)value),
            _ => dataset.Read<double[]>(),
        });
        return values.Length == count ? new Tensor(shape, values, size == 8)
            : throw new ModelException($"its array '{path}' has {values.Length} values, but its shape is {TextOf(shape)}.");
    }

    public void Dispose() => _file.Dispose();

    private static string TextOf<T>(T[] lengths) => $"({string.Join(", ", lengths.Select(length => Convert.ToString(length, CultureInfo.InvariantCulture)))})";

    /// <summary>What the library throws on damaged files is not documented, and of many types.</summary>
    private static T Try<T>(string problem, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e)
        {
            throw new ModelException($"the HDF5 part is damaged or of a kind that is not supported: {problem}: {e.Message}", e);
        }
    }
}
