using System.Numerics;
using Generated.Numerics;

namespace Generated;

/// <summary>What an optimiser does to a register of parameters. It holds the step's coefficients, and references to the optimiser's memory.</summary>
internal interface IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The new parameters.</summary>
    /// <param name="w">The parameters.</param>
    /// <param name="g">Their gradient.</param>
    /// <param name="i">Where they start in the range, and what goes with them in the optimiser's memory.</param>
    TVector Update<TVector>(TVector w, TVector g, nuint i)
        where TVector : struct, ISimd<TVector, T>;
}
