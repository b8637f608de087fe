using System;

namespace Generated;

/// <summary>The mean of each feature over all positions of a sequence or an image.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class GlobalAveragePoolAttribute : LayerAttribute;
