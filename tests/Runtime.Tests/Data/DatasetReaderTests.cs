using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Xunit;

namespace Generated.Tests;

public class DatasetReaderTests
{
    private static readonly string[] s_names = ["a", "b", "c"];

    [Fact]
    public void ChunksAreTheRowsOfTheWholeFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.csv"], "u,v,kind\n" + string.Concat(Enumerable.Range(0, 100).Select(i => FormattableString.Invariant($"{i},{i / 8.0},{s_names[i % 3]}\n"))));
        var options = new CsvOptions { Target = CsvTarget.Class("kind", s_names) };
        Dataset<float> csv = Dataset.LoadCsv<float>(folder["x.csv"], options);
        AssertSame(csv, () => Dataset.OpenCsv<float>(folder["x.csv"], options));

        File.WriteAllText(folder["z.csv"],
            "u,kind\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 9 == 0 ? "NA" : i)},{(i % 3 == 0 ? "yes" : "no")}\n")));
        options = new CsvOptions { Target = CsvTarget.Binary("kind", "no", "yes"), MissingAsNaN = true };
        AssertSame(Dataset.LoadCsv<float>(folder["z.csv"], options), () => Dataset.OpenCsv<float>(folder["z.csv"], options));

        options = new CsvOptions { Target = CsvTarget.Numbers("v", "u"), HasHeader = true };
        File.WriteAllText(folder["y.csv"], "u,w,v\n" + string.Concat(Enumerable.Range(0, 50).Select(i => $"{i},{i + 1},{i + 2}\n")));
        AssertSame(Dataset.LoadCsv<float>(folder["y.csv"], options), () => Dataset.OpenCsv<float>(folder["y.csv"], options));

        TensorFile.Save(folder["x.npy"], [Files.Count("", 100, 2, 3)]);
        TensorFile.Save(folder["y.npy"], [Files.Count("", 100, 2)]);
        AssertSame(Dataset.LoadNpy<float>(folder["x.npy"], folder["y.npy"], inputScale: 0.25), () => Dataset.OpenNpy<float>(folder["x.npy"], folder["y.npy"], inputScale: 0.25));

        byte[] images = IdxTests.File(0x08, [100, 5, 4], Enumerable.Range(0, 2000).Select(value => (byte)value)), labels = IdxTests.File(0x08, [100], Enumerable.Range(0, 100).Select(value => (byte)(value % 3)));
        foreach (bool isCompressed in new[] { false, true })
        {
            File.WriteAllBytes(folder["images"], isCompressed ? IdxTests.Gzip(images) : images);
            File.WriteAllBytes(folder["labels"], isCompressed ? IdxTests.Gzip(labels) : labels);
            AssertSame(Dataset.LoadIdx<float>(folder["images"], folder["labels"], s_names, 1.0 / 255), () => Dataset.OpenIdx<float>(folder["images"], folder["labels"], s_names, 1.0 / 255));
        }
    }

    [Fact]
    public void ReadingAllocatesNothingPerRow()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.csv"], string.Concat(Enumerable.Range(0, 40_000).Select(i => FormattableString.Invariant($"{i}.5,\"{i}\",{s_names[i % 3]}\n"))));
        using DatasetReader<float> csv = Dataset.OpenCsv<float>(folder["x.csv"], new CsvOptions { Target = CsvTarget.Class(^1, s_names) });
        AssertNoAllocation(csv);

        File.WriteAllText(folder["gaps.csv"], string.Concat(Enumerable.Range(0, 40_000).Select(i => i % 5 == 0 ? "NA,?,no\n" : $"{i},{i},yes\n")));
        var gaps = new CsvOptions { HasHeader = false, MissingAsNaN = true, Target = CsvTarget.Binary(^1, "no", "yes") };
        using DatasetReader<float> withGaps = Dataset.OpenCsv<float>(folder["gaps.csv"], gaps);
        AssertNoAllocation(withGaps);

        TensorFile.Save(folder["x.npy"], [Files.Count("", 40_000, 2)], TensorType.Float64);
        TensorFile.Save(folder["y.npy"], [Files.Count("", 40_000)]);
        using DatasetReader<float> npy = Dataset.OpenNpy<float>(folder["x.npy"], folder["y.npy"]);
        AssertNoAllocation(npy);

        File.WriteAllBytes(folder["x"], IdxTests.Gzip(IdxTests.File(0x08, [40_000, 2], Enumerable.Range(0, 80_000).Select(value => (byte)value))));
        File.WriteAllBytes(folder["y"], IdxTests.Gzip(IdxTests.File(0x08, [40_000], Enumerable.Range(0, 40_000).Select(value => (byte)(value % 3)))));
        using DatasetReader<float> idx = Dataset.OpenIdx<float>(folder["x"], folder["y"], s_names);
        AssertNoAllocation(idx);

        static void AssertNoAllocation(DatasetReader<float> reader)
        {
            float[] inputs = new float[100 * reader.InputSize], targets = new float[100 * reader.TargetSize];
            int rows = 0;
            Allocation.AssertNone(() => rows += reader.Read(inputs, targets));
            Assert.True(rows % 100 == 0 && rows >= 2_100, $"{rows} rows");
        }
    }

    [Fact]
    public void ErrorsInLaterRowsSayWhere()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.csv"], "u,v\n1,2\n3,4\n5,six\n");
        using DatasetReader<double> csv = Dataset.OpenCsv<double>(folder["x.csv"], new CsvOptions { Target = CsvTarget.Numbers(^1) });
        double[] row = new double[1];
        Assert.Equal(1, csv.Read(row, row));
        Assert.Equal(1, csv.Read(row, row));
        var error = Assert.Throws<DataFormatException>(() => csv.Read(row, row));
        Assert.Equal($"{folder["x.csv"]}, line 4, column 2: (v) 'six' is not a finite number.", error.Message);

        Assert.Throws<ArgumentException>(() => csv.Read([], []));
        Assert.Throws<ArgumentException>(() => csv.Read(new double[2], new double[1]));
        Assert.Throws<ArgumentException>(() => Dataset.OpenCsv<double>(folder["x.csv"], new CsvOptions()));
    }

    [Fact]
    public void ColumnMajorArraysAreReadWholeOnly()
    {
        using var folder = new TemporaryFolder();
        using (var arrays = TensorFile.Open(Files.Golden("numpy", "arrays.npz")))
            File.WriteAllBytes(folder["x.npy"], Files.Bytes(stream => stream.Write([0x93, .. "NUMPY"u8, 1, 0, 70, 0, .. Encoding.ASCII.GetBytes("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 2), }".PadRight(70)), .. new byte[16]])));
        TensorFile.Save(folder["y.npy"], [Files.Count("", 2)]);
        Assert.Equal(2, Dataset.LoadNpy<float>(folder["x.npy"], folder["y.npy"]).Count);
        Assert.StartsWith($"{folder["x.npy"]}: it is stored in column-major order,",
            Assert.Throws<DataFormatException>(() => Dataset.OpenNpy<float>(folder["x.npy"], folder["y.npy"])).Message, StringComparison.Ordinal);
        Assert.Throws<DataFormatException>(() => Dataset.LoadNpy<float>(Files.Golden("numpy", "arrays.npz"), folder["y.npy"]));
    }

    [Fact]
    public void MissingNumbersAreNaNWhenAsked()
    {
        const string Text = "x,y,z\n1,,3\n?,NA,nan\n4,5,6\n";
        var options = new CsvOptions { Target = CsvTarget.Numbers("z"), MissingAsNaN = true };
        Dataset<double> data = TestData.CsvText<double>(Text, options);
        Assert.Equal([1, double.NaN, double.NaN, double.NaN, 4, 5], data.Inputs);
        Assert.Equal([3, double.NaN, 6], data.Targets);

        // A first line with a gap is no header.
        Assert.Equal(2, TestData.CsvText<double>("1,,3\n4,5,6\n", new CsvOptions { Target = CsvTarget.Numbers(^1), MissingAsNaN = true }).Count);
        Assert.Equal("test.csv, line 2, column 2: (y) a number is missing.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>(Text, options with { MissingAsNaN = false })).Message);
        Assert.Equal("test.csv, line 2, column 1: 'none' is not a finite number.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>("1,2\nnone,3\n", options with { Target = CsvTarget.Numbers(^1) })).Message);
        Assert.Equal("test.csv, line 3, column 2: (class) the class is missing.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>("x,class\n1,a\n2,\n", new CsvOptions { MissingAsNaN = true })).Message);
    }

    [Fact]
    public void EndlessRecordsAndClassesAreRefused()
    {
        Assert.Equal("test.csv, line 2, column 2: the record is longer than 4194304 characters.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>("1,a\n2,\"" + new string('\n', 5_000_000))).Message);
        Assert.Equal("test.csv, line 1, column 4194305: the record has more than 4194304 fields.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>(new string(',', 5_000_000))).Message);
        Assert.Equal("test.csv, line 1001, column 2: the column was taken for a class, but '1000' is value 1001 in it. Use CsvTarget.Numbers for a number, "
            + "or give CsvTarget.Class the names of so many classes.",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>(string.Concat(Enumerable.Range(0, 2000).Select(i => $"{i},{i}\n")))).Message);
    }

    private static void AssertSame(Dataset<float> whole, Func<DatasetReader<float>> open)
    {
        foreach (int room in new[] { 1, 7, 50, 100, 1000 })
        {
            using DatasetReader<float> reader = open();
            Assert.Equal((whole.InputSize, whole.TargetSize), (reader.InputSize, reader.TargetSize));
            Assert.Equal(whole.InputNames, reader.InputNames);
            Assert.Equal(whole.ClassNames, reader.ClassNames);
            var inputs = new List<float>();
            var targets = new List<float>();
            float[] nextInputs = new float[room * reader.InputSize], nextTargets = new float[room * reader.TargetSize];
            int rows;
            do
            {
                rows = reader.Read(nextInputs, nextTargets);
                inputs.AddRange(nextInputs[..(rows * reader.InputSize)]);
                targets.AddRange(nextTargets[..(rows * reader.TargetSize)]);
            }
            while (rows == room);
            Assert.Equal(0, reader.Read(nextInputs, nextTargets));
            Assert.Equal(whole.Csv?.MissingCount, reader.Csv?.MissingCount);
            Assert.Equal(whole.Csv?.Header, reader.Csv?.Header);
            Assert.Equal(whole.Inputs, [.. inputs]);
            Assert.Equal(whole.Targets, [.. targets]);
        }
    }
}
