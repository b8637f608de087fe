namespace Generated.Samples.Boundaries;

// Regions of the plane: every hidden unit is a half-plane, the unit behind them joins them.

[Network(2, 1, Output = Activation.Step)]
internal sealed partial class HalfPlane;

[Network(2, 4, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class Square;

[Network(2, 5, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class Pentagon;

[Network(2, 6, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class Hexagon;

[Network(2, 16, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class SixteenSides;

[Network(2, 64, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class Circle;

// Two polygons: half-planes, then a unit per polygon, then a unit for either.
[Network(2, 8, 2, 1, Hidden = Activation.Step, Output = Activation.Step)]
internal sealed partial class TwoPolygons;

// Functions of one input: a linear unit sums up steps.

[Network(1, 2, 1, Hidden = Activation.Step, Output = Activation.Linear)]
internal sealed partial class Pulse;

[Network(1, 16, 1, Hidden = Activation.Step, Output = Activation.Linear)]
internal sealed partial class EightPulses;

[Network(1, 80, 1, Hidden = Activation.Step, Output = Activation.Linear)]
internal sealed partial class FortyPulses;
