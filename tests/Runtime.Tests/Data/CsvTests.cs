using System;
using System.IO;
using System.Linq;
using System.Text;
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
    [InlineData("1,a\n2,a\n", "test.csv, line 2: 'a' is the only class; at least two are needed.")]
    [InlineData("x,y,class\n", "test.csv, line 1: there is no data below the header.")]
    [InlineData("a\nb\n",
        "test.csv, line 1: every column is a target; at least one input is needed. If the columns have a separator other than ',', set Separator to that.")]
    [InlineData("1;2;a\n3;4;b\n",
        "test.csv, line 1: every column is a target; at least one input is needed. The line has no ',' but ';': set Separator to ';'.")]
    [InlineData("1\t2\ta\n3\t4\tb\n",
        "test.csv, line 1: every column is a target; at least one input is needed. The line has no ',' but tabs: set Separator to a tab.")]
    [InlineData("x,y,x\n1,2,a\n3,4,b\n", "test.csv, line 1, column 3: the name 'x' is that of column 1 already; every column needs a name of its own.")]
    public void BadFieldsAreNamedByLineAndColumn(string text, string message) => AssertError(message, text);

    [Fact]
    public void ColumnsThatAreNotThereAreNamed()
    {
        AssertError("test.csv, line 1: there is no column 'z'; the columns are x, y.", "x,y\n1,2\n", new CsvOptions { Target = CsvTarget.Class("z") });
        AssertError("test.csv, line 1: there are 2 columns, so there is no column 2 (counted from 0).", "x,y\n1,2\n", new CsvOptions { Target = CsvTarget.Class(2) });
        AssertError("test.csv, line 1: there is 1 column, so there is no column 2 (counted from 0). The line has no ',' but ';': set Separator to ';'.",
            "1;2;3\n", new CsvOptions { Target = CsvTarget.Numbers(2) });
        AssertError("test.csv, line 1: there is no column 'y'; the columns are x|y. The line has no ',' but '|': set Separator to '|'.", "x|y\n1|2\n",
            new CsvOptions { Target = CsvTarget.Class("y") });
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

    [Theory]
    [InlineData('"', "'\"'")]
    [InlineData('1', "'1'")]
    [InlineData('-', "'-'")]
    [InlineData('+', "'+'")]
    [InlineData('.', "'.'")]
    [InlineData('e', "'e'")]
    [InlineData('\n', "U+000A")]
    [InlineData('\r', "U+000D")]
    public void CharactersOfFieldsAndLinesDoNotSeparate(char separator, string text) => Assert.Equal(
        $"A separator cannot be {text}: quotation marks, line breaks, letters, digits, signs and points are parts of fields and lines. (Parameter 'value')",
        Assert.Throws<ArgumentException>(() => new CsvOptions { Separator = separator }).Message);

    [Fact]
    public void ColumnsWithoutNamesMayBeSeveral() =>
        Assert.Equal(["", "x", ""], TestData.CsvText<double>(",x,,class\n1,2,3,a\n4,5,6,b\n").InputNames);

    [Fact]
    public void ClassNamesAreDistinctAndAtLeastTwo()
    {
        AssertRefused("The class name 'a' is given twice; each output stands for a class of its own. (Parameter 'classNames')",
            () => CsvTarget.Class(^1, ["a", "b", "a"]));
        AssertRefused("The class name 'a' is given twice; each output stands for a class of its own. (Parameter 'classNames')",
            () => CsvTarget.Class("kind", ["a", "a"]));
        AssertRefused("The class name 'yes' is given twice; each output stands for a class of its own. (Parameter 'classNames')",
            () => CsvTarget.Binary(^1, "yes", "yes"));
        AssertRefused("Expected the names of at least 2 classes, but got 1. (Parameter 'classNames')", () => CsvTarget.Class(^1, ["a"]));
        AssertRefused("Expected the names of at least 2 classes, but got 0. (Parameter 'classNames')", () => CsvTarget.Class(^1, []));

        static void AssertRefused(string message, Func<CsvTarget> make) => Assert.Equal(message, Assert.Throws<ArgumentException>(() => make()).Message);
    }

    [Fact]
    public void TwoLabelsBecomeOneTarget()
    {
        const string Text = "x,bought\n1,no\n2,yes\n3,yes\n";
        foreach (CsvTarget target in new[] { CsvTarget.Binary("bought", "no", "yes"), CsvTarget.Binary(^1, "no", "yes") })
        {
            Dataset<float> data = TestData.CsvText<float>(Text, new CsvOptions { Target = target });
            Assert.Equal(1, data.TargetSize);
            Assert.Equal([0f, 1f, 1f], data.Targets);
            Assert.True(data.HasClasses);
        }

        Assert.Equal([1, 0, 0], TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Binary("bought", "yes", "no") }).Targets);
        Assert.Equal([0, 0], TestData.CsvText<double>("1,no\n2,no\n", new CsvOptions { Target = CsvTarget.Binary(^1, "no", "yes") }).Targets);
        AssertError("test.csv, line 4, column 2: (bought) 'maybe' is none of the classes no, yes.", "x,bought\n1,no\n2,yes\n3,maybe\n",
            new CsvOptions { Target = CsvTarget.Binary("bought", "no", "yes") });
        AssertError("test.csv, line 2, column 2: the class is missing.", "1,no\n2,\n", new CsvOptions { Target = CsvTarget.Binary(^1, "no", "yes") });
    }

    [Fact]
    public void WhatWasAssumedIsSaid()
    {
        Dataset<float> digits = TestData.Csv<float>("digits.csv");
        Assert.Equal(
            ["The first line was taken for a sample; HasHeader = true takes it for names.",
                "Column 65 was taken for a class, with a target for each of its 10 values 0, 1, 2, 3, 4, …. For numbers (0 and 1 too, for a single output), "
                    + "use CsvTarget.Numbers."],
            digits.Csv!.Assumptions);
        Assert.Empty(digits.Csv.Header);

        Dataset<double> iris = TestData.Csv<double>("iris.csv");
        Assert.Equal("sepal length (cm)", iris.Csv!.Header[0]);
        Assert.Equal(5, iris.Csv.Header.Count);
        Assert.StartsWith("The first line was taken for the names of the columns: sepal length (cm), sepal width (cm),", iris.Csv.Assumptions[0],
            StringComparison.Ordinal);
        Assert.EndsWith("was taken for a class, with a target for each of its 3 values setosa, versicolor, virginica.", iris.Csv.Assumptions[1],
            StringComparison.Ordinal);
        Assert.Equal(string.Join('\n', iris.Csv.Assumptions), iris.Csv.ToString());

        Dataset<double> labels = TestData.CsvText<double>("x,bought\n1,no\n2,yes\n");
        Assert.Equal("Column 2 (bought) was taken for a class, with a target for each of its 2 values no, yes. For one target of 0 and 1, for a single "
            + "output, use CsvTarget.Binary.", labels.Csv!.Assumptions[1]);

        Dataset<double> said = TestData.CsvText<double>("x,y\n1,2\n", new CsvOptions { HasHeader = true, Target = CsvTarget.Numbers(^1) });
        Assert.Empty(said.Csv!.Assumptions);
        Assert.Equal(["x", "y"], said.Csv.Header);
        Assert.Null(new Dataset<double>([1], 1, [1], 1).Csv);
    }

    [Fact]
    public void TargetsThatDoNotFitTheNetworkSayWhatWasAssumed()
    {
        // As a data set of numbers, and as one of yes and no for a single sigmoid unit, and a part of it.
        Dataset<double> numbers = TestData.CsvText<double>("x,y\n1,151\n2,75\n3,141\n"),
            labels = TestData.CsvText<double>("1,no\n2,yes\n3,no\n4,yes\n").Split(2, seed: 1).Training;
        var trainer = new Trainer<ReferenceNetwork<OneUnit>, double>(new ReferenceNetwork<OneUnit>());
        Assert.Equal(
            "The data set has 1 inputs and 3 targets, but the network has 1 inputs and 1 outputs. Column 2 (y) was taken for a class, with a target for each "
                + "of its 3 values 75, 141, 151. "
            + "For numbers (0 and 1 too, for a single output), use CsvTarget.Numbers. (Parameter 'training')",
            Assert.Throws<ArgumentException>(() => trainer.Train<MeanSquaredError>(numbers, new Sgd<double>(0.1),
                TestContext.Current.CancellationToken)).Message);
        Assert.Contains("use CsvTarget.Binary.", Assert.Throws<ArgumentException>(() => trainer.Evaluate<BinaryCrossEntropy>(labels)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A faulty sample at the top is not to be lost as a header, nor a header to be read as a sample.</summary>
    [Theory]
    [InlineData("5.1,?,1.4,a\n4.9,3.0,1.4,b\n", "column 2: with '?',", true)]
    [InlineData("5.1,,1.4,a\n4.9,3.0,1.4,b\n", "column 2: with an empty field,", true)]
    [InlineData("5.1,3..5,1.4,a\n4.9,3.0,1.4,b\n", "column 2: with '3..5',", false)]
    [InlineData("5.1,N/A,1.4,a\n4.9,3.0,1.4,b\n", "column 2: with 'N/A',", false)]
    [InlineData("5.1,\"3,5\",1.4,a\n4.9,3.0,1.4,b\n", "column 2: with '3,5',", false)]
    [InlineData("5.1,x,1.4,a\n4.9,3.0,1.4,b\n", "column 2: with 'x',", false)]
    [InlineData("3..5,a\n4.9,b\n", "column 1: with '3..5',", false)]
    [InlineData("?,a\n4.9,b\n", "column 1: with '?',", true)]
    [InlineData("N/A,?,a\n4.9,1,b\n", "column 1: with 'N/A',", false)]
    [InlineData("\"1,5\",\"2,5e3\",a\n4.9,1,b\n", "column 1: with '1,5',", false)]
    [InlineData("0,1,2,target\n5.1,3.5,1.4,0\n4.9,3.0,1.4,1\n", "column 4: with 'target',", false)]
    [InlineData("0,1,2,target\n5.1,3.5,1.4,a\n4.9,3.0,1.4,b\n5.2,3.1,1.4,a\n4.7,3.2,1.3,b\n", "column 4: with 'target',", false)]
    [InlineData("x,y,7\n5.1,3.5,0\n4.9,3.0,1\n", "column 3: with '7',", false)]
    public void FirstLineThatMayBeEitherAsksForHasHeader(string text, string where, bool isMissing)
    {
        string advice = isMissing ? "Set HasHeader to true if the line names the columns; to false, and MissingAsNaN, if it is a sample with a missing number."
            : "Set HasHeader to true if the line names the columns, or to false if it is a sample.";
        AssertError($"test.csv, line 1, {where} the first line may name the columns or be a sample. {advice}", text);

        // Said, it is what it is said to be.
        Assert.Equal(text.Count('\n') - 1,
            TestData.CsvText<double>(text, new CsvOptions { HasHeader = true, Target = CsvTarget.Class(^1, ["a", "b", "0", "1"]) }).Count);
    }

    [Fact]
    public void HeaderOfNumbersIsTakenForASampleOnlyIfSaid()
    {
        const string Text = "0,1,2,target\n5.1,3.5,1.4,0\n4.9,3.0,1.4,1\n";
        Assert.Equal(["target", "0", "1"],
            [.. TestData.CsvText<double>(Text, new CsvOptions { HasHeader = false }).ClassNames.OrderByDescending(name => name.Length)]);
        Assert.Equal(["0", "1", "2", "target"], TestData.CsvText<double>(Text, new CsvOptions { HasHeader = true }).Csv!.Header);
        Assert.StartsWith("test.csv, line 1, column 4: with 'target',",
            Assert.Throws<DataFormatException>(() => TestData.CsvText<double>(Text, new CsvOptions { Target = CsvTarget.Numbers(^1) })).Message,
                StringComparison.Ordinal);

        // With classes that are known, the first line is told by its class.
        AssertError(
            "test.csv, line 1, column 4: 'target' is none of the classes a, b. Set HasHeader to true if the line names the columns, or to false if it is a "
                + "sample.",
            "0,1,2,target\n5.1,3.5,1.4,a\n", new CsvOptions { Target = CsvTarget.Class(^1, ["a", "b"]) });
    }

    [Theory]
    [InlineData("\uFEFFx,class\n1,a\n2,b\n", 2, "x")]
    [InlineData("\uFEFF1,a\n2,b\n", 2, "")]
    [InlineData("\uFEFF\"x\",class\n1,a\n2,b\n", 2, "x")]
    [InlineData("\uFEFF\r\n1,a\r\n2,b\r\n", 2, "")]
    public void ByteOrderMarksAreSkippedWhereverTheTextComesFrom(string text, int rows, string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["x.csv"], text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.WriteAllText(folder["utf16.csv"], text, new UnicodeEncoding(bigEndian: false, byteOrderMark: false));
        File.WriteAllText(folder["bigEndian.csv"], text, new UnicodeEncoding(bigEndian: true, byteOrderMark: false));
        using var reader = new StreamReader(folder["x.csv"]);
        foreach (Dataset<double> data in new[]
        {
            TestData.CsvText<double>(text), Dataset.LoadCsv<double>(folder["x.csv"]), Dataset.ReadCsv<double>(reader, "x.csv"),
            Dataset.LoadCsv<double>(folder["utf16.csv"]), Dataset.LoadCsv<double>(folder["bigEndian.csv"]),
        })
        {
            Assert.Equal(rows, data.Count);
            Assert.Equal(name.Length == 0 ? [] : [name], data.InputNames);
            Assert.Equal([1, 2], data.Inputs);
        }

        using DatasetReader<double> chunks = Dataset.OpenCsv<double>(folder["x.csv"], new CsvOptions { Target = CsvTarget.Class(^1, ["a", "b"]) });
        Assert.Equal(rows, chunks.Read(new double[5], new double[10]));
    }

    [Fact]
    public void BytesThatAreNotUtf8AreNamed()
    {
        using var folder = new TemporaryFolder();

        // Latin-1: ü and ö would become the same class.
        byte[] latin = Encoding.Latin1.GetBytes("x,class\r\n1,grün\r\n2,grön\r\n");
        File.WriteAllBytes(folder["x.csv"], latin);
        string message = $"{folder["x.csv"]}, line 2: byte 14 of the text, 0xFC, is not UTF-8. Save the file as UTF-8; it may be in Latin-1 or Windows-1252.";
        Assert.Equal(message, Assert.Throws<DataFormatException>(() => Dataset.LoadCsv<double>(folder["x.csv"])).Message);
        Assert.Equal(2, Assert.Throws<DataFormatException>(() => Dataset.LoadCsv<double>(folder["x.csv"])).Line);
        var options = new CsvOptions { Target = CsvTarget.Class(^1, ["grün", "grön"]) };
        Assert.Equal(message, Assert.Throws<DataFormatException>(() => Dataset.OpenCsv<double>(folder["x.csv"], options)).Message);

        // What somebody else has decoded by force.
        Assert.Equal("x.csv, line 2, column 2: the character U+FFFD stands for bytes that could not be decoded. Read the file as UTF-8, or in the encoding "
            + "that it has.",
            Assert.Throws<DataFormatException>(() => Dataset.ReadCsv<double>(new StreamReader(new MemoryStream(latin)), "x.csv")).Message);
        Assert.Equal(["grön", "grün"], Dataset.ReadCsv<double>(new StreamReader(new MemoryStream(latin), Encoding.Latin1), "x.csv").ClassNames);

        // Far into the file, on the border of every buffer, and cut off at the end.
        string rows = string.Concat(Enumerable.Range(0, 20_000).Select(row => FormattableString.Invariant($"{row},ä{row % 2}\n")));
        foreach (byte[] end in new byte[][] { [0xE4], [0xC3], [0xE2, 0x82], [0xED, 0xA0, 0x80], [0xFF] })
        {
            File.WriteAllBytes(folder["x.csv"], [.. Encoding.UTF8.GetBytes(rows + "1,"), .. end]);
            Assert.Equal($"{folder["x.csv"]}, line 20001: byte {Encoding.UTF8.GetByteCount(rows) + 3} of the text, 0x{end[0]:X2}, is not UTF-8. Save the "
                + "file as UTF-8; it may be in Latin-1 or Windows-1252.",
                Assert.Throws<DataFormatException>(() => Dataset.LoadCsv<double>(folder["x.csv"])).Message);
        }

        File.WriteAllBytes(folder["x.csv"], [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("1,a\n2,b\n"), 0x00, 0xD8, 0x61, 0x00]);
        Assert.Contains("is not UTF-16 throughout", Assert.Throws<DataFormatException>(() => Dataset.LoadCsv<double>(folder["x.csv"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void MissingValuesAreConfigurableAndCounted()
    {
        const string Text = "x,y,z\n1,-999,3\nn/a,-,nan\n4,5,6\n";
        var options = new CsvOptions { Target = CsvTarget.Numbers("z"), MissingAsNaN = true, MissingValues = ["-999", "N/A", "-", "NaN"] };
        Dataset<double> data = TestData.CsvText<double>(Text, options);
        Assert.Equal([1, double.NaN, double.NaN, double.NaN, 4, 5], data.Inputs);
        Assert.Equal([3, double.NaN, 6], data.Targets);
        Assert.Equal(4, data.Csv!.MissingCount);
        Assert.Equal("Missing numbers, read as NaN: 4.", data.Csv.ToString());
        AssertError("test.csv, line 3, column 1: (x) 'n/a' is not a finite number.", Text, options with { MissingValues = ["-999"] });
        AssertError("test.csv, line 2, column 1: (x) a number is missing.", "x,y\n,1\n",
            new CsvOptions { Target = CsvTarget.Numbers("y"), MissingAsNaN = true, MissingValues = ["NA"] });
        Assert.Equal(0, TestData.CsvText<double>("1,2\n", new CsvOptions { Target = CsvTarget.Numbers(^1), MissingAsNaN = true }).Csv!.MissingCount);
        Assert.Throws<ArgumentNullException>(() => new CsvOptions { MissingValues = null! });
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

    private sealed class OneUnit : IReferenceShape
    {
        public static NetworkShape Shape { get; } = ReferenceModel.Dense([1, 1], [Activation.Linear]);
    }
}
