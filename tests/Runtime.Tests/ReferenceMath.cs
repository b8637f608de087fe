using System;

namespace Generated.Tests;

/// <summary>The activation functions and their derivatives, written down from their definitions.</summary>
public static class ReferenceMath
{
    private const double SeluScale = 1.0507009873554804934193349852946;
    private const double SeluAlpha = 1.6732632423543772848170429916717;

    /// <summary>f(z) of every activation but softmax, which needs the whole layer.</summary>
    public static double Value(Activation activation, double z) => activation switch
    {
        Activation.Linear => z,
        Activation.Step => z >= 0 ? 1 : 0,
        Activation.Sigmoid => Sigmoid(z),
        Activation.Tanh => Math.Tanh(z),
        Activation.ReLU => Math.Max(z, 0),
        Activation.LeakyReLU => z > 0 ? z : 0.01 * z,
        Activation.ELU => z > 0 ? z : ExpMinusOne(z),
        Activation.SELU => SeluScale * (z > 0 ? z : SeluAlpha * ExpMinusOne(z)),
        Activation.GELU => z * NormalDistribution(z),
        Activation.SiLU => z * Sigmoid(z),
        Activation.Mish => z * Math.Tanh(Softplus(z)),
        Activation.Softplus => Softplus(z),
        Activation.Softsign => z / (1 + Math.Abs(z)),
        Activation.HardTanh => Math.Clamp(z, -1, 1),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>f′(z) of every activation but softmax.</summary>
    public static double Derivative(Activation activation, double z)
    {
        double sigmoid = Sigmoid(z);
        double tanh = Math.Tanh(z);
        double tanhOfSoftplus = Math.Tanh(Softplus(z));
        return activation switch
        {
            Activation.Linear => 1,
            Activation.Step => 0,
            Activation.Sigmoid => sigmoid * (1 - sigmoid),
            Activation.Tanh => 1 - tanh * tanh,
            Activation.ReLU => z > 0 ? 1 : 0,
            Activation.LeakyReLU => z > 0 ? 1 : 0.01,
            Activation.ELU => z > 0 ? 1 : Math.Exp(z),
            Activation.SELU => SeluScale * (z > 0 ? 1 : SeluAlpha * Math.Exp(z)),
            Activation.GELU => NormalDistribution(z) + z * Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI),
            Activation.SiLU => sigmoid * (1 + z * (1 - sigmoid)),
            Activation.Mish => tanhOfSoftplus + z * (1 - tanhOfSoftplus * tanhOfSoftplus) * sigmoid,
            Activation.Softplus => sigmoid,
            Activation.Softsign => 1 / ((1 + Math.Abs(z)) * (1 + Math.Abs(z))),
            Activation.HardTanh => z > -1 && z < 1 ? 1 : 0,
            _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
        };
    }

    /// <summary>erf(x) = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!!, whose terms all have one sign (Abramowitz, Stegun, 7.1.6).</summary>
    public static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
            return Math.Sign(x);

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    private static double NormalDistribution(double z) => 0.5 * (1 + Erf(z / Math.Sqrt(2)));

    private static double Sigmoid(double z) => z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));

    private static double Softplus(double z) => Math.Max(z, 0) + LogOnePlus(Math.Exp(-Math.Abs(z)));

    // Kahan's corrections for what 1 + x and e^x − 1 lose near 0.
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    private static double ExpMinusOne(double x)
    {
        double power = Math.Exp(x);
        if (power == 1)
            return x;
        return power - 1 == -1 ? -1 : (power - 1) * x / Math.Log(power);
    }
}
