using System.Collections.Generic;
using System.Linq;
using Generated.Generator.Emission;
using Generated.Generator.Planning;
using PlannedActivation = Generated.Generator.Declaration.Activation;

namespace Generated.Tool.Freezing;

/// <summary>Writes a frozen network: its public class, and the file-local class that computes it.</summary>
internal sealed class FrozenEmitter
{
    private const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCode(\"Generated.Tool\", \"0.1.0\")";

    private readonly SourceWriter _writer = new();
    private readonly FrozenNetwork _network;
    private readonly string _type;
    private readonly string _class;

    private FrozenEmitter(FrozenNetwork network, string className)
    {
        (_network, _class) = (network, className);
        _type = network.Type;
    }

    /// <summary>Writes the file.</summary>
    public static string Write(FrozenNetwork network, string className, string @namespace, string origin)
    {
        var emitter = new FrozenEmitter(network, className);
        FrozenHeader.Write(emitter._writer, network, className, origin);
        emitter.WriteClass(@namespace);
        emitter._writer.Line();
        emitter.WriteKernels();
        return emitter._writer.ToString();
    }

    private string Kernels => _class.TrimStart('@') + "Kernels";

    private int Outputs => _network.Model.Shape.OutputSize;

    private int Inputs => _network.Model.Shape.InputSize;

    private void WriteClass(string @namespace)
    {
        using SourceWriter.Block? block = @namespace.Length == 0 ? null : _writer.Open($"namespace {@namespace}");
        _writer.Line($$"""
            /// <summary>The trained network {{FrozenHeader.Architecture(_network)}}, its weights written into the code.</summary>
            [{{GeneratedCode}}]
            public static class {{_class}}
            {
                /// <summary>The number of inputs.</summary>
                public const int InputSize = {{Inputs}};

                /// <summary>The number of outputs.</summary>
                public const int OutputSize = {{Outputs}};

                /// <summary>Computes the outputs for one sample. Nothing is allocated; any number of threads may call.</summary>
                /// <param name="input">The sample, <see cref="InputSize"/> long.</param>
                /// <param name="output">Where the outputs go, <see cref="OutputSize"/> long, apart from the input.</param>
                /// <exception cref="global::System.ArgumentException">A length is another, or they overlap; the message says which.</exception>
                public static void Forward(global::System.ReadOnlySpan<{{_type}}> input, global::System.Span<{{_type}}> output) =>
                    global::Generated.Emitted.{{Kernels}}.Forward(input, output);
            }
            """);
    }

    private void WriteKernels()
    {
        using SourceWriter.Block block = _writer.Open("namespace Generated.Emitted");
        _writer.Line("""
            using global::System;
            using global::System.Globalization;
            using global::System.Runtime.CompilerServices;
            using global::System.Runtime.InteropServices;
            using global::System.Runtime.Intrinsics;
            """);
        if (!_network.Layers.All(layer => FrozenActivation.IsWrittenOut(layer.Activation)))
            _writer.Line("using global::Generated.Kernels;\nusing global::Generated.Numerics;");
        _writer.Line();
        _writer.Line($"""
            /// <summary>The layers of <c>{_class}</c>. References point into checked spans, and into memory with room for whole registers.</summary>
            [{GeneratedCode}]
            """);
        using SourceWriter.Block body = _writer.Open($"file static class {Kernels}");
        WriteForward();
        if (_network.IsOneMethod)
            WriteOneMethod();
        else
            WriteLayers();
        if (_network.Segments.Any(segments => segments.Any(segment => segment.Form == FrozenForm.Dots)))
            WriteSumOfLanes();
        WriteThrows();
    }

    private void WriteForward()
    {
        using SourceWriter.Block body = _writer.Open($"public static void Forward(ReadOnlySpan<{_type}> input, Span<{_type}> output)");
        _writer.Line($$"""
            if (input.Length != {{Inputs}})
                ThrowLength(input.Length, {{Inputs}}, nameof(input));
            if (output.Length != {{Outputs}})
                ThrowLength(output.Length, {{Outputs}}, nameof(output));
            if (input.Overlaps(output))
                ThrowOverlap();
            """);
        _writer.Line();
        if (_network.IsOneMethod)
        {
            _writer.Line("ForwardOne(ref MemoryMarshal.GetReference(input), ref MemoryMarshal.GetReference(output));");
            return;
        }

        _writer.Line($"ref {_type} x = ref MemoryMarshal.GetReference(input);");
        _writer.Line($"ref {_type} y = ref MemoryMarshal.GetReference(output);");
        WriteMemory();
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            foreach ((string method, _) in Methods(i))
                _writer.Line($"{method}(ref {Source(i)}, ref {Target(i)});");
        }
    }

