using System;
using System.Globalization;
using System.Numerics;
using System.Threading;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>Finds centres of data: k-means++ to start from, then Lloyd's algorithm.</summary>
/// <remarks>
/// The first centre is a sample, each equally likely; each further one is a sample that is drawn in proportion to its squared distance to the nearest
/// centre so far. Arthur, Vassilvitskii: k-means++, the advantages of careful seeding, 2007. Then every sample joins its nearest centre, and
/// every centre moves to the mean of its samples, until no sample changes its centre. Lloyd: Least squares quantization in PCM, 1982. A centre that
/// loses all its samples moves to the sample that is farthest from its own. Distances and means are taken in double
/// precision and in order, so the bits are the same on every processor.
/// </remarks>
public static class KMeans
{
    /// <summary>Finds centres.</summary>
    /// <param name="inputs">Rows of values, row-major.</param>
    /// <param name="inputSize">The number of values of a row.</param>
    /// <param name="centres">Receives the centres, row-major: as many rows as are wanted.</param>
    /// <param name="seed">Starts the <see cref="RandomGenerator"/>.</param>
    /// <param name="iterations">How often Lloyd's algorithm may move the centres at most.</param>
    /// <param name="cancellationToken">Ends the search between two iterations.</param>
    /// <returns>The sum of the squared distances of the samples to their centres, and how often the centres were moved.</returns>
    /// <exception cref="ArgumentException">
    /// There are no whole rows, no centres, fewer different samples than centres, values that are not finite, or
    /// distances whose squares are out of range. Nothing is written.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than 1.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled. Nothing is written.</exception>
    public static (double SquaredDistances, int Iterations) Fit<T>(
        ReadOnlySpan<T> inputs, int inputSize, Span<T> centres, ulong seed, int iterations = 100, CancellationToken cancellationToken = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(iterations, 1);
        int rows = SpanArguments.RequireRows(inputs.Length, inputSize, nameof(inputs));
        SpanArguments.RequireAnyRow(rows, nameof(inputs));
        int count = SpanArguments.RequireRows(centres.Length, inputSize, nameof(centres));
        SpanArguments.RequireAnyRow(count, nameof(centres));
        var samples = new double[inputs.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = double.CreateTruncating(inputs[i]);
            if (!double.IsFinite(samples[i]))
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"Value {i % inputSize} of row {i / inputSize} is {samples[i]}; expected a finite number."), nameof(inputs));
        }

        var run = new Run(samples, inputSize, count);
        run.Seed(new RandomGenerator(seed));
        int iteration = 0;
        while (run.Assign() && iteration < iterations)
        {
            cancellationToken.ThrowIfCancellationRequested();
            run.MoveCentres();
            iteration++;
        }

        for (int i = 0; i < centres.Length; i++)
            centres[i] = T.CreateTruncating(run.Centres[i]);
        return (run.SquaredDistances, iteration);
    }

    private sealed class Run(double[] samples, int size, int count)
    {
        /// <summary>The sum of squares below which the terms are subnormal numbers or nearly so.</summary>
        private const double LeastSquares = 1e-292;

        private readonly int[] _centreOf = CreateFilled(samples.Length / size, -1);
        private readonly double[] _distances = CreateFilled(samples.Length / size, double.PositiveInfinity);
        private readonly int[] _members = new int[count];

        public double[] Centres { get; } = new double[count * size];

        /// <summary>The sum of the squared distances of the samples to their centres, as of the last <see cref="Assign"/>.</summary>
        public double SquaredDistances { get; private set; }

        public void Seed(RandomGenerator random)
        {
            int chosen = random.NextInt(_distances.Length);
            for (int centre = 0; ; centre++)
            {
                Sample(chosen).CopyTo(Centre(centre));
                if (centre == count - 1)
                    return;

                double sum = 0.0;
                for (int row = 0; row < _distances.Length; row++)
                {
                    _distances[row] = Math.Min(_distances[row], SquaredDistance(Sample(row), Centre(centre)));
                    sum += _distances[row];
                }

                RequireInRange(sum);
                if (sum < LeastSquares && HasRowThatIsNoCentre(centre + 1))
                    throw new ArgumentException("The rows differ by so little that their squared distances are out of range; scale them up.", "inputs");
                if (sum == 0.0)
                {
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                        $"There are only {centre + 1} different rows, but {count} centres are wanted."), "inputs");
                }

                // Rounding may leave the last sample short of the drawn number: then the last one that is no centre is it.
                double drawn = random.NextDouble() * sum;
                for (int row = 0; row < _distances.Length && drawn >= 0.0; row++)
                {
                    if (_distances[row] == 0.0)
                        continue;
                    chosen = row;
                    drawn -= _distances[row];
                }
            }
        }

        /// <summary>Lets every sample join its nearest centre, the first of equals.</summary>
        /// <returns>Whether one has changed its centre.</returns>
        public bool Assign()
        {
            bool hasChanged = false;
            SquaredDistances = 0.0;
            Array.Clear(_members);
            for (int row = 0; row < _centreOf.Length; row++)
            {
                int nearest = 0;
                double least = double.PositiveInfinity;
                for (int centre = 0; centre < count; centre++)
                {
                    double distance = SquaredDistance(Sample(row), Centre(centre));
                    if (distance < least)
                        (nearest, least) = (centre, distance);
                }

                hasChanged |= _centreOf[row] != nearest;
                _centreOf[row] = nearest;
                _distances[row] = least;
                _members[nearest]++;
                SquaredDistances += least;
            }

            RequireInRange(SquaredDistances);
            return hasChanged;
        }

        public void MoveCentres()
        {
            Array.Clear(Centres);
            for (int row = 0; row < _centreOf.Length; row++)
            {
                Span<double> centre = Centre(_centreOf[row]);
                ReadOnlySpan<double> sample = Sample(row);
                for (int i = 0; i < size; i++)
                    centre[i] += sample[i];
            }

            for (int centre = 0; centre < count; centre++)
            {
                foreach (ref double value in Centre(centre))
                {
                    value /= Math.Max(1, _members[centre]);
                    RequireInRange(value);
                }

                if (_members[centre] == 0)
                    MoveToFarthest(centre);
            }
        }

        /// <summary>Whether a row differs from all of the first centres.</summary>
        private bool HasRowThatIsNoCentre(int centres)
        {
            for (int row = 0; row < _distances.Length; row++)
            {
                bool isCentre = false;
                for (int centre = 0; centre < centres && !isCentre; centre++)
                    isCentre = Sample(row).SequenceEqual(Centre(centre));
                if (!isCentre)
                    return true;
            }

            return false;
        }

        private static void RequireInRange(double sum)
        {
            if (!double.IsFinite(sum))
                throw new ArgumentException(
                    "The values are so great that squares of their distances, or their sums, are out of range; scale them down.", "inputs");
        }

        private void MoveToFarthest(int centre)
        {
            int farthest = 0;
            for (int row = 1; row < _distances.Length; row++)
            {
                if (_distances[row] > _distances[farthest])
                    farthest = row;
            }

            _distances[farthest] = 0.0;
            Sample(farthest).CopyTo(Centre(centre));
        }

        private ReadOnlySpan<double> Sample(int row) => samples.AsSpan(row * size, size);

        private Span<double> Centre(int centre) => Centres.AsSpan(centre * size, size);

        private static TItem[] CreateFilled<TItem>(int length, TItem value)
        {
            var items = new TItem[length];
            Array.Fill(items, value);
            return items;
        }
    }

    /// <summary>‖x − y‖².</summary>
    internal static double SquaredDistance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0.0;
        for (int i = 0; i < x.Length; i++)
            sum += (x[i] - y[i]) * (x[i] - y[i]);
        return sum;
    }
}
