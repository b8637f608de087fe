using System;
using System.IO;
using System.Linq;
using System.Numerics;
using System.Text;
using Generated.Numerics;
using Xunit;

namespace Generated.Tests;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("models-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void LoadedModelsGiveTheSameBits()
    {
        Check<double>();
        Check<float>();

        void Check<T>()
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            Dataset<T> data = TestData.Csv<T>("wine.csv");
            ReadOnlySpan<T> samples = data.Inputs;
            string path = Path.Combine(_folder, "model");

            var pca = Pca<T>.Fit(samples, 13, Components.Exactly(4), whiten: true);
            pca.Save(path);
            var loadedPca = Pca<T>.Load(path);
            Assert.Equal(pca.Mean, loadedPca.Mean);
            Assert.Equal(pca.PrincipalAxes, loadedPca.PrincipalAxes);
            Assert.Equal(pca.ExplainedVariance, loadedPca.ExplainedVariance);
            Assert.Equal((pca.TotalVariance, pca.Distortion, pca.NoiseVariance, pca.Whitens, pca.SampleCount), (loadedPca.TotalVariance, loadedPca.Distortion, loadedPca.NoiseVariance, loadedPca.Whitens, loadedPca.SampleCount));
            T[] expected = new T[data.Count * 4], given = new T[data.Count * 4];
            pca.Transform(samples, expected);
            loadedPca.Transform(samples, given);
            Assert.Equal(expected, given);

            var probabilistic = ProbabilisticPca<T>.Fit(samples, 13, 4);
            probabilistic.Save(path);
            Assert.Equal(probabilistic.AverageLogLikelihood(samples), ProbabilisticPca<T>.Load(path).AverageLogLikelihood(samples));

            var factors = FactorAnalysis<T>.Fit(samples, 13, 2, new ExpectationMaximization { MaximumIterations = 5 }, cancellationToken: TestContext.Current.CancellationToken);
            factors.Save(path);
            Assert.Equal(factors.AverageLogLikelihood(samples), FactorAnalysis<T>.Load(path).AverageLogLikelihood(samples));

            var discriminant = FisherDiscriminant<T>.Fit(data);
            discriminant.Save(path);
            var loadedDiscriminant = FisherDiscriminant<T>.Load(path);
            Assert.Equal(discriminant.Axes, loadedDiscriminant.Axes);
            Assert.Equal(discriminant.ExplainedVarianceRatio, loadedDiscriminant.ExplainedVarianceRatio);
            int[] expectedLabels = new int[data.Count], labels = new int[data.Count];
            discriminant.Predict(samples, expectedLabels);
            loadedDiscriminant.Predict(samples, labels);
            Assert.Equal(expectedLabels, labels);

            var independent = IndependentComponents<T>.Fit(samples, 13, 2, maximumIterations: 5, cancellationToken: TestContext.Current.CancellationToken);
            independent.Save(path);
            var loadedIndependent = IndependentComponents<T>.Load(path);
            Assert.Equal(independent.Unmixing, loadedIndependent.Unmixing);
            Assert.Equal(independent.Mixing, loadedIndependent.Mixing);
            Assert.Equal((independent.Converged, independent.Iterations), (loadedIndependent.Converged, loadedIndependent.Iterations));
            Assert.Equal([path], Directory.GetFiles(_folder));
        }
    }

    [Fact]
    public void EveryAlteredByteAndEveryTruncationIsNoticed()
    {
        byte[] file = SmallModel();
        for (int i = 0; i < file.Length; i++)
        {
            byte[] altered = [.. file];
            altered[i] ^= 0x10;
            Assert.Throws<InvalidDataException>(() => Load(altered));
            Assert.Throws<InvalidDataException>(() => Load(file[..i]));
        }

        Assert.Throws<InvalidDataException>(() => Load([.. file, 0]));
        Assert.Equal(2, Load(file).ComponentCount);
    }

    [Fact]
    public void WhatIsWrongIsSaid()
    {
        byte[] file = SmallModel();
        AssertSays("does not begin as one", [.. "something else that is long enough to have had a header"u8]);
        AssertSays("truncated", file[..^5]);
        AssertSays("checksum", Changed(40, 99, mend: false));
        AssertSays("version 3", Changed(8, 3, mend: true));
        AssertSays("values of 4 bytes; 8 are wanted", Changed(10, 4, mend: true));
        AssertSays("the kind PCB; PCA is wanted", Changed(14, (byte)'B', mend: true));
        AssertSays("where 0 to 1 is wanted", Changed(44, 2, mend: true));
        string path = Path.Combine(_folder, "a-name.pca");
        File.WriteAllBytes(path, file[..20]);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Pca<double>.Load(path)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Pca<double>.Load(Path.Combine(_folder, "none")));

        void AssertSays(string what, byte[] bytes) => Assert.Contains(what, Assert.Throws<InvalidDataException>(() => Load(bytes)).Message, StringComparison.Ordinal);

        byte[] Changed(int place, byte value, bool mend)
        {
            byte[] changed = [.. file];
            changed[place] = value;
            if (mend)
                BitConverter.TryWriteBytes(changed.AsSpan(changed.Length - 4), ModelFile.Checksum(changed.AsSpan(0, changed.Length - 4)));
            return changed;
        }
    }

    /// <summary>Written by the runtime before it summed in double.</summary>
    [Fact]
    public void OlderFilesAreRead()
    {
        float[] sample = [1, 2, 3], two = new float[2];
        Pca<float>.Load(File("R0VOTU9ERUwBAAQAUENBAAAAAAAAAAAAAAAAAGQAAAAAAAAABAAAAAAAAAABAAAAAAAAAAIAAAAAAAAAqqqMQTvJrj8DAAAAAAAAAAAAAEAAAFBAAACgQAIAAAAAAAAAyJVfQZSZD0AGAAAAAAAAAFPYX740SHy9fE95PxBnQz643Xk/2iTWPRsnFrg="))
            .Transform(sample, two);
        Assert.Equal([-0.44196495, -1.0815015], two.Select(value => (double)value), (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(1.3534744, ProbabilisticPca<float>.Load(File("R0VOTU9ERUwBAAQAUFBDQQAAAAAAAAAAAAAAADQAAAAAAAAAAQAAAAAAAACmPq0/AwAAAAAAAAAAAABAAABQQAAAoEADAAAAAAAAAJkQKb/qij6+XUw8QDW7guY=")).NoiseVariance, 1e-6);
        Assert.Equal([2f, 3.25f, 5f], FactorAnalysis<float>.Load(File("R0VOTU9ERUwBAAQARkEAAAAAAAAAAAAAAAAAADwAAAAAAAAAAwAAAAAAAAAAAABAAABQQAAAoEADAAAAAAAAADEtQD/scM4/etqmQAMAAAAAAAAAwJldv5Pqi76GAgxAxwmZvA==")).Mean);
        Assert.Equal(1, FisherDiscriminant<float>.Load(File("R0VOTU9ERUwBAAQATERBAAAAAAAAAAAAAAAAAFQAAAAAAAAAAwAAAAAAAAAAAABAAABQQAAAoEABAAAAAAAAAAAAgD8CAAAAAAAAAAAAAD8AAAA/AwAAAAAAAABFpOo+ZL9JvfoRCL4CAAAAAAAAAEDy8L5A8vA+OU9ekw==")).ComponentCount);
        Assert.Equal(2, IndependentComponents<float>.Load(File("R0VOTU9ERUwBAAQASUNBAAAAAAAAAAAAAAAAAGQAAAAAAAAAAAAAAAAAAAADAAAAAAAAAAMAAAAAAAAAAAAAQAAAUEAAAKBABgAAAAAAAADbbdq9cgqUvjHsUz6DR7o93YsVPzAaMT4GAAAAAAAAAP6PXL92Mq29rvdSv6NcnT8xJE9AbkbWPw4N6PA=")).ComponentCount);

        static MemoryStream File(string base64) => new(Convert.FromBase64String(base64));
    }

    [Fact]
    public void OnlyWhatRoundingTookOffAGreatMeanNeedsVersion2()
    {
        // Far from zero beside its spread, or not: the version is the ninth byte.
        Check(offset: 0, version: 1);
        Check(offset: 1 << 26, version: 2);

        void Check(float offset, byte version)
        {
            var random = new RandomGenerator(3);
            float[] samples = [.. Enumerable.Range(0, 300).Select(i => offset + 8f * random.NextInt(4 + i % 3))];
            int[] labels = [.. Enumerable.Range(0, 100).Select(row => row % 2)];
            string path = Path.Combine(_folder, "model");
            var pca = Pca<float>.Fit(samples, 3, Components.Exactly(2), whiten: true);
            pca.Save(path);
            Assert.Equal(version, System.IO.File.ReadAllBytes(path)[8]);
            float[] expected = new float[200], given = new float[200];
            pca.Transform(samples, expected);
            Pca<float>.Load(path).Transform(samples, given);
            Assert.Equal(expected, given);
            var independent = IndependentComponents<float>.Fit(samples, 3, 2, maximumIterations: 5, cancellationToken: TestContext.Current.CancellationToken);
            independent.Save(path);
            Assert.Equal(version, System.IO.File.ReadAllBytes(path)[8]);
            independent.Transform(samples, expected);
            IndependentComponents<float>.Load(path).Transform(samples, given);
            Assert.Equal(expected, given);
            var discriminant = FisherDiscriminant<float>.Fit(samples, 3, labels);
            discriminant.Save(path);
            discriminant.Transform(samples, expected.AsSpan(0, 100));
            FisherDiscriminant<float>.Load(path).Transform(samples, given.AsSpan(0, 100));
            Assert.Equal(expected[..100], given[..100]);
            var probabilistic = ProbabilisticPca<float>.Fit(samples, 3, 1);
            probabilistic.Save(path);
            Assert.Equal(version, System.IO.File.ReadAllBytes(path)[8]);
            Assert.Equal(probabilistic.AverageLogLikelihood(samples), ProbabilisticPca<float>.Load(path).AverageLogLikelihood(samples));
            var factors = FactorAnalysis<float>.Fit(samples, 3, 1, cancellationToken: TestContext.Current.CancellationToken);
            factors.Save(path);
            Assert.Equal(version, System.IO.File.ReadAllBytes(path)[8]);
            Assert.Equal(factors.AverageLogLikelihood(samples), FactorAnalysis<float>.Load(path).AverageLogLikelihood(samples));
        }
    }

    [Fact]
    public void AFailedSaveLeavesTheOldFileAndNoOther()
    {
        string path = Path.Combine(_folder, "model");
        Directory.CreateDirectory(path);
        var pca = Pca<double>.Fit(Golden.Samples("iris"), 4, Components.Exactly(2));
        Assert.ThrowsAny<Exception>(() => pca.Save(path));
        Assert.True(Directory.Exists(path));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void TheChecksumIsTheOneOfTheStandard() => Assert.Equal(0xCBF43926, ModelFile.Checksum(Encoding.ASCII.GetBytes("123456789")));

    private static Pca<double> Load(byte[] file) => Pca<double>.Load(new MemoryStream(file));

    private static byte[] SmallModel()
    {
        using var stream = new MemoryStream();
        Pca<double>.Fit(Golden.Samples("iris"), 4, Components.Exactly(2)).Save(stream);
        return stream.ToArray();
    }
}
