using System;
using System.Collections.Generic;
using System.IO;
using System.Numerics;
using Xunit;

namespace Generated.Tests;

[Network(4, 8, 3, Output = Activation.Softmax, Labels = ["setosa", "versi\"color\\", "ünter 花 🌼\n"])]
internal sealed partial class LabelledIris;

// As a graph, with a normalisation, so that one file is all of it.
[Network(4, Labels = new[] { "setosa", "versicolor", "virginica", "petals" })]
[Normalization]
[Dense(8, Activation.ReLU, Name = "trunk")]
[Dense(3, Activation.Softmax, Name = "kind")]
[Dense(1, From = "trunk", Name = "petals")]
[Output("kind", "petals")]
internal sealed partial class LabelledGraph;

// The same networks with other labels, and with none.
[Network(4, 8, 3, Output = Activation.Softmax, Labels = ["a", "b", "c"])]
internal sealed partial class OtherIris;

[Network(4, 8, 3, Output = Activation.Softmax)]
internal sealed partial class NamelessIris;

/// <summary>What outputs are called is in the declaration and in the file, which are compared.</summary>
public sealed class LabelTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("labels").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TheLabelsAreThoseOfTheDeclaration()
    {
        Assert.Equal(["setosa", "versi\"color\\", "ünter 花 🌼\n"], LabelledIris.Labels);
        Assert.Same(LabelledIris.Labels, LabelledIris.Labels);
        Assert.Throws<NotSupportedException>(() => ((IList<string>)LabelledIris.Labels)[0] = "other");
        Assert.Equal(["setosa", "versicolor", "virginica", "petals"], Of<LabelledGraph, float>());
        Assert.Empty(Of<NamelessIris, float>());
    }

    [Fact]
    public void AFileStatesThemAsJson()
    {
        string path = Save(new LabelledIris(1));
        using (var file = TensorFile.Open(path))
            Assert.Equal(["setosa", "versi\"color\\", "ünter 花 🌼\n"], System.Text.Json.JsonSerializer.Deserialize<string[]>(file.Metadata["labels"])!);
        var loaded = new LabelledIris();
        loaded.LoadWeights(path);
        Assert.Equal(new LabelledIris(1).Parameters.ToArray(), loaded.Parameters.ToArray());
        using (var file = TensorFile.Open(Save(new NamelessIris(1))))
            Assert.DoesNotContain("labels", file.Metadata.Keys);
    }

    [Fact]
    public void OneFileHoldsStandardiserNetworkAndLabels()
    {
        var network = new LabelledGraph(1);
        network.SetNormalization(new Standardizer<float>([1, 2, 3, 4], [5, 6, 7, 8]));
        string path = Save(network);
        using (var file = TensorFile.Open(path))
            Assert.Equal("""["setosa","versicolor","virginica","petals"]""", file.Metadata["labels"]);
        var loaded = new LabelledGraph();
        loaded.LoadWeights(path);
        float[] expected = new float[4], actual = new float[4];
        network.Forward([5.1f, 3.5f, 1.4f, 0.2f], expected);
        loaded.Forward([5.1f, 3.5f, 1.4f, 0.2f], actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void OtherLabelsAreRefused()
    {
        string path = Save(new OtherIris(1));
        var network = new LabelledIris(2);
        float[] before = network.Parameters.ToArray();
        var error = Assert.Throws<DataFormatException>(() => network.LoadWeights(path));
        Assert.Contains("states the labels [\"a\",\"b\",\"c\"], but those of the network are [\"setosa\"", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, network.Parameters.ToArray());

        // Where only one of them states any, nothing is compared.
        new NamelessIris().LoadWeights(path);
        new OtherIris().LoadWeights(Save(new NamelessIris(3)));
        string npz = Path.Combine(_folder, "network.npz");
        new OtherIris(1).SaveWeights(npz);
        network.LoadWeights(npz);
    }

    [Theory]
    [InlineData("""["a", "b" , "c"]""", null)]
    [InlineData(""" [ "\u0061","b","c" ] """, null)]
    [InlineData("""["a","c","b"]""", "the labels [\"a\",\"c\",\"b\"]")]
    [InlineData("""["a","b"]""", "the labels [\"a\",\"b\"]")]
    [InlineData("[]", "the labels []")]
    [InlineData("", "not a JSON array")]
    [InlineData("a,b,c", "not a JSON array")]
    [InlineData("""["a","b","c"]x""", "not a JSON array")]
    [InlineData("""["a","b","c",]""", "not a JSON array")]
    [InlineData("""["a","b",3]""", "not a JSON array")]
    [InlineData("""["a","b","c""", "not a JSON array")]
    [InlineData("""["a","b","\u00"]""", "not a JSON array")]
    [InlineData("""["a","b","\x"]""", "not a JSON array")]
    [InlineData("""["a","b\""", "not a JSON array")]
    [InlineData("[\"a\",\"b\",\"c\n\"]", "not a JSON array")]
    public void LabelsOfOthersAreJson(string stated, string? problem)
    {
        string path = Path.Combine(_folder, "network.safetensors");
        new NamelessIris(1).SaveWeights(path, metadata: new Dictionary<string, string> { ["labels"] = stated });
        if (problem is null)
            new OtherIris().LoadWeights(path);
        else
            Assert.Contains(problem, Assert.Throws<DataFormatException>(() => new OtherIris().LoadWeights(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MetadataThatStateOtherLabelsAreNotSaved()
    {
        string path = Path.Combine(_folder, "network.safetensors");
        var error = Assert.Throws<ArgumentException>(() => new OtherIris(1).SaveWeights(path, metadata: new Dictionary<string, string> { ["labels"] = """["x"]""" }));
        Assert.Equal("metadata", error.ParamName);
        Assert.False(File.Exists(path));
        new OtherIris(1).SaveWeights(path, metadata: new Dictionary<string, string> { ["labels"] = """["a", "b", "c"]""" });
        new OtherIris().LoadWeights(path);
    }

    private static IReadOnlyList<string> Of<TNetwork, T>()
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => TNetwork.Labels;

    private string Save<TNetwork>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, float>
    {
        string path = Path.Combine(_folder, typeof(TNetwork).Name + ".safetensors");
        network.SaveWeights(path);
        return path;
    }
}
