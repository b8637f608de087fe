using System;

namespace Generated;

/// <summary>A sequence or an image as one vector: position after position, each with its features.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class FlattenAttribute : LayerAttribute;
