using System.Linq;
using Generated.Generator.Declaration;

namespace Generated.Generator.Shapes;

/// <summary>What a tensor of parameters is to its layer, which decides how it is initialised. By the names of the runtime's enumeration.</summary>
internal enum ParameterRole
{
    /// <summary>What an input counts for in a unit's sum.</summary>
    Weight,

    /// <summary>What a unit's sum starts from.</summary>
    Bias,

    /// <summary>The centre of a radial basis function.</summary>
    Center,

    /// <summary>ρ = ln β, the logarithm of a radial basis function's width parameter.</summary>
    LogWidth,

    /// <summary>What a feature is multiplied by.</summary>
    Gain,

    /// <summary>The slope of a rectifier below zero.</summary>
    Slope,

    /// <summary>The mean of a feature: a constant.</summary>
    Mean,

    /// <summary>The deviation of a feature: a constant.</summary>
    Deviation,

    /// <summary>What an input counts for in the sum of a recurrent layer's gate.</summary>
    GateWeight,

    /// <summary>What an output of the step before counts for in the sum of a recurrent layer's gate.</summary>
    RecurrentWeight,

    /// <summary>What the sum of a recurrent layer's gate starts from.</summary>
    GateBias,
}

/// <summary>One named tensor of a layer's parameters.</summary>
/// <param name="Name">Its name in the layer, as PyTorch calls it: "weight".</param>
/// <param name="Role">What it is to the layer.</param>
/// <param name="Shape">Its canonical shape, which files and <c>ExportParameters</c> have; row-major.</param>
/// <param name="FanIn">How many values each unit of the layer reads.</param>
/// <param name="FanOut">How many units read each input of the layer.</param>
internal sealed record ParameterShape(string Name, ParameterRole Role, EquatableArray<int> Shape, int FanIn, int FanOut)
{
    /// <summary>The number of elements; a declaration may ask for more than an int holds.</summary>
    public long Count => Shape.Aggregate(1L, (count, length) => count * length);

    /// <summary>Whether training changes it.</summary>
    public bool IsTrainable => Role is not (ParameterRole.Mean or ParameterRole.Deviation);

    /// <summary>A vector with a value for each feature.</summary>
    public static ParameterShape OfFeatures(string name, ParameterRole role, int features) => new(name, role, new([features]), features, features);
}
