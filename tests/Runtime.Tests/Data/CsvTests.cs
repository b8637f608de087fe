using System;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Generated.Tests;

public class CsvTests
{
    [Fact]
    public void IrisIsReadWithItsNames()
    {
        Dataset<double> iris = TestData.Csv<double>("iris.csv");
        Assert.Equal(150, iris.Count);
        Assert.Equal(["sepal length (cm)", "sepal width (cm)", "petal length (cm)", "petal width (cm)"], iris.InputNames);
        Assert.Equal(["setosa", "versicolor", "virginica"], iris.ClassNames);
        Assert.Equal([5.1, 3.5, 1.4, 0.2], iris.Input(0));
        Assert.Equal([1, 0, 0], iris.Target(0));
        Assert.Equal([0, 0, 1], iris.Target(149));
        Assert.True(iris.HasClasses);
    }

    [Fact]
    public void DigitsAreReadWithoutAHeader()
    {
        Dataset<float> digits = TestData.Csv<float>("digits.csv");
        Assert.Equal(1797, digits.Count);
        Assert.Equal(64, digits.InputSize);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], digits.ClassNames);
        Assert.Empty(digits.InputNames);
        Assert.Equal(5f, digits.Input(0)[2]);
        Assert.Equal(1f, digits.Target(0)[0]);
        Assert.Equal(1797, digits.Targets.ToArray().Sum());
    }

    [Fact]
    public void FileIsReadByItsPath()
    {
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, "\uFEFFx,y\r\n1,a\r\n2,b\r\n\r\n\r\n");
            Dataset<float> data = Dataset.LoadCsv<float>(path);
            Assert.Equal(["x"], data.InputNames);
            Assert.Equal([1f, 2f], data.Inputs);

            File.WriteAllText(path, "1,a\none,b\n");
            var error = Assert.Throws<DataFormatException>(() => Dataset.LoadCsv<float>(path));
            Assert.Equal($"{path}, line 2, column 1: 'one' is not a finite number.", error.Message);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Throws<FileNotFoundException>(() => Dataset.LoadCsv<float>(path));
    }

    [Theory]
    [InlineData("x,y,class\n1,2,b\n3,4,a\n")]
    [InlineData("x,y,class\r\n1,2,b\r\n3,4,a")]
    [InlineData("x,y,class\r1,2,b\r3,4,a\r\r")]
    [InlineData("\n\nx , y,class\n\n 1 ,\t2,b \n   \n3,4,a\n\n\n")]
    [InlineData("\"x\",\"y\",\"class\"\n\"1\",\"2\",\"b\"\n \"3\" ,4,\"a\"\n")]
    public void LayoutsOfLinesAndQuotesMeanTheSame(string text)
    {
        Dataset<double> data = TestData.CsvText<double>(text);
        Assert.Equal(["x", "y"], data.InputNames);
        Assert.Equal(["a", "b"], data.ClassNames);
        Assert.Equal([1, 2, 3, 4], data.Inputs);
        Assert.Equal([0, 1, 1, 0], data.Targets);
    }

    [Fact]
    public void QuotedFieldsHoldAnything()
    {
        Dataset<double> data = TestData.CsvText<double>("1,\"a,b\"\n2,\" say \"\"so\"\"\r\nagain \"\n3,plain \"quote\"\n");
        Assert.Equal([" say \"so\"\r\nagain ", "a,b", "plain \"quote\""], data.ClassNames);
    }

    [Fact]
    public void OtherSeparatorsAndNotationsAreRead()
    {
        Dataset<double> data = TestData.CsvText<double>("-1e-3;+2.5;.5\n1E2;  -0;7\n", new CsvOptions { Separator = ';', Target = CsvTarget.Numbers(^1) });
        Assert.Equal([-0.001, 2.5, 100, 0], data.Inputs);
        Assert.Equal([0.5, 7], data.Targets);
        Assert.Empty(data.ClassNames);
        Assert.Equal([1, 2], TestData.CsvText<double>("1\ta\n2\tb", new CsvOptions { Separator = '\t' }).Inputs);
    }

    [Fact]
    public void TargetIsFoundByNameAndByPosition()
    {
        const string Text = "kind,x,size\nb,1,10\na,2,20\n";
        Dataset<double> byName = TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Class("kind") });
        Dataset<double> byPosition = TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Class(0) });
        Dataset<double> fromTheEnd = TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Class(^3) });
        foreach (Dataset<double> data in new[] { byName, byPosition, fromTheEnd })
        {
            Assert.Equal(["x", "size"], data.InputNames);
            Assert.Equal([1, 10, 2, 20], data.Inputs);
            Assert.Equal([0, 1, 1, 0], data.Targets);
        }
    }

    [Fact]
    public void NumericTargetsComeInTheOrderAskedFor()
    {
        const string Text = "a,b,c\n1,2,3\n4,5,6\n";
        Dataset<double> data = TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Numbers("c", "a") });
        Assert.Equal([2, 5], data.Inputs);
        Assert.Equal([3, 1, 6, 4], data.Targets);
        Assert.Equal(2, data.TargetSize);
        Assert.Equal(data.Targets, TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Numbers(2, 0) }).Targets);
    }

    [Fact]
    public void ClassesThatAreNumbersAreInTheirOrder() =>
        Assert.Equal(["-1", "2", "10"], TestData.CsvText<double>("0,10\n0,2\n0,-1\n0,2\n").ClassNames);

    [Fact]
    public void KnownClassesKeepTheirOrder()
    {
        var options = new CsvOptions { Target = CsvTarget.Class(^1, ["c", "b", "a"]) };
        Dataset<double> data = TestData.CsvText<double>("1,a\n2,c\n", options);
        Assert.Equal(["c", "b", "a"], data.ClassNames);
        Assert.Equal([0, 0, 1, 1, 0, 0], data.Targets);
        AssertError("test.csv, line 3, column 2: 'd' is none of the classes c, b, a.", "1,a\n2,c\n3,d\n", options);
    }

    [Fact]
    public void HeaderIsAsStated()
    {
        // Names that are numbers, and data whose first line is not of numbers only.
        Assert.Equal(["1"], TestData.CsvText<double>("1,2\n3,4\n5,6\n", new CsvOptions { HasHeader = true }).InputNames);
        Assert.Equal(2, TestData.CsvText<double>("1,2\n3,4\n", new CsvOptions { HasHeader = false }).Count);
        AssertError("test.csv, line 1, column 1: 'x' is not a finite number.", "x,y\n3,4\n", new CsvOptions { HasHeader = false });
        Assert.Throws<ArgumentException>(() => TestData.CsvText<double>("x,y\n3,4\n", new CsvOptions { HasHeader = false, Target = CsvTarget.Class("y") }));
    }

    [Theory]
    [InlineData("x,y,class\n1,2,a\n3,oops,b\n", "test.csv, line 3, column 2: (y) 'oops' is not a finite number.")]
    [InlineData("1,2,a\n3,4e999,b\n", "test.csv, line 2, column 2: '4e999' is not a finite number.")]
    [InlineData("1,2,a\nNaN,4,b\n", "test.csv, line 2, column 1: 'NaN' is not a finite number.")]
    [InlineData("1,2,a\n1,000,4,b\n", "test.csv, line 2: there are 4 columns, but 3 in the first line.")]
    [InlineData("1,2,a\n3,,b\n", "test.csv, line 2, column 2: a number is missing.")]
    [InlineData("1,2,a\n3,4,\n", "test.csv, line 2, column 3: the class is missing.")]
    [InlineData("1,2,a\n3,b\n", "test.csv, line 2: there are 2 columns, but 3 in the first line.")]
    [InlineData("1,\"2\n\n\",a\n3,\"4\",b\n5,x,c", "test.csv, line 5, column 2: 'x' is not a finite number.")]
    [InlineData("1,2,\"a\rb\r\nc\"\n3,4,b\n5,x,c", "test.csv, line 5, column 2: 'x' is not a finite number.")]
    [InlineData("1,\"2,a\n3,4,b\n", "test.csv, line 1, column 2: a quotation mark is opened and never closed.")]
    [InlineData("1,2,a\n3,\"4\"5,b\n", "test.csv, line 2, column 2: there is text behind a closing quotation mark.")]
    [InlineData("", "test.csv, line 1: there is no data.")]
    [InlineData("\n \n", "test.csv, line 2: there is no data.")]
    [InlineData("1,a\n2,a\n", "test.csv, line 2: 'a' is the only class; at least two are wanted.")]
    [InlineData("x,y,class\n", "test.csv, line 1: there is no data below the header.")]
    [InlineData("a\nb\n", "test.csv, line 1: every column is a target; at least one input is wanted.")]
    public void BadFieldsAreNamedByLineAndColumn(string text, string message) => AssertError(message, text);

    [Fact]
    public void ColumnsThatAreNotThereAreNamed()
    {
        AssertError("test.csv, line 1: there is no column 'z'; the columns are x, y.", "x,y\n1,2\n", new CsvOptions { Target = CsvTarget.Class("z") });
        AssertError("test.csv, line 1: there are 2 columns, so there is no column 2 (counted from 0).", "x,y\n1,2\n", new CsvOptions { Target = CsvTarget.Class(2) });
        AssertError("test.csv, line 1: there are 2 columns, so there is no column ^3 (counted from 0).", "x,y\n1,2\n", new CsvOptions { Target = CsvTarget.Class(^3) });
    }

    [Fact]
    public void ErrorSaysWhere()
    {
        var error = Assert.Throws<DataFormatException>(() => TestData.CsvText<double>("1,a\n2,b\nx,c\n"));
        Assert.Equal("test.csv", error.FileName);
        Assert.Equal(3, error.Line);
        Assert.Equal(1, error.Column);
    }

    [Fact]
    public void WhatIsWrittenIsRead() => Check.One(Config.QuickThrowOnFailure.WithQuietOnSuccess(true), Prop.ForAll<NonEmptyArray<Tuple<NormalFloat, NonEmptyString>>>(rows =>
    {
        string[] classes = [.. rows.Get.Select(row => "·" + row.Item2.Get)];
        string text = "value,class\n" + string.Concat(rows.Get.Zip(classes, (row, name) =>
            FormattableString.Invariant($"{row.Item1.Get:R},\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n"))) + "0,another\n";
        Dataset<double> data = TestData.CsvText<double>(text);
        return data.Inputs.SequenceEqual([.. rows.Get.Select(row => row.Item1.Get), 0.0])
            && Enumerable.Range(0, data.Count - 1).All(row => data.ClassNames[Metrics.PredictedClass(data.Target(row))] == classes[row]);
    }));

    [Fact]
    public void BlocksOfTheReaderDoNotShow()
    {
        // Longer than any buffer, so that fields and line ends fall on its borders.
        string text = string.Concat(Enumerable.Range(0, 20_000).Select(i => FormattableString.Invariant($"{i},{i % 7}\r\n")));
        Dataset<double> data = TestData.CsvText<double>(text);
        Assert.Equal(20_000, data.Count);
        for (int i = 0; i < data.Count; i++)
        {
            Assert.Equal(i, data.Input(i)[0]);
            Assert.Equal(1, data.Target(i)[i % 7]);
        }
    }

    private static void AssertError(string message, string text, CsvOptions? options = null) =>
        Assert.Equal(message, Assert.Throws<DataFormatException>(() => TestData.CsvText<double>(text, options)).Message);
}
