using System.Globalization;

namespace Generated.Tool.Freezing;

/// <summary>Numbers as C# writes them. The shortest digits that give the very same number back.</summary>
internal static class Literal
{
    /// <summary>A number of a type, with the type's suffix: <c>-0.25f</c>, <c>1E-05f</c>, <c>3d</c>.</summary>
    public static string Of(double value, Precision precision) => precision == Precision.Single
        ? ((float)value).ToString("R", CultureInfo.InvariantCulture) + "f"
        : value.ToString("R", CultureInfo.InvariantCulture) + "d";
}
