using System.Globalization;

namespace Generated.Generator.Emission;

/// <summary>Numbers as literals.</summary>
internal static class Literals
{
    /// <summary>A number of a floating-point type, shortest so that it is the same again.</summary>
    public static string Of(double value, string type) =>
        double.IsPositiveInfinity(value) ? $"{type}.PositiveInfinity" :
        type == "float" ? ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f" : value.ToString("R", CultureInfo.InvariantCulture) + "d";
}
