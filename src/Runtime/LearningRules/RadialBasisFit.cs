using System;
using System.Globalization;
using System.Numerics;
using System.Threading;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>Fits a network of radial basis functions to samples without a gradient: centres, then widths, then the output layer.</summary>
/// <remarks>
/// <code>
/// cⱼ                             by k-means++ and Lloyd's algorithm from the inputs alone
/// σⱼ² = 1/P Σₖ ‖cⱼ − cₖ‖²          over the P nearest other centres;  βⱼ = 1/(2σⱼ²),  hⱼ(x) = exp(−βⱼ‖x − cⱼ‖²)
/// W, b                           such that Σ ‖Wh(x) + b − t‖² over the samples is least
/// </code>
/// Moody, Darken: Fast learning in networks of locally-tuned processing units, 1989 (the P-nearest-neighbours heuristic); Broomhead, Lowe: Multivariable
/// functional interpolation and adaptive networks, 1988 (the output layer by least squares). Of several best W and b, as
/// with more centres than samples, those of least norm are taken. A single centre gets the root-mean-square distance of the samples as σ.
/// Then <see cref="Trainer{TNetwork, T}"/> can improve all parameters at once, centres and widths included.
/// </remarks>
/// <typeparam name="TNetwork">The network class: a radial basis layer, then a dense layer with the activation <see cref="Activation.Linear"/>.</typeparam>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class RadialBasisFit<TNetwork, T>
    where TNetwork : class, INetwork<TNetwork, T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly TNetwork _network;

    /// <summary>Makes a fit.</summary>
    /// <param name="network">The network. All its parameters are set anew.</param>
    /// <exception cref="ArgumentException">The network is not a radial basis layer and a dense layer of linear units.</exception>
    public RadialBasisFit(TNetwork network)
    {
        ArgumentNullException.ThrowIfNull(network);
        NetworkShape shape = TNetwork.Shape;
        if (shape.Layers is not [{ Kind: LayerKind.RadialBasis }, { Kind: LayerKind.Dense, Activation: Activation.Linear }])
        {
            throw new ArgumentException(
                $"A radial basis layer and then a dense layer with the activation Linear are wanted, "
                + $"as in [Network(2)] [RadialBasis(10)] [Dense(1)]; this network is {shape}.", nameof(network));
        }

        _network = network;
    }

    /// <summary>Starts the <see cref="RandomGenerator"/> of k-means++.</summary>
    public ulong Seed { get; init; }

    /// <summary>The number P of neighbouring centres that decide a width; 2 unless set. With fewer other centres all of them count.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Neighbours
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Neighbours));
            field = value;
        }
    } = 2;

    /// <summary>How often Lloyd's algorithm may move the centres at most; 100 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Iterations
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(Iterations));
            field = value;
        }
    } = 100;

    /// <summary>Sets all parameters of the network.</summary>
    /// <param name="data">The samples.</param>
    /// <param name="cancellationToken">Ends the fit before it has written anything.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="ArgumentException">
    /// The data do not fit the network, are not finite, have fewer different inputs than there are centres, or squared distances or weights that are out of the
    /// range of <typeparamref name="T"/>. Nothing is written.
    /// </exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing is written.</exception>
    public RadialBasisFitResult Train(Dataset<T> data, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        NetworkShape shape = TNetwork.Shape;
        if (data.InputSize != shape.InputSize || data.TargetSize != shape.OutputSize)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"The data set has {data.InputSize} inputs and {data.TargetSize} targets, "
                + $"but the network has {shape.InputSize} inputs and {shape.OutputSize} outputs.")
                + (data.TargetSize == shape.OutputSize ? "" : data.TargetAssumption), nameof(data));
        }

        for (int i = 0; i < data.Targets.Length; i++)
        {
            if (!T.IsFinite(data.Targets[i]))
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Target {i % data.TargetSize} of sample {i / data.TargetSize} is {data.Targets[i]}; expected a finite number."), nameof(data));
            }
        }

        LayerShape basis = shape.Layers[0];
        LayerShape output = shape.Layers[1];
        var centres = new T[basis.WeightCount];
        (double squaredDistances, int iterations) = KMeans.Fit(data.Inputs, basis.Inputs, centres, Seed, Iterations, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        double[] variances = Variances(centres, basis, squaredDistances / data.Count);

        RequireInRange(data, variances);

        // The output layer needs the basis functions as the network computes them.
        Span<T> parameters = _network.Parameters;
        T[] before = parameters.ToArray();
        try
        {
            for (int unit = 0; unit < basis.Units; unit++)
            {
                for (int input = 0; input < basis.Inputs; input++)
                    parameters[basis.WeightIndex(input, unit)] = centres[unit * basis.Inputs + input];
                parameters[basis.BiasIndex(unit)] = T.CreateTruncating(-VectorMath.Log(2.0 * variances[unit]));
            }

            return new RadialBasisFitResult(iterations, squaredDistances, SolveOutputLayer(data, output));
        }
        catch
        {
            before.CopyTo(parameters);
            throw;
        }
    }

    /// <summary>Requires that the network can compute its basis functions in T: their β, and the squares of all distances.</summary>
    private static void RequireInRange(Dataset<T> data, double[] variances)
    {
        // No sample and no centre is farther from another than the ends of the box around them all.
        double diagonal = 0.0;
        for (int input = 0; input < data.InputSize; input++)
        {
            double least = double.PositiveInfinity, greatest = double.NegativeInfinity;
            for (int row = 0; row < data.Count; row++)
            {
                double value = double.CreateTruncating(data.Input(row)[input]);
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            }

            diagonal += (greatest - least) * (greatest - least);
        }

        bool isInRange = T.IsFinite(T.CreateTruncating(diagonal));
        foreach (double variance in variances)
            isInRange &= T.IsNormal(T.CreateTruncating(2.0 * variance)) && T.IsNormal(T.CreateTruncating(0.5 / variance));
        if (!isInRange)
        {
            throw new ArgumentException(
                $"The squared distances of the inputs are out of the range of {typeof(T).Name}; scale the inputs, as Standardizer does.", nameof(data));
        }
    }

    /// <summary>σ² of every centre.</summary>
    private double[] Variances(ReadOnlySpan<T> centres, LayerShape basis, double meanSquaredDistance)
    {
        var points = new double[centres.Length];
        for (int i = 0; i < points.Length; i++)
            points[i] = double.CreateTruncating(centres[i]);

        int neighbours = Math.Min(Neighbours, basis.Units - 1);
        var variances = new double[basis.Units];
        var distances = new double[basis.Units];
        for (int unit = 0; unit < basis.Units; unit++)
        {
            for (int other = 0; other < basis.Units; other++)
                distances[other] = KMeans.SquaredDistance(points.AsSpan(unit * basis.Inputs, basis.Inputs), points.AsSpan(other * basis.Inputs, basis.Inputs));

            // The nearest is the centre itself.
            Array.Sort(distances);
            double sum = 0.0;
            for (int i = 1; i <= neighbours; i++)
                sum += distances[i];
            variances[unit] = neighbours > 0 ? sum / neighbours : meanSquaredDistance;

            // A single centre on all samples, or centres that were rounded to one point: any width is as good.
            if (variances[unit] == 0.0)
                variances[unit] = 1.0;
        }

        return variances;
    }

    private int SolveOutputLayer(Dataset<T> data, LayerShape output)
    {
        // Column after column: the basis functions at the samples, and 1 for the bias.
        int rows = data.Count;
        int columns = output.Inputs + 1;
        var design = new double[checked(rows * columns)];
        var targets = new double[data.Targets.Length];
        var activation = new T[output.Inputs];
        for (int row = 0; row < rows; row++)
        {
            _network.Activate(data.Input(row), 1, activation);
            for (int j = 0; j < activation.Length; j++)
                design[j * rows + row] = double.CreateTruncating(activation[j]);
            design[output.Inputs * rows + row] = 1.0;
            for (int unit = 0; unit < output.Units; unit++)
                targets[unit * rows + row] = double.CreateTruncating(data.Target(row)[unit]);
        }

        var solution = new double[output.ParameterCount];

        // The basis functions are rounded to T: directions in which they differ by no more than that would get huge weights for nothing.
        double precision = typeof(T) == typeof(float) ? 1.0 / (1 << 23) : 1.0 / (1L << 52);
        int rank = LeastSquares.Solve(design, rows, columns, targets, solution, precision);
        foreach (double value in solution)
        {
            if (!T.IsFinite(T.CreateTruncating(value)))
                throw new ArgumentException(
                    $"The targets are so great that the weights are out of the range of {typeof(T).Name}; scale them down.", nameof(data));
        }

        for (int unit = 0; unit < output.Units; unit++)
        {
            for (int input = 0; input < output.Inputs; input++)
                _network.Parameters[output.WeightIndex(input, unit)] = T.CreateTruncating(solution[unit * columns + input]);
            _network.Parameters[output.BiasIndex(unit)] = T.CreateTruncating(solution[unit * columns + output.Inputs]);
        }

        return rank;
    }
}

/// <summary>What a fit of radial basis functions found.</summary>
/// <param name="Iterations">How often Lloyd's algorithm moved the centres.</param>
/// <param name="SquaredDistances">The sum of the squared distances of the samples to their centres.</param>
/// <param name="Rank">
/// The rank of the matrix of basis functions and bias at the samples: the number of centres plus 1 unless samples are too few or basis
/// functions overlap too much.
/// </param>
public readonly record struct RadialBasisFitResult(int Iterations, double SquaredDistances, int Rank);
