using System;
using System.IO;
using System.Runtime.InteropServices;
using Generated.Bench;

namespace Generated.Compare;

/// <summary>
/// ONNX Runtime through its C interface, from the library inside npm's onnxruntime-node: one thread, no thread pool, all
/// optimisations of the graph, tensors allocated beforehand.
/// </summary>
internal sealed class OnnxRuntime : IContestant
{
    // Where the functions stand in the table OrtApi, whose order is fixed: later versions add at the end.
    private const int GetErrorMessage = 2, CreateEnv = 3, CreateSessionFromArray = 8, Run = 9, CreateSessionOptions = 10,
        SetGraphOptimizationLevel = 23, SetIntraOpNumThreads = 24, SetInterOpNumThreads = 25,
        CreateTensorWithData = 49, CreateCpuMemoryInfo = 69;

    private const int InterfaceVersion = 14;
    private const int LogErrors = 3;
    private const int AllOptimizations = 99;
    private const int ArenaAllocator = 1;
    private const int SingleType = 1;

    private readonly nint _api;
    private readonly nint _environment;
    private readonly nint _options;
    private readonly nint _memory;
    private readonly RunFunction? _run;
    private readonly nint _inputNames = Names("x");
    private readonly nint _outputNames = Names("y");

    /// <summary>Loads the library, if it is there.</summary>
    /// <param name="folder">The folder that has npm's <c>node_modules</c>.</param>
    public OnnxRuntime(string folder)
    {
        string system = OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "win32" : "linux";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        string path = Path.Combine(folder, "node_modules", "onnxruntime-node", "bin", "napi-v6", system, architecture,
            OperatingSystem.IsMacOS() ? "libonnxruntime.1.dylib" : OperatingSystem.IsWindows() ? "onnxruntime.dll" : "libonnxruntime.so.1");
        if (!NativeLibrary.TryLoad(path, out nint library))
            return;

        nint apiBase = Marshal.GetDelegateForFunctionPointer<GetApiBaseFunction>(NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        _api = Marshal.GetDelegateForFunctionPointer<GetApiFunction>(Marshal.ReadIntPtr(apiBase))(InterfaceVersion);
        Name += " " + Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetVersionFunction>(Marshal.ReadIntPtr(apiBase, nint.Size))());

        Check(Function<CreateEnvFunction>(CreateEnv)(LogErrors, "compare", out _environment));
        Check(Function<CreateFunction>(CreateSessionOptions)(out _options));
        Check(Function<SetNumberFunction>(SetIntraOpNumThreads)(_options, 1));
        Check(Function<SetNumberFunction>(SetInterOpNumThreads)(_options, 1));
        Check(Function<SetNumberFunction>(SetGraphOptimizationLevel)(_options, AllOptimizations));
        Check(Function<CreateMemoryInfoFunction>(CreateCpuMemoryInfo)(ArenaAllocator, 0, out _memory));
        _run = Function<RunFunction>(Run);
    }

    private delegate nint GetApiBaseFunction();

    private delegate nint GetApiFunction(uint version);

    private delegate nint GetVersionFunction();

    private delegate nint GetMessageFunction(nint status);

    private delegate nint CreateFunction(out nint created);

    private delegate nint CreateEnvFunction(int logLevel, [MarshalAs(UnmanagedType.LPUTF8Str)] string name, out nint environment);

    private delegate nint SetNumberFunction(nint options, int value);

    private delegate nint CreateMemoryInfoFunction(int allocator, int kind, out nint memory);

    private delegate nint CreateSessionFunction(nint environment, nint model, nuint length, nint options, out nint session);

    private delegate nint CreateTensorFunction(nint memory, nint data, nuint bytes, nint dimensions, nuint rank, int type, out nint tensor);

    private delegate nint RunFunction(
        nint session, nint options, nint inputNames, nint inputs, nuint inputCount, nint outputNames, nuint outputCount, nint outputs);

    /// <inheritdoc/>
    public string Name { get; } = "ONNX Runtime";

    /// <inheritdoc/>
    public string? Missing => _run is null ? "bench/compare/install.sh" : null;

    /// <inheritdoc/>
    public Entry? Enter(Job job)
    {
        if (job.IsTraining || _run is not { } run)
            return null;

        byte[] model = OnnxModel.Write(job);
        Check(Function<CreateSessionFunction>(CreateSessionFromArray)(_environment, Pin(model), (nuint)model.Length, _options, out nint session));

        var outputs = new float[job.Rows * job.Network.Shape.OutputSize];
        nint inputs = Pin(new[] { Tensor(job.Inputs, job.Rows) });
        nint results = Pin(new[] { Tensor(outputs, job.Rows) });
        Action<int> work = calls =>
        {
            for (int i = 0; i < calls; i++)
            {
                Check(run(session, 0, _inputNames, inputs, 1, _outputNames, 1, results));
                SideBySide.Consume(outputs[0]);
            }
        };
        work(1);
        return new Entry([SideBySide.Timed(work)], [.. outputs]);
    }

    private static nint Names(string name) => Pin(new[] { Marshal.StringToCoTaskMemUTF8(name) });

    /// <summary>The address of an array, which keeps it until the process ends.</summary>
    private static nint Pin<T>(T[] array) => GCHandle.Alloc(array, GCHandleType.Pinned).AddrOfPinnedObject();

    private nint Tensor(float[] values, int rows)
    {
        Check(Function<CreateTensorFunction>(CreateTensorWithData)(
            _memory, Pin(values), (nuint)values.Length * sizeof(float), Pin(new long[] { rows, values.Length / rows }), 2, SingleType, out nint tensor));
        return tensor;
    }

    private T Function<T>(int index)
        where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(Marshal.ReadIntPtr(_api, index * nint.Size));

    private void Check(nint status)
    {
        if (status != 0)
            throw new InvalidOperationException("ONNX Runtime: " + Marshal.PtrToStringUTF8(Function<GetMessageFunction>(GetErrorMessage)(status)));
    }
}