    /// <summary>Memory for what the hidden layers give, each with room for whole registers.</summary>
    private void WriteMemory()
    {
        int[] lengths = [.. _network.Layers.SkipLast(1).Select(layer => (layer.Units + _network.Lanes - 1) / _network.Lanes * _network.Lanes)];
        if (lengths.Length == 0)
            return;
        _writer.Line($"Span<{_type}> memory = stackalloc {_type}[{lengths.Sum()}];");
        int offset = 0;
        for (int i = 0; i < lengths.Length; i++)
        {
            string place = i == 0 ? "ref MemoryMarshal.GetReference(memory)" : $"ref Unsafe.Add(ref {Target(0)}, {offset})";
            _writer.Line($"ref {_type} {Target(i)} = {place};");
            offset += lengths[i];
        }
    }

    private string Source(int layer) => layer == 0 ? "x" : Target(layer - 1);

    private string Target(int layer) => layer == _network.Layers.Count - 1 ? "y" : $"hidden{_network.Layers[layer].Number}";

    private void WriteOneMethod()
    {
        _writer.Line();
        _writer.Line("/// <summary>All layers, one after the other, in registers from the input to the output.</summary>");
        _writer.Line("[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]");
        using SourceWriter.Block body = _writer.Open($"private static void ForwardOne(ref {_type} x, ref {_type} y)");
        if (_network.Segments.Any(HasRegisters))
            _writer.Line($"Vector128<{_type}> value;");
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            FrozenLayer layer = _network.Layers[i];
            bool isLast = i == _network.Layers.Count - 1;
            _writer.Line();
            _writer.Line($"// {Describe(layer)}");
            var source = new LayerValues(i == 0 ? "x" : null, i == 0 ? null : _network.Layers[i - 1], _network.Lanes);
            var sums = new SegmentEmitter(_writer, _network, layer, source, staysInRegisters: !isLast, activates: true);
            foreach (FrozenSegment segment in _network.Segments[i])
                sums.Write(segment);
            if (!isLast)
                continue;
            _writer.Line();
            foreach (FrozenSegment segment in _network.Segments[i])
                sums.WriteStores(segment, "y", hasRoom: false);
            if (layer.Activation == PlannedActivation.Softmax)
                WriteActivation(layer, "y");
        }
    }

    private static bool HasRegisters(IEnumerable<FrozenSegment> segments) => segments.Any(segment => segment.Form == FrozenForm.Registers);

    /// <summary>An activation function of a whole row in memory.</summary>
    private void WriteActivation(FrozenLayer layer, string row) => _writer.Line(layer.Activation == PlannedActivation.Softmax
        ? $"SoftmaxFunction.Apply<{_type}>(ref {row}, ref {row}, 1, {layer.Units});"
        : $"Elementwise.Apply<{layer.Activation}, {_type}>(ref {row}, ref {row}, {layer.Units});");

    private void WriteLayers()
    {
        for (int i = 0; i < _network.Layers.Count; i++)
        {
            (string Method, List<FrozenSegment> Segments)[] methods = [.. Methods(i)];
            foreach ((string method, List<FrozenSegment> segments) in methods)
            {
                _writer.Line();
                string units = methods.Length == 1 ? ""
                    : $" Here units {segments[0].FirstUnit} to {segments[^1].FirstUnit + segments[^1].Count - 1}.";
                _writer.Line($"/// <summary>{Describe(_network.Layers[i])}{units}</summary>");
                _writer.Line("[MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]");
                using SourceWriter.Block body = _writer.Open($"private static void {method}(ref {_type} {Source(i)}, ref {_type} {Target(i)})");
                WriteSegments(i, segments, isLast: segments == methods[^1].Segments);
            }
        }
    }

    /// <summary>The methods of a layer, each with no more multiply-adds than the JIT optimises.</summary>
    private IEnumerable<(string Method, List<FrozenSegment> Segments)> Methods(int layer)
    {
        var methods = new List<List<FrozenSegment>>();
        int statements = 0;
        foreach (FrozenSegment segment in _network.Segments[layer])
        {
            if (methods.Count == 0 || statements + segment.Statements > FrozenNetwork.MostStatementsOfMethod)
            {
                methods.Add([]);
                statements = 0;
            }

            methods[^1].Add(segment);
            // A constant takes its place too.
            statements += segment.Statements + 1;
        }

        return methods.Select((segments, index) => ($"Layer{_network.Layers[layer].Number}{(methods.Count == 1 ? "" : $"Block{index + 1}")}", segments));
    }

    private void WriteSegments(int index, IReadOnlyList<FrozenSegment> segments, bool isLast)
    {
        FrozenLayer layer = _network.Layers[index];
        bool activates = _network.IsActivatedInRegisters(layer);
        var sums = new SegmentEmitter(_writer, _network, layer, new LayerValues(Source(index), null, _network.Lanes), staysInRegisters: false, activates);
        if (HasRegisters(segments))
            _writer.Line($"Vector128<{_type}> value;");
        foreach (FrozenSegment segment in segments)
        {
            sums.Write(segment);
            sums.WriteStores(segment, Target(index), hasRoom: index < _network.Layers.Count - 1);
        }

        if (activates || !isLast)
            return;
        _writer.Line();
        WriteActivation(layer, Target(index));
    }

    private static string Describe(FrozenLayer layer)
    {
        string order = layer.IsDots ? "each unit a dot product with registers of inputs"
            : layer.Parts == 1 ? "each sum in the order of the inputs"
            : $"each sum in {Words.Count(layer.Parts, "part")}, input i in part i mod {layer.Parts}";
        return $"Layer {layer.Number}: {Words.Count(layer.Inputs, "input")}, {Words.Count(layer.Units, "unit")}, {layer.Activation}; {order}.";
    }

    private void WriteSumOfLanes()
    {
        _writer.Line();
        _writer.Line("/// <summary>The sum of the lanes, the upper half added to the lower half until one is left.</summary>");
        _writer.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        if (_network.Lanes == 2)
        {
            _writer.Line("private static double SumOfLanes(Vector128<double> lanes) => lanes.GetElement(0) + lanes.GetElement(1);");
            return;
        }

        using SourceWriter.Block body = _writer.Open("private static float SumOfLanes(Vector128<float> lanes)");
        _writer.Line("""
            Vector128<float> halves = lanes + Vector128.Shuffle(lanes, Vector128.Create(2, 3, 0, 1));
            return halves.GetElement(0) + halves.GetElement(1);
            """);
    }

    private void WriteThrows()
    {
        _writer.Line();
        _writer.Line("""
            private static void ThrowLength(int given, int wanted, string parameter) => throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The length is {given}, but {wanted} is wanted."), parameter);

            private static void ThrowOverlap() => throw new ArgumentException(
                "It shares memory with 'output', which is written before all of it is read; memory of its own is wanted.", "input");
            """);
    }
}
