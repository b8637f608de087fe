using System;

namespace Generated;

/// <summary>The last step of a sequence, as a vector of its features.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false, AllowMultiple = true)]
public sealed class LastStepAttribute : LayerAttribute;
