using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Reflection;
using System.Runtime.ExceptionServices;
using System.Runtime.Loader;
using Generated.Tool.Models;

namespace Generated.Tool.Compilation;

/// <summary>
/// A model as the very class that the generator writes for a program, compiled in memory: so a command computes at the speed, and
/// with the bits, of the program that the model will be part of.
/// </summary>
internal static class CompiledNetwork
{
    private const string ClassName = "CompiledModel";
    private const string ForwardRepeatedly = "ForwardRepeatedly", ForwardBatchRepeatedly = "ForwardBatchRepeatedly", StartFrom = "StartFrom";

    /// <summary>Compiles a model, fills in its parameters and does something with it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">What to do.</param>
    /// <param name="initialState">The state that a streaming network starts from; empty for zeros.</param>
    /// <exception cref="ToolException">The generator does not accept the model: its rule says why.</exception>
    public static void Use(NetworkModel model, INetworkTask task, IReadOnlyList<double> initialState)
    {
        Type network = Compile(model);
        Type scalar = model.Precision == Precision.Double ? typeof(double) : typeof(float);
        MethodInfo start = typeof(CompiledNetwork).GetMethod(nameof(Start), BindingFlags.NonPublic | BindingFlags.Static)!.MakeGenericMethod(network, scalar);
        try
        {
            start.Invoke(null, [model, task, initialState]);
        }
        catch (TargetInvocationException error) when (error.InnerException is { } inner)
        {
            ExceptionDispatchInfo.Throw(inner);
        }
    }

    /// <summary>Compiles a class and tells what network it is.</summary>
    /// <param name="source">The file that declares it.</param>
    /// <param name="className">The class.</param>
    /// <param name="name">What errors call the network.</param>
    /// <exception cref="ToolException">The generator does not accept it: its rule says why.</exception>
    public static (NetworkShape Shape, Precision Precision) Describe(string source, string className, string name)
    {
        using MemoryStream image = NetworkCompiler.Compile(source, name);
        Type network = new AssemblyLoadContext(ClassName).LoadFromStream(image).GetType(className, throwOnError: true)!;
        Type contract = network.GetInterfaces().First(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(INetwork<,>)),
            scalar = contract.GenericTypeArguments[1];
        var shape = (NetworkShape)network.GetProperty("Shape", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;
        return (shape, scalar == typeof(double) ? Precision.Double : Precision.Single);
    }

    /// <summary>
    /// What calls <c>Forward</c> or <c>ForwardBatch</c> again and again, directly as a program does, and not through the interface; of a streaming network
    /// <c>Step</c> or <c>Sequence</c>, with one state, which starts from zeros and goes on from call to call.
    /// </summary>
    public static RepeatedCall<T> Repeat<T>(object network, bool isBatch)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        network.GetType().GetMethod(isBatch ? ForwardBatchRepeatedly : ForwardRepeatedly)!.CreateDelegate<RepeatedCall<T>>(network);

    private static void Start<TNetwork, T>(NetworkModel model, INetworkTask task, IReadOnlyList<double> initialState)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        TNetwork network = TNetwork.Create();
        model.CopyTo(network);
        if (initialState.Count > 0)
            typeof(TNetwork).GetMethod(StartFrom)!.CreateDelegate<Action<T[]>>(network)([.. initialState.Select(T.CreateChecked)]);
        task.Run<TNetwork, T>(network);
    }

    private static Type Compile(NetworkModel model)
    {
        string scalar = model.Precision == Precision.Double ? "double" : "float";
        (string state, string one, string many) = model.Shape.IsStreaming
            ? ($"private readonly State _state = new();\n    public void {StartFrom}({scalar}[] state) => _state.Import(state);\n",
                "Step(inputs, _state, outputs)", "Sequence(inputs, _state, outputs)")
            : ("", "Forward(inputs, outputs)", "ForwardBatch(inputs, outputs)");
        string source = $$"""
            using System;
            using Generated;

            {{NetworkDeclaration.AttributesOf(model.Shape, model.Precision)}}
            public sealed partial class {{ClassName}}
            {
                {{state}}
                public void {{ForwardRepeatedly}}(ReadOnlySpan<{{scalar}}> inputs, Span<{{scalar}}> outputs, long calls)
                {
                    for (long call = 0; call < calls; call++)
                        {{one}};
                }

                public void {{ForwardBatchRepeatedly}}(ReadOnlySpan<{{scalar}}> inputs, Span<{{scalar}}> outputs, long calls)
                {
                    for (long call = 0; call < calls; call++)
                        {{many}};
                }
            }
            """;
        using MemoryStream image = NetworkCompiler.Compile(source, $"The network {model.Shape}");
        return new AssemblyLoadContext(ClassName).LoadFromStream(image).GetType(ClassName, throwOnError: true)!;
    }
}
