using System.Numerics;

namespace Generated.Tool.Compilation;

/// <summary>What to do with a network whose class exists at run time only.</summary>
internal interface INetworkTask
{
    /// <summary>Does it.</summary>
    /// <param name="network">The network, with the model's parameters.</param>
    void Run<TNetwork, T>(TNetwork network)
        where TNetwork : class, INetwork<TNetwork, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;
}
