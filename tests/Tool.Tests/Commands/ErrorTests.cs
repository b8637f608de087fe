using System;
using System.IO;
using System.Linq;
using System.Text;
using Generated.Tool;
using Xunit;

namespace Generated.Tests.Commands;

/// <summary>Every error is one line that says what is wrong and what is wanted, and ends with code 2.</summary>
public sealed class ErrorTests : IDisposable
{
    private static readonly GoldenModel s_iris = GoldenModel.Load("iris-mlp");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>MODEL stands for a sound file of weights, FOLDER for an empty folder.</summary>
    [Theory]
    [InlineData("conquer", "Unrecognized command or argument 'conquer'; see generated --help.")]
    [InlineData("inspect", "Required argument missing for command: 'inspect'; see generated inspect --help.")]
    [InlineData("inspect MODEL --colour", "Unrecognized command or argument '--colour'; see generated inspect --help.")]
    [InlineData("inspect none.onnx", "none.onnx: there is no such file.")]
    [InlineData("inspect FOLDER", "FOLDER is a directory; a model file is wanted.")]
    [InlineData("inspect MODEL --activations relu,cosine", "--activations: 'cosine' is not known; there are Linear, Step, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, SELU, GELU, SiLU, Mish, Softplus, Softsign, HardTanh, Softmax.")]
    [InlineData("inspect MODEL --activations relu,relu,softmax", "MODEL: 3 activations are given, but it has 2 layers: 4 → 16 → 3.")]
    [InlineData("inspect MODEL --activations 4", "--activations: '4' is not known; there are Linear, Step, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, SELU, GELU, SiLU, Mish, Softplus, Softsign, HardTanh, Softmax.")]
    [InlineData("bench MODEL", "MODEL: it holds the weights of 4 → 16 → 3, but not which activations the layers have; give --activations, one for each layer or two for the hidden layers and the last, as in --activations relu,softmax.")]
    [InlineData("bench MODEL --activations relu,softmax --repetitions 0", "--repetitions is 0; a number from 1 to 1000000 is wanted.")]
    [InlineData("bench MODEL --activations relu,softmax --milliseconds x", "Cannot parse argument 'x' for option '--milliseconds' as expected type 'System.Int32'; see generated bench --help.")]
    [InlineData("export MODEL --activations relu,softmax", "Option '--output' is required; see generated export --help.")]
    [InlineData("export MODEL --activations relu,softmax -o FOLDER/model.pt", "FOLDER/model.pt: the extension is '.pt', but .onnx, .safetensors or .npz is wanted.")]
    [InlineData("run MODEL --activations relu,softmax -i none.csv", "none.csv: there is no such file.")]
    [InlineData("run MODEL --activations relu,softmax -i FOLDER", "FOLDER is a directory; a CSV file is wanted.")]
    [InlineData("run MODEL --activations relu,softmax -i - --header maybe", "--header is 'maybe'; auto, yes or no is wanted.")]
    [InlineData("run MODEL --activations relu,softmax -i - --separator 1", "--separator is '1'; one character that is no part of a number is wanted, or tab.")]
    [InlineData("run MODEL --activations relu,softmax -i - --separator ,,", "--separator is ',,'; one character that is no part of a number is wanted, or tab.")]
    [InlineData("run MODEL --activations relu,softmax -i -", "standard input, line 1: there is no data.")]
    [InlineData("import MODEL --activations relu,softmax", "Option '--output' is required; see generated import --help.")]
    [InlineData("import MODEL --activations relu,softmax -o FOLDER --name 1st", "--name is '1st', which is not a name in C#.")]
    [InlineData("import MODEL --activations relu,softmax -o FOLDER --name class", "--name is 'class', which is not a name in C#.")]
    [InlineData("import MODEL --activations relu,softmax -o FOLDER --name Dataset", "--name is 'Dataset', which is the name of a class of Generated; give another one.")]
    [InlineData("import MODEL --activations relu,softmax -o FOLDER --namespace A..B", "--namespace is 'A..B', which is not a namespace in C#.")]
    [InlineData("import MODEL --activations relu,softmax -o FOLDER --add-source feed", "--add-source is for the project; --project is missing.")]
    [InlineData("import MODEL --activations relu,softmax -o MODEL", "MODEL is a file; a folder is wanted.")]
    public void OneLineSaysWhatIsWrong(string line, string expected)
    {
        string Fill(string text) => text.Replace("MODEL", s_iris.Safetensors, StringComparison.Ordinal).Replace("FOLDER", _folder.Path, StringComparison.Ordinal);
        Assert.Equal(Fill(expected), ToolRun.Fail(Array.ConvertAll(line.Split(' '), Fill)));
        Assert.Empty(_folder.Names);
    }

