using System;

namespace Generated;

/// <summary>
/// A normalisation of each feature by constants, <c>a = (x − m)/s</c>, and within ±<see cref="Clip"/> where that is set: what a standardiser does to its
/// input. Mean m and deviation s are set from a data set or come from a file; no training changes them.
/// </summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class NormalizationAttribute : LayerAttribute
{
    /// <summary>The largest magnitude that passes unchanged. Default: no limit.</summary>
    public double Clip { get; set; } = double.PositiveInfinity;
}
