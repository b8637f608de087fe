using System;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Generated;

/// <summary>A conjunction of literals, such as x₁ ∧ ¬x₃: it is true where some inputs are 1, some are 0, and the others are whatever they are.</summary>
/// <param name="Positive">Bit i is set where input i has to be 1.</param>
/// <param name="Negative">Bit i is set where input i has to be 0.</param>
public readonly record struct Implicant(int Positive, int Negative)
{
    /// <summary>The number of literals; 0 for the conjunction that is always true.</summary>
    public int LiteralCount => BitOperations.PopCount((uint)(Positive | Negative));

    /// <summary>Whether the conjunction is true.</summary>
    /// <param name="inputs">Bit i is input i.</param>
    public bool IsTrue(int inputs) => (inputs & Positive) == Positive && (inputs & Negative) == 0;

    /// <summary>The literals with the inputs counted from 1, for example <c>x1 ¬x3</c>; <c>1</c> if there are none.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; (Positive | Negative) >> i != 0; i++)
        {
            if (((Positive | Negative) >> i & 1) != 0)
                text.Append(text.Length == 0 ? "" : " ").Append((Negative >> i & 1) != 0 ? "¬" : "").Append(CultureInfo.InvariantCulture, $"x{i + 1}");
        }

        return text.Length == 0 ? "1" : text.ToString();
    }
}