    /// <summary>Names of tensors that do not tell the layers; with a library, a program could name them.</summary>
    [Theory]
    [InlineData("0.weight 2,2", "tensor '0.weight' has no bias beside it.")]
    [InlineData("0.bias 2", "tensor '0.bias' has no weights beside it.")]
    [InlineData("a/kernel 2,2 a/kernel:0 2,2 a/bias 2", "the tensors 'a/kernel' and 'a/kernel:0' would both be the weights of one layer.")]
    [InlineData(
        "a.weight 2,2 a.bias 2 b.weight 2,2 b.bias 2",
        "neither the names nor the sizes of its weights, 'a.weight [2, 2]', 'b.weight [2, 2]', tell which layer comes first; names that end in numbers do.")]
    public void TensorsThatAreNoNetworkAreAnErrorWithoutTheLibrarysWords(string tensors, string problem)
    {
        string[] words = tensors.Split(' ');
        string model = _folder["model.safetensors"];
        TensorFile.Save(model, [.. words.Chunk(2).Select(tensor =>
        {
            int[] shape = Array.ConvertAll(tensor[1].Split(','), int.Parse);
            return new NamedTensor<float>(tensor[0], shape, new float[shape.Aggregate((length, other) => length * other)]);
        })]);
        Assert.Equal($"{model}: {problem}", ToolRun.Fail("export", model, "--activations", "relu,softmax", "-o", _folder["out.npz"]));
        Assert.EndsWith($"It is not a network of dense layers: {model}: {problem}\n", ToolRun.Succeed("inspect", model), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1,2,3\n", "standard input: a row has 3 columns, but the network takes 4 inputs: 4 → 16 ReLU → 3 Softmax.")]
    [InlineData("1;2;3;4\n",
        "standard input, line 1, column 1: with '1;2;3;4', the first line may name the columns or be a sample. Give --header yes if the line names the "
        + "columns, or --header no if it is a sample. The line has no ',' but ';': give --separator ';'.")]
    [InlineData("a;b;c;d\n1;2;3;4\n",
        "standard input: a row has 1 column, but the network takes 4 inputs: 4 → 16 ReLU → 3 Softmax. The line has no ',' but ';': give --separator ';'.")]
    [InlineData("1,2,?,4\n",
        "standard input, line 1, column 3: with '?', the first line may name the columns or be a sample. Give --header yes if the line names the columns. If "
        + "it is a sample, a number is missing in it.")]
    [InlineData("1,2,3..5,4\n",
        "standard input, line 1, column 3: with '3..5', the first line may name the columns or be a sample. Give --header yes if the line names the columns, "
        + "or --header no if it is a sample.")]
    [InlineData("a,b,a,d\n1,2,3,4\n", "standard input, line 1, column 3: the name 'a' is that of column 1 already; every column needs a name of its own.")]
    [InlineData("1,2,3,4\n1,2,3\n", "standard input, line 2: there are 3 columns, but 4 in the first line.")]
    [InlineData("a,b,c,d\n1,2,3,\n", "standard input, line 2, column 4: (d) a number is missing.")]
    [InlineData("1,2,3,4\n1,2,NaN,4\n", "standard input, line 2, column 3: 'NaN' is not a finite number.")]
    [InlineData("1,2,3,\"4\n", "standard input, line 1, column 4: a quotation mark is opened and never closed.")]
    public void BadRowsAreNamed(string rows, string expected)
    {
        ToolRun run = ToolRun.Of(rows, TestContext.Current.CancellationToken, "run", s_iris.Safetensors, "--activations", "relu,softmax", "-i", "-", "-o", _folder["out.csv"]);
        Assert.Equal(new ToolRun(2, "", $"generated: {expected}\n"), run);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void DamagedFilesAreOneLineInEveryCommand()
    {
        string model = _folder.Write("model.safetensors", "\u0010\0\0\0\0\0\0\0{\"a\":\n\u001b[31m}....");
        foreach (string command in (string[])["inspect", "import", "export", "run", "bench"])
        {
            string[] more = command switch { "import" => ["-o", _folder["new"]], "export" => ["-o", _folder["new.npz"]], "run" => ["-i", "-"], _ => [] };
            Assert.Contains("model.safetensors: the header is not valid JSON", ToolRun.Fail([command, model, .. more]), StringComparison.Ordinal);
        }

        Assert.Equal(["model.safetensors"], _folder.Names);
    }

    [Fact]
    public void ADamagedOnnxModelAndADamagedCheckpointAreOneLineToo()
    {
        string onnx = _folder["model.onnx"], checkpoint = Checkpoints.Save(_folder["training.checkpoint"]);
        File.WriteAllBytes(onnx, File.ReadAllBytes(s_iris.Onnx)[..^100]);
        Assert.StartsWith($"{onnx}: ", ToolRun.Fail("inspect", onnx), StringComparison.Ordinal);
        File.WriteAllBytes(checkpoint, File.ReadAllBytes(checkpoint)[..^100]);
        Assert.Matches("training.checkpoint: its header tells of [0-9]+ bytes, but there are [0-9]+: it is cut off or damaged.$", ToolRun.Fail("inspect", checkpoint));
    }

    /// <summary>A file of another kind is named, and how to get its weights, in every command.</summary>
    [Theory]
    [InlineData("model.json", "{\"weights\": [1, 2, 3]}", "it is JSON text, but not a model that is known: expected the properties 'layers' and 'in_shape' (RTNeural, AIDA-X), 'model_data' and 'state_dict' (GuitarML), 'architecture' and 'config' (Neural Amp Modeler), or tensors such as 'lstm.weight_ih_l0' (PyTorch).")]
    [InlineData("amp.nam", "{\"version\": \"0.5.0\", \"architecture\": \"LSTM\", \"config\": {}}", "config: expected the property 'input_size', but it is missing.")]
    [InlineData("wave.nam", "{\"version\": \"0.5.0\", \"architecture\": \"ConvNet\", \"config\": {}}", "architecture: expected 'LSTM' or 'WaveNet', which are read, but got 'ConvNet'.")]
    [InlineData("model.onnx", "{\"weights\": [1, 2, 3]}", "it is not an ONNX model: it is JSON text (.json).")]
    [InlineData("model.pt", null, "it is a PyTorch archive (.pt, .pth), which only Python can read; save its weights in Python with safetensors.torch.save_file(model.state_dict(), \"model.safetensors\").")]
    public void AFileOfAnotherKindIsNamed(string name, string? text, string problem)
    {
        string model = _folder[name];
        if (text is not null)
            File.WriteAllText(model, text);
        else
            using (var archive = System.IO.Compression.ZipFile.Open(model, System.IO.Compression.ZipArchiveMode.Create))
                archive.CreateEntry("model/data.pkl");
        foreach (string command in (string[])["inspect", "run", "bench"])
            Assert.Equal($"{model}: {problem}", ToolRun.Fail([command, model, .. command == "run" ? (string[])["-i", "-"] : []]));
    }

    /// <summary>What a file says cannot steer the terminal.</summary>
    [Fact]
    public void TextsOfFilesAreShownWithoutControlCharacters()
    {
        string model = _folder["model.safetensors"];
        TensorFile.Save(model, [new NamedTensor<float>("\u001b[31mred", [1], new float[1])], metadata: new System.Collections.Generic.Dictionary<string, string> { ["a\nb"] = "\u001b[2J\r\n" });
        string shown = ToolRun.Succeed("inspect", model);
        Assert.Contains("\\u001B[31mred", shown, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain('\r', shown);
        Assert.Contains("\n  a\\nb  \\u001B[2J\\r\\n\n", shown, StringComparison.Ordinal);
    }

    /// <summary>Even what should not happen has no stack trace.</summary>
    [Fact]
    public void WhatIsNotForeseenIsOneLineToo()
    {
        using var error = new StringWriter();
        int code = Program.Run(["inspect", s_iris.Safetensors], new ToolConsole(TextReader.Null, new Broken(), error));
        Assert.Equal(2, code);
        Assert.Equal("generated: InvalidOperationException: It is broken. This should not happen; GENERATED_DEBUG=1 shows where it did.\n", error.ToString().ReplaceLineEndings("\n"));
    }

    private sealed class Broken : TextWriter
    {
        public override Encoding Encoding => Encoding.UTF8;

        public override void Write(char value) => throw new InvalidOperationException("It is\nbroken.");
    }
}
