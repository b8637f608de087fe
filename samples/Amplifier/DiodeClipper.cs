using System;

namespace Generated.Samples.Amplifier;

/// <summary>
/// The clipping stage of many distortion pedals: a resistor, then a capacitor and two antiparallel diodes to ground. Its voltage obeys
/// C·dv/dt = (u − v)/R − 2·I·sinh(v/V), where u is the input.
/// </summary>
internal static class DiodeClipper
{
    /// <summary>Ohm, farad, ampere and volt: 2.2 kΩ, 10 nF, and diodes of the type 1N4148.</summary>
    private const double Resistance = 2200, Capacitance = 10e-9, SaturationCurrent = 2.52e-9, ThermalVoltage = 1.752 * 25.85e-3;

    /// <summary>The voltage of a full-scale sample at the input.</summary>
    private const double Drive = 4;

    /// <summary>The steps of the solution for each sample, so that what the diodes add above half the sample rate does not fold back much.</summary>
    private const int Oversampling = 8, Iterations = 8;

    /// <summary>The output for an input, from rest: implicit Euler steps, each solved by Newton's method.</summary>
    public static float[] Play(ReadOnlySpan<float> input)
    {
        float[] output = new float[input.Length];
        double step = 1.0 / (Pluck.SampleRate * Oversampling), v = 0, before = 0;
        for (int i = 0; i < input.Length; i++)
        {
            double next = Drive * input[i];
            for (int part = 1; part <= Oversampling; part++)
            {
                double u = before + (next - before) * part / Oversampling, start = v;
                for (int iteration = 0; iteration < Iterations; iteration++)
                {
                    double current = (u - v) / Resistance - 2 * SaturationCurrent * Math.Sinh(v / ThermalVoltage);
                    double slope = -1 / Resistance - 2 * SaturationCurrent / ThermalVoltage * Math.Cosh(v / ThermalVoltage);
                    double change = (v - start - step / Capacitance * current) / (1 - step / Capacitance * slope);
                    v -= change;
                    if (Math.Abs(change) < 1e-12)
                        break;
                }
            }

            before = next;
            output[i] = (float)v;
        }

        return output;
    }
}
