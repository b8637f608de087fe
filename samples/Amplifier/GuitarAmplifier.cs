namespace Generated.Samples.Amplifier;

/// <summary>What an amplifier does, sample by sample: it remembers in 16 cells what the circuit remembers in its capacitor.</summary>
[Network(1)]
[Lstm(16)]
[Dense(1)]
public sealed partial class GuitarAmplifier;
