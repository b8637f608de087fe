using System;
using System.Globalization;

namespace Generated.Onnx.Import;

/// <summary>
/// A dense layer with the scaling of its inputs, scale·x + shift, folded into it, and what that costs. Kept apart, the scaled inputs are about 1 where the
/// model is used. Folded, w·scale·x and w·shift are as large as the mean is beside the deviation, are rounded as such, and cancel.
/// </summary>
/// <remarks>
/// After a layer's sums, scaling costs nothing more: what cancels there has been rounded as a sum already. So this is for scaling before a layer only.
/// </remarks>
internal sealed class Folding
{
    /// <summary>How many times a layer's own roundings the others may be: 5 of the bits of a number.</summary>
    public const double MostLost = 32;

    /// <summary>A network sums the inputs 0, 4, 8, …; 1, 5, 9, …; and so on apart, the first of these from the bias.</summary>
    private const int Parts = 4;

    private readonly Stage _layer;
    private readonly Node _scaling;
    private readonly double[] _scale, _shift;

    /// <summary>By unit: Σ w², the squares of all that is rounded only because of the folding, and what the unit has been multiplied by since.</summary>
    private double[] _squares, _lostSquares, _gain;

    /// <summary>By unit: the input whose terms cancel most.</summary>
    private int[] _largest;

    /// <summary>Folds the scaling into the weights.</summary>
    /// <param name="layer">The layer's matrix, which is changed.</param>
    /// <param name="scaling">The node with which the scaling ends.</param>
    /// <param name="scale">One number for all inputs or one for each.</param>
    /// <param name="shift">One number for all inputs or one for each.</param>
    /// <param name="precision">In what the network will compute.</param>
    public Folding(Stage layer, Node scaling, double[] scale, double[] shift, Precision precision)
    {
        (_layer, _scaling, _scale, _shift) = (layer, scaling, scale, shift);
        (Moved, _squares, _lostSquares, _gain) = (new double[layer.Units], new double[layer.Units], new double[layer.Units], new double[layer.Units]);
        _largest = new int[layer.Units];
        Array.Fill(_gain, 1);
        for (int unit = 0; unit < layer.Units; unit++)
            Fold(layer.Weights.AsSpan(unit * layer.Inputs, layer.Inputs), unit, precision == Precision.Double ? Math.ScaleB(1, -1022) : Math.ScaleB(1, -126));
    }

    /// <summary>By unit: the term that goes to the bias.</summary>
    public double[] Moved { get; private set; }

    /// <summary>Notes that a unit's weights and bias are multiplied.</summary>
    public void Scale(int unit, double factor) => _gain[unit] *= factor;

    /// <summary>Notes that some of the units are kept.</summary>
    public void Select(int[] units)
    {
        (Moved, _squares, _lostSquares, _gain) = (Part(Moved), Part(_squares), Part(_lostSquares), Part(_gain));
        _largest = Array.ConvertAll(units, unit => _largest[unit]);

        double[] Part(double[] values) => Array.ConvertAll(units, unit => values[unit]);
    }

    /// <summary>Requires that the folding costs no more than rounding does anyway.</summary>
    /// <param name="bias">The layer's biases as they will be.</param>
    /// <param name="activation">Its activation.</param>
    /// <param name="isFirst">Whether it is the network's first layer.</param>
    /// <exception cref="NodeException">It costs more.</exception>
    public void Require(double[] bias, Activation activation, bool isFirst)
    {
        for (int unit = 0; unit < bias.Length; unit++)
        {
            double ownBias = bias[unit] - _gain[unit] * Moved[unit];
            double size = Math.Min(Math.Sqrt(_gain[unit] * _gain[unit] * _squares[unit] + ownBias * ownBias), UsefulSum(activation));
            double lost = Math.Abs(_gain[unit]) * Math.Sqrt(_lostSquares[unit]);
            if (!(lost <= MostLost * size))
                throw Error(unit, lost / size, isFirst);
        }
    }

    /// <summary>Up to which size a sum's error counts in proportion to it. Where the answer is bounded, a larger error shows however large the sums.</summary>
    private static double UsefulSum(Activation activation) => activation switch
    {
        Activation.Sigmoid => 4,
        Activation.Softmax => 2,
        Activation.Tanh or Activation.HardTanh or Activation.Softsign or Activation.Step => 1,
        _ => double.PositiveInfinity,
    };

    private static double At(double[] values, int index) => values.Length == 1 ? values[0] : values[index];

    private void Fold(Span<double> row, int unit, double smallestNormal)
    {
        for (int i = 0; i < row.Length; i++)
            Moved[unit] += row[i] * At(_shift, i);

        // At the mean, every input takes its part of the bias away again. Rounded are each product, each sum, and what is stored.
        Span<double> sums = stackalloc double[Parts];
        sums.Clear();
        sums[0] = Moved[unit];
        double lost = sums[0] * sums[0], largest = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double weight = row[i], scale = At(_scale, i), term = weight * At(_shift, i);
            ref double sum = ref sums[i % Parts];
            sum -= term;
            _squares[unit] += weight * weight;

            row[i] = weight * scale;
            // What is too small for a normal number is rounded as the smallest of them would be.
            double small = weight != 0 && scale != 0 && Math.Abs(row[i]) < smallestNormal ? smallestNormal / scale : 0;
            double own = term * term + small * small;
            lost += own + sum * sum;
            if (own > largest)
                (largest, _largest[unit]) = (own, i);
        }

        _lostSquares[unit] = lost;
    }

    private NodeException Error(int unit, double times, bool isFirst)
    {
        int input = _largest[unit];
        double shift = At(_shift, input);
        string scaled = shift == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{At(_scale, input):G4}·x, with a weight below the normal numbers")
            : string.Create(CultureInfo.InvariantCulture, $"{At(_scale, input):G4}·x {(shift < 0 ? '−' : '+')} {Math.Abs(shift):G4}, whose terms cancel");
        string advice = isFirst ? "Scale the inputs in the program, and export the model without this." : "A network here has no layer that only scales.";
        return new NodeException(string.Create(CultureInfo.InvariantCulture,
            $"{_scaling.Place}: folding its scaling into the dense layer of {_layer.Node!.Place} would lose the answer. ")
            + string.Create(CultureInfo.InvariantCulture, $"Input {input + 1} becomes {scaled}: rounding errors grow {times:G2} times, ")
            + string.Create(CultureInfo.InvariantCulture, $"and {MostLost} times is the limit. {advice}"));
    }
}
