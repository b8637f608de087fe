using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using Generated.Keras;
using Xunit;

namespace Generated.Tests;

/// <summary>What cannot be read is an error that says what was found, where, and what to do.</summary>
public class RefusedModelTests
{
    [Fact]
    public void WeightsWithoutTheArchitecture()
    {
        var e = Assert.Throws<DataFormatException>(() => KerasReader.Load(KerasFile.PathOf("weights_only.h5")));
        Assert.Contains(
            "it has weights only, not the architecture. Save the whole model with model.save(\"model.keras\")", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void QuantisedLayers()
    {
        var e = Assert.Throws<DataFormatException>(() => KerasReader.Load(KerasFile.PathOf("quantised.keras")));
        Assert.Contains("layer 'fc1' (QDense): it is a quantised layer of QKeras", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMissingFileIsAnIOException() => Assert.ThrowsAny<IOException>(() => KerasReader.Load(KerasFile.PathOf("nothing.keras")));

    [Theory]
    [InlineData("dense.keras", "\"class_name\": \"Dropout\"", "\"class_name\": \"Lambda\"", "layer 'dropout' (Lambda): it is Python code.")]
    [InlineData("dense.keras", "\"class_name\": \"Dropout\"", "\"class_name\": \"LSTM\"", "'dropout' (LSTM): the class is not supported; these are: Act")]
    [InlineData("dense.keras", "\"class_name\": \"Sequential\"", "\"class_name\": \"MyModel\"", "it is a model of the class 'MyModel'")]
    [InlineData("dense.keras", "\"relu\"", "\"relu6\"", "layer 'hidden' (Dense): the activation 'relu6' is not supported; these are: elu,")]
    [InlineData("dense.keras", "\"relu\"", "7", "layer 'hidden' (Dense): the activation 7 is not supported")]
    [InlineData("dense.keras", "\"relu\"", "{\"class_name\": \"ReLU\", \"config\": {\"max_value\": 6.0}}", "it has a largest value")]
    [InlineData("dense.keras", "\"relu\"", "{\"class_name\": \"ELU\", \"config\": {\"alpha\": 0.5}}", "its alpha is not 1")]
    [InlineData("dense.keras", "\"units\": 5", "\"units\": 6", "'layers/dense/vars/0' has the shape (4, 5), but the architecture says (4, 6).")]
    [InlineData("dense.keras", "\"units\": 5", "\"units\": 2147483647", "but the architecture says (4, 2147483647).")]
    [InlineData("dense.keras", "\"units\": 5", "\"units\": -5", "'units' has the unexpected value -5.")]
    [InlineData("dense.keras", "[null, 4]", "[null, null, 4]", "every length but the batch's must be fixed")]
    [InlineData("dense.keras", "[null, 4]", "[null, 2000000000, 2000000000]", "more elements than an array")]
    [InlineData("dense.keras", "\"hidden\"", "\"probabilities\"", "two of its layers are called 'probabilities'.")]
    [InlineData("dense.keras", "\"hidden\"", "\"\\ud800\"", "its architecture is damaged")]
    [InlineData("dense.keras", "\"layers\":", "\"layers\"", "its architecture is not valid JSON")]
    [InlineData("image.keras", "channels_last", "channels_first", "layer 'conv2d' (Conv2D): its features come first")]
    [InlineData("image.keras", "\"strides\": [1, 1]", "\"strides\": [1, 2]", "'strides' is 1×2; only equal numbers in both directions are supported.")]
    [InlineData("image.keras", "\"strides\": [1, 1]", "\"strides\": [2, 2]", "at stride 2 its padding 'same' adds 1 zeros to 8 positions; 2 are supported.")]
    [InlineData("image.keras", "\"pool_size\": [2, 2], \"padding\": \"valid\"", "\"pool_size\": [3, 3], \"padding\": \"same\"",
        "its padding 'same' adds positions")]
    [InlineData("sequence.keras", "\"axis\": -1", "\"axis\": [0]", "layer 'norm' (LayerNormalization): 'axis' is [0]; only the last")]
    [InlineData("normalization.keras", "\"invert\": false", "\"invert\": true", "it is inverted")]
    [InlineData("branches.keras", "[\"from_a\", 0, 0]", "[\"nothing\", 0, 0]", "it takes the output of a layer that does not exist")]
    [InlineData("branches.keras", "[\"from_a\", 0, 0]", "[\"from_a\", 0, 1]", "only the first is supported")]
    [InlineData("branches.keras", "[[\"policy\", 0, 0]", "[[\"p\", 0, 0]", "its output 'p' is not a layer")]
    [InlineData("branches.keras", "[\"value\", 0, 0]", "[\"policy\", 0, 0]", "two of its outputs are one value.")]
    public void WhatNoLayerIs(string file, string found, string instead, string message)
    {
        byte[] bytes = KerasFile.WithConfig(file, config => config.Replace(found, instead, StringComparison.Ordinal));
        var e = Assert.Throws<DataFormatException>(() => KerasFile.Read(bytes));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherFiles()
    {
        var e = Assert.Throws<DataFormatException>(() => KerasFile.Read([1, 2, 3]));
        Assert.Contains("neither a .keras archive nor an HDF5 file", e.Message, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            archive.CreateEntry("arr_0.npy");
        e = Assert.Throws<DataFormatException>(() => KerasFile.Read(stream.ToArray()));
        Assert.Contains("without 'config.json'", e.Message, StringComparison.Ordinal);
    }
}
