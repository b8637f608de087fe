using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis.Emit;
using Xunit;

namespace Generated.Tests;

/// <summary>A compilation's networks, loaded to be run. They can be unloaded once nothing refers to them.</summary>
internal sealed class EmittedAssembly : IDisposable
{
    private readonly AssemblyLoadContext _context = new("Emitted", isCollectible: true);

    /// <summary>Compiles, which must cause no warning, and loads.</summary>
    public EmittedAssembly(GeneratorRun run)
    {
        using var image = new MemoryStream();
        EmitResult result = run.Compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        GeneratorRun.AssertNone(result.Diagnostics);
        image.Position = 0;
        Networks = [.. _context.LoadFromStream(image).GetTypes().Where(type => type.GetCustomAttribute<NetworkAttribute>() is not null)];
    }

    /// <summary>The network classes.</summary>
    public IReadOnlyList<Type> Networks { get; }

    /// <summary>Generates, compiles and loads the networks of some source text, none of which may cause a warning.</summary>
    public static EmittedAssembly Load(string source, ProjectOptions? options = null) => new(GeneratorHarness.Run(source, options));

    /// <summary>A new network of a class, its parameters zero. Type parameters of the types around it are filled in.</summary>
    public static NetworkHandle<T> Create<T>(Type network)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        if (network.ContainsGenericParameters)
            network = network.MakeGenericType([.. network.GetGenericArguments().Select(_ => typeof(string))]);
        return (NetworkHandle<T>)Activator.CreateInstance(typeof(NetworkHandle<,>).MakeGenericType(network, typeof(T)))!;
    }

    public void Dispose() => _context.Unload();
}
