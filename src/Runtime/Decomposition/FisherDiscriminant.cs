using System;
using System.Globalization;
using System.IO;
using System.Numerics;
using Generated.Kernels;
using Generated.LinearAlgebra;
using Generated.Numerics;

namespace Generated;

/// <summary>
/// Fisher's linear discriminant for any number of classes: the directions along which classes lie far apart beside their own spread, and the classifier that
/// follows from them for Gaussian classes of one covariance (linear discriminant analysis). It does not change once fitted.
/// </summary>
/// <remarks>
/// The axes a maximise <c>aᵀBa / aᵀWa</c> with the covariance within classes W, over N − K, and that of the class means B, over K − 1, weighted by
/// the classes' sizes; aᵀWa = 1. Features are scaled to the spread within classes first, W's eigenvectors of values above 10⁻⁸ make it
/// white, and a singular value decomposition of the class means in that space finds the axes. Fisher: The use of multiple measurements in
/// taxonomic problems, 1936; Rao: The utilization of multiple measurements in problems of biological classification, 1948. Scales and
/// priors (the classes' shares) are those of scikit-learn's solver "svd"; each axis is signed so that its element of greatest magnitude is
/// positive. Features without spread within classes, and directions that depend on others, are left out.
/// </remarks>
/// <typeparam name="T"><see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FisherDiscriminant<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const string Kind = "LDA";

    private readonly ModelMean<T> _mean;
    private readonly T[] _axes;
    private readonly T[] _ratio;
    private readonly T[] _priors;
    private readonly T[] _centroids;
    private readonly AffineMap<T> _map;

    private FisherDiscriminant(ModelMean<T> mean, T[] axes, T[] ratio, T[] priors, T[] centroids)
    {
        _mean = mean;
        _axes = axes;
        _ratio = ratio;
        _priors = priors;
        _centroids = centroids;
        _map = new AffineMap<T>(Factor<T>.Rows(ref _axes[0], FeatureCount), ComponentCount, FeatureCount, origin: mean.Values, offset: mean.Offset(axes));
    }

    /// <summary>The number of features D of a sample.</summary>
    public int FeatureCount => _mean.Values.Length;

    /// <summary>The number of classes K.</summary>
    public int ClassCount => _priors.Length;

    /// <summary>The number of discriminant axes M, at most min(K − 1, D).</summary>
    public int ComponentCount => _ratio.Length;

    /// <summary>The mean of all samples.</summary>
    public ReadOnlySpan<T> Mean => _mean.Values;

    /// <summary>The discriminant axes: M rows of D, the most telling first. They are not orthogonal in general.</summary>
    public ReadOnlySpan<T> Axes => _axes;

    /// <summary>The share of each axis in the variance between classes.</summary>
    public ReadOnlySpan<T> ExplainedVarianceRatio => _ratio;

    /// <summary>The share of each class in the samples.</summary>
    public ReadOnlySpan<T> Priors => _priors;

    /// <summary>Finds the discriminant axes.</summary>
    /// <param name="samples">Rows of features, row-major.</param>
    /// <param name="featureCount">The number of features D of a sample.</param>
    /// <param name="labels">The class of each sample, from 0 to K − 1. Each must have a sample.</param>
    /// <exception cref="ArgumentException">
    /// There are no whole rows; labels are not as many, or leave a class out; there are fewer than two classes or not more samples than
    /// classes; a value is NaN or infinite; nothing varies within the classes, or the classes have one mean.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no features, or a label is negative.</exception>
    public static FisherDiscriminant<T> Fit(ReadOnlySpan<T> samples, int featureCount, ReadOnlySpan<int> labels)
    {
        int count = SampleMoments.RequireRows(samples, featureCount, least: 3);
        SpanArguments.RequireLength(labels.Length, count, nameof(labels));
        int[] sizes = ClassSizes(labels);
        int classes = sizes.Length;
        if (count <= classes)
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"There are {count} samples of {classes} classes; more samples than classes are wanted."), nameof(samples));

        double[] mean = SampleMoments.Mean(samples, featureCount);
        var classMeans = new double[classes * featureCount];
        double[] within = WithinClasses(samples, labels, sizes, classMeans, featureCount);
        double[] whitening = Whitening(within, featureCount, count, classes);
        int rank = whitening.Length / featureCount;
        if (rank == 0)
            throw new ArgumentException("Nothing varies within the classes, so no direction can be scaled to their spread.", nameof(samples));

        // Class means in the white space, weighted: their singular vectors turn its axes into the discriminant ones.
        var weighted = new double[classes * featureCount];
        for (int k = 0; k < classes; k++)
        {
            double weight = Math.Sqrt((double)sizes[k] / (classes - 1));
            for (int i = 0; i < featureCount; i++)
                weighted[k * featureCount + i] = weight * (classMeans[k * featureCount + i] - mean[i]);
        }

        var between = new double[classes * rank];
        MatrixProduct.Add(Factor<double>.Rows(ref weighted[0], featureCount), Factor<double>.Rows(ref whitening[0], featureCount), classes, rank,
            featureCount, ref between[0], rank);
        int values = Math.Min(classes, rank);
        var singular = new double[values];
        var right = new double[values * rank];
        SingularValues.Decompose<double>(between, classes, rank, new double[values * classes], singular, right);
        double total = 0.0;
        int kept = 0;
        for (int i = 0; i < values; i++)
        {
            total += singular[i] * singular[i];
            if (i < classes - 1 && singular[i] > singular[0] * 1e-4)
                kept++;
        }

        if (kept == 0)
            throw new ArgumentException("All classes have the same mean, so nothing tells them apart.", nameof(samples));

        var axes = new double[kept * featureCount];
        MatrixProduct.Add(Factor<double>.Rows(ref right[0], rank), Factor<double>.Columns(ref whitening[0], featureCount), kept, featureCount, rank,
            ref axes[0], featureCount);
        AxisSigns.Apply<double>(axes, featureCount);
        var ratio = new double[kept];
        double longest = 0.0;
        for (int i = 0; i < kept; i++)
        {
            ratio[i] = singular[i] * singular[i] / total;
            longest = Math.Max(longest, VectorOperations.SquaredNorm<double>(axes.AsSpan(i * featureCount, featureCount)));
        }

        var centroids = new double[classes * kept];
        MatrixProduct.Add(Factor<double>.Rows(ref classMeans[0], featureCount, ref mean[0]), Factor<double>.Rows(ref axes[0], featureCount), classes,
            kept, featureCount, ref centroids[0], kept);
        T[] priors = Array.ConvertAll(sizes, size => T.CreateTruncating((double)size / count)), rounded = Doubles.Round<T>(axes);
        if (!T.IsFinite(T.CreateTruncating(Math.Sqrt(longest))))
            throw new ArgumentException($"The values vary so little that the axes are out of the range of {typeof(T).Name}; scale them up.", nameof(samples));

        // Within the classes samples have variance 1 along an axis.
        ModelMean<T> origin = ModelMean<T>.Of(mean, 1.0 / Math.Sqrt(longest));
        return new FisherDiscriminant<T>(origin, rounded, Doubles.Round<T>(ratio), priors, Doubles.Round<T>(centroids));
    }

    /// <summary>Finds the discriminant axes of a data set with classes.</summary>
    /// <param name="data">The data set, usually the training part.</param>
    /// <exception cref="ArgumentException">The targets are no classes; or as for the samples of the other method.</exception>
    public static FisherDiscriminant<T> Fit(Dataset<T> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (!data.HasClasses)
            throw new ArgumentException("The targets are no classes: one 1 and otherwise 0 in each row, or a single 0 or 1, is wanted.", nameof(data));
        var labels = new int[data.Count];
        for (int row = 0; row < labels.Length; row++)
            labels[row] = data.TargetSize == 1 ? int.CreateTruncating(data.Target(row)[0]) : data.Target(row).IndexOf(T.One);
        return Fit(data.Inputs, data.InputSize, labels);
    }

    /// <summary>Writes the samples' coordinates along the discriminant axes, <c>A(x − mean)</c>, without allocating once the thread has made room.</summary>
    /// <param name="samples">Rows of D features, row-major.</param>
    /// <param name="transformed">Receives as many rows of M coordinates.</param>
    /// <exception cref="ArgumentException">There are no whole rows, a length is wrong, or the spans share memory. Nothing is written.</exception>
    public void Transform(ReadOnlySpan<T> samples, Span<T> transformed) => _map.Apply(samples, transformed, nameof(samples), nameof(transformed));

    /// <summary>Writes the most probable class of each sample: the greatest <c>cᵀz − ½‖c‖² + ln prior</c> over the classes' centres c along the axes.</summary>
    /// <param name="samples">Rows of D features, row-major.</param>
    /// <param name="labels">Receives a class for each, from 0 to K − 1; the first of equals.</param>
    /// <exception cref="ArgumentException">There are no whole rows, or a length is wrong. Nothing is written.</exception>
    public void Predict(ReadOnlySpan<T> samples, Span<int> labels)
    {
        int rows = SpanArguments.RequireRows(samples.Length, FeatureCount, nameof(samples));
        SpanArguments.RequireLength(labels.Length, rows, nameof(labels));
        var transformed = new T[rows * ComponentCount];
        Transform(samples, transformed);
        ReadOnlySpan<double> coordinates = Doubles.Of<T>(transformed), centroids = Doubles.Of<T>(_centroids);
        var start = new double[ClassCount];
        for (int k = 0; k < ClassCount; k++)
        {
            double square = VectorOperations.SquaredNorm<double>(centroids.Slice(k * ComponentCount, ComponentCount));
            start[k] = VectorMath.Log(double.CreateTruncating(_priors[k])) - 0.5 * square;
        }

        for (int row = 0; row < rows; row++)
        {
            double greatest = double.NegativeInfinity;
            labels[row] = 0;
            for (int k = 0; k < ClassCount; k++)
            {
                double score = start[k] + VectorOperations.Dot(
                    centroids.Slice(k * ComponentCount, ComponentCount), coordinates.Slice(row * ComponentCount, ComponentCount));
                if (score > greatest)
                    (greatest, labels[row]) = (score, k);
            }
        }
    }

    /// <inheritdoc cref="Pca{T}.Save(string)"/>
    public void Save(string path) => Write().Save(path);

    /// <inheritdoc cref="Pca{T}.Save(Stream)"/>
    public void Save(Stream stream) => Write().Save(stream);

    /// <inheritdoc cref="Pca{T}.Load(string)"/>
    public static FisherDiscriminant<T> Load(string path) => Read(ModelFile.Load<T>(path, Kind));

    /// <inheritdoc cref="Pca{T}.Load(Stream)"/>
    public static FisherDiscriminant<T> Load(Stream stream) => Read(ModelFile.Load<T>(stream, Kind));

    private static int[] ClassSizes(ReadOnlySpan<int> labels)
    {
        int classes = 0;
        foreach (int label in labels)
        {
            if (label < 0)
                throw new ArgumentOutOfRangeException(nameof(labels), label, "A class of at least 0 is wanted.");
            if (label >= labels.Length)
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                    $"There is a class {label}, but with {labels.Length} samples not every class up to it can have one."), nameof(labels));
            classes = Math.Max(classes, label + 1);
        }

        var sizes = new int[classes];
        foreach (int label in labels)
            sizes[label]++;
        int empty = Array.IndexOf(sizes, 0);
        if (empty >= 0)
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Class {empty} of {classes} has no sample; number the classes from 0 on."), nameof(labels));
        if (classes < 2)
            throw new ArgumentException("There is one class; at least two are wanted.", nameof(labels));
        return sizes;
    }

    /// <summary>Σ over the classes of Σ (x − μₖ)(x − μₖ)ᵀ, and the means μₖ.</summary>
    private static double[] WithinClasses(ReadOnlySpan<T> samples, ReadOnlySpan<int> labels, int[] sizes, double[] classMeans, int features)
    {
        var within = new double[checked(features * features)];
        for (int k = 0; k < sizes.Length; k++)
        {
            var members = new T[sizes[k] * features];
            int taken = 0;
            for (int row = 0; row < labels.Length; row++)
            {
                if (labels[row] == k)
                    samples.Slice(row * features, features).CopyTo(members.AsSpan(taken++ * features));
            }

            double[] mean = SampleMoments.Mean<T>(members, features);
            mean.CopyTo(classMeans, k * features);
            SampleMoments.AddScatter<T>(members, mean, within);
        }

        SampleMoments.RequireEachNotTooSmall(within, samples, features, labels);
        return within;
    }

    /// <summary>
    /// Rows that make the covariance within classes, which is destroyed, the identity: eigenvectors of the correlations over the features'
    /// deviations and the roots of the eigenvalues.
    /// </summary>
    private static double[] Whitening(double[] within, int features, int count, int classes)
    {
        var deviation = new double[features];
        for (int i = 0; i < features; i++)
        {
            double variance = within[i * features + i] / count;
            deviation[i] = variance > 0.0 ? Math.Sqrt(variance) : 1.0;
        }

        for (int i = 0; i < features; i++)
        {
            for (int j = 0; j < features; j++)
                within[i * features + j] = within[i * features + j] / (count - classes) / (deviation[i] * deviation[j]);
        }

        var values = new double[features];
        var vectors = new double[within.Length];
        SymmetricEigen.Decompose<double>(within, features, values, vectors);
        double least = Math.Max(1e-8, values[0] * (Math.BitIncrement(1.0) - 1.0) * features);
        int rank = 0;
        while (rank < features && values[rank] > least)
        {
            // Features without spread within classes stay out exactly.
            double scale = 1.0 / Math.Sqrt(values[rank]);
            for (int i = 0; i < features; i++)
                vectors[rank * features + i] *= within[i * features + i] > 0.0 ? scale / deviation[i] : 0.0;
            rank++;
        }

        return vectors[..(rank * features)];
    }

    private ModelWriter<T> Write()
    {
        var file = new ModelWriter<T>(Kind);
        file.Write(_mean.Values);
        file.Write(_ratio);
        file.Write(_priors);
        file.Write(_axes);
        file.Write(_centroids);
        file.WriteRemainder(_mean);
        return file;
    }

    private static FisherDiscriminant<T> Read(ModelReader<T> file)
    {
        T[] mean = file.ReadArray();
        T[] ratio = file.ReadArray();
        T[] priors = file.ReadArray();
        T[] axes = file.ReadArray((long)mean.Length * ratio.Length);
        T[] centroids = file.ReadArray((long)priors.Length * ratio.Length);
        ModelMean<T> whole = file.ReadRemainder(mean);
        file.End();
        return new FisherDiscriminant<T>(whole, axes, ratio, priors, centroids);
    }
}
